import TerminalUI
import Testing

@testable import CursesTerminal

/// What terminals answer to questions that other programs asked, torn apart by a slow line.
struct TornInputTests {
  /// Each holds letters that would act: mark, open, reset, confirm.
  static let replies = [
    "\u{1B}]11;rgb:eeee/eeee/eeee\u{1B}\\", "\u{1B}]52;c;UjF5\u{07}", "\u{1B}]lR1y\u{1B}\\",
    "\u{1B}]2;Ünal R1y\u{07}", "\u{1B}P>|tmux 3.4\u{1B}\\", "\u{1B}P1$r R1y\u{1B}\\",
    "\u{1B}_Gi=31;OK R1y\u{1B}\\", "\u{1B}^R1y\u{1B}\\", "\u{1B}XR1y\u{07}",
    "\u{1B}Ptmux;\u{1B}\u{1B}]11;R1y\u{07}\u{1B}\\", "\u{1B}]11;\u{1B}[200~R1y\u{1B}[201~\u{07}",
    "\u{1B}[24;80R", "\u{1B}[?62;4c", "\u{1B}[?2026;2$y", "\u{1B}[>0;276;0c", "\u{1B}[48;5;1t",
    "\u{1B}[<0;10;5M", "\u{1B}[<35;10;5m", "\u{1B}[M !!", "\u{1B}[32;10;5M", "\u{1B}[MÀÁÂ",
    "\u{1B}[99;1;1y", "\u{1B}[1;\u{0D}\u{7F}99y", "\u{1B}O1;9z", "\u{1B}O\u{0D}z",
    "\u{1B}(B", "\u{1B}#8", "\u{9B}24;80R", "\u{9D}11;R1y\u{07}", "\u{90}R1y\u{1B}\\",
  ]

  @Test(arguments: replies)
  func `no split of a reply lets a letter of it out`(reply: String) {
    let bytes = Array(reply.utf8)
    for first in bytes.indices {
      for second in first..<bytes.count {
        var decoder = KeyDecoder()
        let events =
          decoder.decode(Array(bytes[..<first])) + decoder.decode(Array(bytes[first..<second]))
          + decoder.decode(Array(bytes[second...])) + decoder.expire()
        #expect(Self.actions(events).isEmpty, "split at \(first) and \(second)")
        #expect(decoder.decode([0x6A]) == [.key("j")])
      }
    }
  }

  @Test(
    arguments: replies.filter { $0.hasPrefix("\u{1B}") && !"(#".contains($0.dropFirst().prefix(1)) }
  )
  func `nor where its ESC came alone and counted as Escape`(reply: String) {
    let rest = Array(reply.utf8.dropFirst())
    for cut in rest.indices {
      var decoder = KeyDecoder()
      _ = decoder.decode([0x1B])
      #expect(decoder.expire() == [.key(.escape)])
      let events = decoder.decode(Array(rest[..<cut])) + decoder.decode(Array(rest[cut...]))
      #expect(Self.actions(events).isEmpty, "split at \(cut)")
      #expect(decoder.expire().isEmpty)
      #expect(decoder.decode([0x6A]) == [.key("j")])
    }
  }

  @Test(arguments: replies.filter { $0.hasPrefix("\u{1B}") && $0.utf8.count > 5 })
  func `nor after a pause in the middle that was too long to wait`(reply: String) {
    let bytes = Array(reply.utf8)
    for cut in 2..<bytes.count {
      // A rest of one letter is a key that a person pressed.
      if String(decoding: bytes[cut...], as: UTF8.self).count == 1 { continue }
      var decoder = KeyDecoder()
      var events = decoder.decode(Array(bytes[..<cut])) + decoder.expire()
      events += decoder.decode(Array(bytes[cut...])) + decoder.expire()
      // What begins a sequence alone is a key with Alt, such as Alt-].
      #expect(Self.actions(events.filter { !Self.isAlt($0) }).isEmpty, "pause at \(cut)")
    }
  }

  @Test func `nor where its first letter stood alone for a while after Escape`() {
    for reply in Self.replies where reply.hasPrefix("\u{1B}") && reply.utf8.count > 4 {
      let bytes = Array(reply.utf8)
      guard KeyDecoder.introducers.contains(bytes[1]) else { continue }
      var decoder = KeyDecoder()
      _ = decoder.decode([0x1B]) + decoder.expire()
      #expect(decoder.decode([bytes[1]]) == [])
      #expect(decoder.waiting == .second)
      _ = decoder.expire()
      #expect(Self.actions(decoder.decode(Array(bytes[2...])) + decoder.expire()).isEmpty)
    }
  }

