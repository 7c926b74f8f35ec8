import TerminalUI
import Testing

@testable import CursesTerminal

struct KeyDecoderTests {
  @Test(arguments: [
    ("\u{1B}[A", Key.up), ("\u{1B}OA", .up), ("\u{1B}[B", .down), ("\u{1B}OD", .left),
    ("\u{1B}[1;5C", Key(.right, .control)), ("\u{1B}[1;2A", Key(.up, .shift)),
    ("\u{1B}[1;3B", Key(.down, .alt)), ("\u{1B}[1;8D", Key(.left, [.control, .alt, .shift])),
    ("\u{1B}Oa", Key(.up, .control)), ("\u{1B}[c", Key(.right, .shift)),
    ("\u{1B}[H", .home), ("\u{1B}OH", .home), ("\u{1B}[1~", .home), ("\u{1B}[7~", .home),
    ("\u{1B}[F", .end), ("\u{1B}OF", .end), ("\u{1B}[4~", .end), ("\u{1B}[8~", .end),
    ("\u{1B}[5~", .pageUp), ("\u{1B}[6~", .pageDown), ("\u{1B}[6;5~", Key(.pageDown, .control)),
    ("\u{1B}[2~", Key(.insert)), ("\u{1B}[3~", .delete), ("\u{1B}[3$", Key(.delete, .shift)),
    ("\u{1B}[3^", Key(.delete, .control)), ("\u{1B}[Z", .shiftTab),
    ("\u{1B}\u{1B}[A", Key(.up, .alt)), ("\u{1B}OM", .enter),
    ("\u{1B}OP", Key(.function(1))), ("\u{1B}[[E", Key(.function(5))),
    ("\u{1B}[11~", Key(.function(1))), ("\u{1B}[15~", Key(.function(5))),
    ("\u{1B}[21~", Key(.function(10))), ("\u{1B}[24~", Key(.function(12))),
    ("\u{1B}[34~", Key(.function(20))), ("\u{1B}[1;2P", Key(.function(1), .shift)),
    ("\u{1B}[97;5u", .control("a")), ("\u{1B}[27;5;9~", Key(.tab, .control)),
  ])
  func `Each terminal's form of a key is that key`(bytes: String, key: Key) {
    #expect(decode(bytes) == [.key(key)])
  }

  @Test(arguments: [
    ("\u{01}", Key.control("a")), ("\u{09}", .tab), ("\u{0A}", .control("j")), ("\r", .enter),
    ("\u{08}", .backspace), ("\u{7F}", .backspace), ("\u{1A}", .control("z")),
    ("\u{1C}", .control("\\")), ("\u{00}", Key(.character(" "), .control)),
    ("R", "R"), ("李", "李"), ("é", "é"), ("😀", "😀"),
    ("\u{1B}x", Key(.character("x"), .alt)), ("\u{1B}é", Key(.character("é"), .alt)),
    ("\u{1B}\r", Key(.enter, .alt)), ("\u{1B}\u{7F}", Key(.backspace, .alt)),
  ])
  func `Letters and control characters are keys`(bytes: String, key: Key) {
    #expect(decode(bytes) == [.key(key)])
  }