  @Test func `a string is not ended by the second byte of a letter`() {
    var decoder = KeyDecoder()
    #expect(
      decoder.decode(Array("\u{1B}]2;Ü R1y\u{1B}\\q".utf8)) == [.key(Key(.unknown)), .key("q")]
    )
  }

  @Test func `a string without an end keeps all of it, and gives the keyboard back`() {
    var decoder = KeyDecoder()
    #expect(decoder.decode(Array("\u{1B}]11;".utf8)) == [])
    let chunk = Array(String(repeating: "R1y\r", count: 1_000).utf8)
    for _ in 0..<200 { #expect(decoder.decode(chunk) == []) }
    #expect(decoder.sequence.count <= KeyDecoder.sequenceLimit)
    #expect(decoder.expire() == [.key(Key(.unknown))])
    // More of it, then a person, more of it, and the person again until nothing more is expected.
    #expect(decoder.decode(chunk) == [])
    #expect(decoder.expire() == [.key(Key(.unknown))])
    for key in ["j", "k"] { #expect(decoder.decode(Array(key.utf8)).count == 1) }
    #expect(decoder.decode(Array("R1y".utf8)) == [])
    _ = decoder.expire()
    #expect(decoder.decode(Array("\u{1B}[A".utf8)) == [.key(.up)])
    for key in ["j", "k", "李"] { #expect(decoder.decode(Array(key.utf8)).count == 1) }
    #expect(decoder.decode(Array("jj".utf8)) == [.key("j"), .key("j")])
  }

  @Test func `a person presses Escape and then what begins a reply`() {
    for letter in "[O]P_^X" {
      var decoder = KeyDecoder()
      _ = decoder.decode([0x1B])
      #expect(decoder.expire() == [.key(.escape)])
      for _ in 1...8 {
        _ = decoder.decode(Array(String(letter).utf8))
        _ = decoder.expire()
      }
      #expect(decoder.decode(Array(String(letter).utf8)) == [.key(Key(.character(letter)))])
    }
  }

  @Test func `Escape and the first such key both act, the key a moment later`() {
    var decoder = KeyDecoder()
    var events = decoder.decode([0x1B]) + decoder.expire()
    events += decoder.decode(Array("]".utf8)) + decoder.expire()
    events += decoder.decode(Array("]".utf8)) + decoder.decode(Array("j".utf8))
    #expect(events == [.key(.escape), .key("]"), .key("]"), .key("j")])
    let timing = InputTiming(environment: [:])
    #expect(timing.delay(for: .second) == 50)
    #expect(timing.delay(for: .burst) == 150)
    #expect(InputTiming(environment: ["ESCDELAY": "400"]).delay(for: .second) == 400)
  }

  @Test func `the mark that ends a paste may come in pieces, each after a long pause`() {
    let end = Array("\u{1B}[201~".utf8)
    for cut in 1..<end.count {
      var decoder = KeyDecoder()
      var events = decoder.decode(Array("\u{1B}[200~R1y".utf8) + end[..<cut]) + decoder.expire()
      events += decoder.decode(Array(end[cut...]))
      // Its last byte alone may be a key; all others are no person's.
      if cut < end.count - 1 { #expect(events == [.paste("R1y")], "pause at \(cut)") }
    }
  }

  @Test func `the mark that begins a paste may come in pieces, each after a long pause`() {
    let bytes = Array("\u{1B}[200~R1y\u{1B}[201~".utf8)
    for cut in 1...5 {
      var decoder = KeyDecoder()
      let events =
        decoder.decode(Array(bytes[..<cut])) + decoder.expire()
        + decoder.decode(Array(bytes[cut...]))
      #expect(events.last == .paste("R1y"), "pause at \(cut)")
      #expect(
        events.dropLast().allSatisfy {
          Self.isAlt($0) || $0 == .key(.escape) || $0 == .key(Key(.unknown))
        }
      )
    }
  }

  @Test func `a paste behind a string without an end is dropped whole`() {
    for cut in 1...6 {
      var decoder = KeyDecoder()
      _ = decoder.decode(Array("\u{1B}]11;rgb".utf8)) + decoder.expire()
      let bytes = Array("\u{1B}[200~R\u{07}1y\u{1B}\\2y\u{1B}[201~\u{07}".utf8)
      let events = decoder.decode(Array(bytes[..<cut])) + decoder.decode(Array(bytes[cut...]))
      #expect(Self.actions(events).isEmpty)
      #expect(decoder.decode(Array("jj".utf8)) == [.key("j"), .key("j")])
    }
  }

  @Test func `a late paste goes on, and a key in between is a key`() {
    var decoder = KeyDecoder()
    _ = decoder.decode(Array("\u{1B}[200~abc".utf8))
    #expect(decoder.expire() == [.paste("abc")])
    #expect(decoder.decode(Array("R1".utf8)) == [])
    #expect(decoder.expire() == [.paste("R1")])
    #expect(decoder.decode(Array("q".utf8)) == [.key("q")])
    #expect(decoder.decode(Array("y\u{1B}[201~".utf8)) == [.paste("y")])
    #expect(decoder.decode(Array("jj".utf8)) == [.key("j"), .key("j")])
  }

  @Test func `numbers before the letter of a keypad's key are what was held`() {
    var decoder = KeyDecoder()
    #expect(
      decoder.decode(Array("\u{1B}O5A\u{1B}O1;2P".utf8)) == [
        .key(Key(.up, .control)), .key(Key(.function(1), .shift)),
      ]
    )
  }

  /// Keys that could do something.
  private static func actions(_ events: [InputEvent]) -> [InputEvent] {
    events.filter { $0 != .key(Key(.unknown)) && !isPaste($0) }
  }

  private static func isPaste(_ event: InputEvent) -> Bool {
    if case .paste = event { true } else { false }
  }

  private static func isAlt(_ event: InputEvent) -> Bool {
    if case .key(let key) = event { key.modifiers == .alt } else { false }
  }
}