  @Test func `The terminal's own description wins, and names F13 to F24`() {
    let described = ["kf13": "\u{1B}[1;2P", "kf24": "\u{1B}[24;2~", "kUP5": "\u{1B}A", "kbs": "q"]
    let sequences = KeySequences { described[$0].map { Array($0.utf8) } }
    var decoder = KeyDecoder(sequences: sequences)
    #expect(
      decoder.decode(Array("\u{1B}[1;2P\u{1B}[24;2~\u{1B}Aq".utf8)) == [
        .key(Key(.function(13))), .key(Key(.function(24))), .key(Key(.up, .control)), .key("q"),
      ]
    )
  }

  @Test func `A letter split between two reads arrives whole`() {
    var decoder = KeyDecoder()
    #expect(decoder.decode([0xE6, 0x9D]) == [])
    #expect(decoder.waiting == .rest)
    #expect(decoder.decode([0x8E]) == [.key("李")])
    #expect(decoder.waiting == nil)
  }

  @Test func `An invalid byte does not swallow the key after it`() {
    var decoder = KeyDecoder()
    #expect(decoder.decode([0xFF]) == [.key(Key(.unknown))])
    #expect(decoder.decode([0xE9, UInt8(ascii: "q")]) == [.key(Key(.unknown)), .key("q")])
    #expect(decoder.decode([0xC0, 0x80]) == [.key(Key(.unknown)), .key(Key(.unknown))])
  }

  @Test(arguments: [
    "\u{1B}[?62;4c", "\u{1B}[99~", "\u{1B}[1;2;3;4R", "\u{1B}[>0;276;0c", "\u{1B}Oz",
    "\u{1B}[?2026;2$y", "\u{1B}]11;rgb:0000/0000/0000\u{07}", "\u{1B}P>|xterm(1)\u{1B}\\",
    "\u{1B}[" + String(repeating: "7", count: 500) + "~",
  ])
  func `No letter of an unknown sequence acts as a key`(bytes: String) {
    #expect(decode(bytes + "j") == [.key(Key(.unknown)), .key("j")])
  }

  @Test(arguments: ["\u{1B}[<0;10;5M", "\u{1B}[<0;10;5m", "\u{1B}[M !!", "\u{1B}[I", "\u{1B}[O"])
  func `Reports of mouse and focus are no keys`(bytes: String) {
    #expect(decode(bytes + "j") == [.key("j")])
  }

  @Test func `Whole reports of clicks and the wheel come out where they are wanted`() {
    var decoder = KeyDecoder(sequences: KeySequences(), takesMouse: true)
    let bytes = "\u{1B}[<0;10;5M\u{1B}[<0;10;5mj\u{1B}[<64;1;1M\u{1B}[<65;200;60M"
    #expect(
      decoder.decode(Array(bytes.utf8)) == [
        .mouse(MouseEvent(.press, at: Position(row: 4, column: 9))), .key("j"),
        .mouse(MouseEvent(.wheelUp, at: Position(row: 0, column: 0))),
        .mouse(MouseEvent(.wheelDown, at: Position(row: 59, column: 199))),
      ]
    )
  }

  /// Other buttons, motion, held keys, places off the screen, and what is no report at all.
  @Test(arguments: [
    "<1;1;1M", "<2;1;1M", "<4;1;1M", "<16;1;1M", "<32;1;1M", "<35;1;1M", "<0;0;1M", "<0;1;0M",
    "<0;1M", "<0;1;1;1M", "<;1;1M", "<0;1;M", "<M", "<-0;1;1M", "<0;1;123456M", "<0:1:1M",
    "<0;1;1~",
    "M !!", "M`!!",
  ])
  func `What is no whole report of a click is nothing`(report: String) {
    var decoder = KeyDecoder(sequences: KeySequences(), takesMouse: true)
    #expect(decoder.decode(Array("\u{1B}[\(report)j".utf8)) == [.key("j")])
  }

  /// One byte that comes alone is a person's key, as ``LateInput`` says.
  @Test(arguments: 1..<9)
  func `A report that is torn apart does not act, wherever it is torn`(length: Int) {
    let report = Array("\u{1B}[<0;10;5M".utf8)
    var decoder = KeyDecoder(sequences: KeySequences(), takesMouse: true)
    var events = decoder.decode(Array(report.prefix(length))) + decoder.expire()
    events += decoder.decode(Array(report.dropFirst(length)))
    let acting = events.filter { event in
      guard case .key(let key) = event else { return false }
      return key.code != .unknown && key != .escape && !key.modifiers.contains(.alt)
    }
    #expect(acting.isEmpty, "\(events)")
  }

  @Test func `Escape is a key once nothing follows`() {
    var decoder = KeyDecoder()
    #expect(decoder.decode([0x1B]) == [])
    #expect(decoder.waiting == .escape)
    #expect(decoder.expire() == [.key(.escape)])
    #expect(decoder.waiting == nil)
    #expect(decoder.decode([0x1B, 0x1B]) == [])
    #expect(decoder.expire() == [.key(.escape), .key(.escape)])
  }

  @Test func `A sequence torn apart after its ESC does not act`() {
    var decoder = KeyDecoder()
    _ = decoder.decode([0x1B])
    #expect(decoder.expire() == [.key(.escape)])
    #expect(decoder.decode(Array("[D".utf8)) == [.key(.left)])
  }

  @Test func `Beginnings of sequences that nothing follows are Alt with a letter`() {
    for letter in "[O]PX" {
      var decoder = KeyDecoder()
      #expect(decoder.decode([0x1B] + Array(String(letter).utf8)) == [])
      #expect(decoder.expire() == [.key(Key(.character(letter), .alt))])
    }
  }

  @Test func `A sequence that breaks off takes one key along rather than act`() {
    #expect(decode("\u{1B}[1;\rjj") == [.key(Key(.unknown)), .key("j")])
    #expect(decode("\u{1B}[1;\u{18}j") == [.key(Key(.unknown)), .key("j")])
    #expect(decode("\u{1B}[1;\u{1B}[A") == [.key(Key(.unknown)), .key(.up)])
  }

  @Test func `A paste is one event, however it is split`() {
    let bytes = Array("\u{1B}[200~R y\u{1B}[A\r李\u{1B}[201~q".utf8)
    for cut in bytes.indices {
      var decoder = KeyDecoder()
      let events = decoder.decode(Array(bytes[..<cut])) + decoder.decode(Array(bytes[cut...]))
      #expect(events == [.paste("R y\u{1B}[A\r李"), .key("q")])
    }
  }

  @Test func `A paste of megabytes is cut, and its rest dropped`() {
    var decoder = KeyDecoder()
    var events = decoder.decode(Array("\u{1B}[200~".utf8))
    let chunk = Array(repeating: UInt8(ascii: "R"), count: 100_000)
    for _ in 0..<25 { events += decoder.decode(chunk) }
    events += decoder.decode(Array("\u{1B}[201~j".utf8))
    #expect(
      events == [
        .paste(String(repeating: "R", count: KeyDecoder.pasteLimit)), .key("j"),
      ]
    )
  }

  @Test func `A paste without an end is given up, and what comes late does not act`() {
    var decoder = KeyDecoder()
    #expect(decoder.decode(Array("\u{1B}[200~abc".utf8)) == [])
    #expect(decoder.waiting == .paste)
    #expect(decoder.expire() == [.paste("abc")])
    #expect(
      decoder.decode(Array("R, the rest of a long paste\u{1B}[201~".utf8)) == [
        .paste("R, the rest of a long paste")
      ]
    )
    _ = decoder.decode(Array("\u{1B}[200~abc".utf8))
    _ = decoder.expire()
    #expect(decoder.decode(Array("q".utf8)) == [.key("q")])
  }

  @Test func `The wait after ESC follows curses' rules`() {
    #expect(InputTiming(environment: [:]).escape == 25)
    #expect(InputTiming(environment: ["SSH_TTY": "/dev/pts/1"]).escape == 50)
    #expect(InputTiming(environment: ["SSH_TTY": "x", "ESCDELAY": "100"]).escape == 100)
    #expect(InputTiming(environment: ["ESCDELAY": "soon"]).escape == 25)
  }

  private func decode(_ text: String) -> [InputEvent] {
    var decoder = KeyDecoder()
    return decoder.decode(Array(text.utf8))
  }
}
