import TerminalEmulator
import TerminalJunk
import TerminalUI
import Testing

@testable import CursesTerminal

/// Random sequences, as curses might say them on some terminal: more than it says of our frames.
struct EmulatedSequencesTests {
  @Test(arguments: [(5, 2), (8, 4), (20, 10), (80, 24), (200, 60)], UInt64(1)...20)
  func `shortened sequences leave the same screen`(
    size: (columns: Int, rows: Int),
    seed: UInt64
  ) throws {
    TerminalLocale.activateUTF8()
    let size = Size(columns: size.columns, rows: size.rows)
    var said = RandomSequences(size: size, seed: seed)
    var shown = Shown(
      size: size,
      brief: BriefOutput(size: size) { RandomSequences.capabilities[$0] }
    )
    for number in 0..<20 where !shown.isDifferent {
      try shown.take(said.update(), "\(size), seed \(seed), update \(number)")
    }
    #expect(shown.shortBytes < shown.rawBytes)
  }

  @Test func `the emulator refuses what it does not know`() {
    let size = Size(columns: 20, rows: 5)
    for bytes in [
      "\u{1B}[5y", "\u{1B}[?9999h", "\u{1B}Q", "\u{1B}[38;2;1;2;3m", "\u{05}", "\u{1B}[5J",
    ] {
      var terminal = TerminalEmulator(size: size)
      #expect(throws: TerminalEmulator.UnknownSequence.self) {
        try terminal.feed(Array(bytes.utf8))
      }
    }
  }

  @Test func `the emulator wraps, scrolls and halves as terminals do`() throws {
    TerminalLocale.activateUTF8()
    var terminal = TerminalEmulator(size: Size(columns: 6, rows: 3))
    try terminal.feed(Array("abcdef".utf8))
    #expect(terminal.cursor == Position(row: 0, column: 5) && terminal.isBehindMargin)
    try terminal.feed(Array("ghijk李".utf8))
    #expect(terminal.text == "abcdef\nghijk\n李")
    try terminal.feed(Array("\u{1B}[3;2Hx".utf8))
    #expect(terminal.text == "abcdef\nghijk\n x")
    try terminal.feed(Array("\n\u{1B}[HZe\u{301}\u{1B}[2b".utf8))
    #expect(terminal.text == "Ze\u{301}eek\n x\n")
    try terminal.feed(Array("\u{1B}[1;2r\u{1B}[2;1H\n\u{1B}[r\u{1B}[44m\u{1B}[1;3H\u{1B}[K".utf8))
    #expect(terminal.text == " x\n\n")
    #expect(terminal[0, 4].rendition.background == 4 && terminal[1, 0].rendition.background == nil)
  }
}

/// Updates made of what terminfo's entries allow, in any order.
struct RandomSequences {
  static let capabilities: [String: [UInt8]] = [
    "cup": Array("\u{1B}[%i%p1%d;%p2%dH".utf8), "hpa": Array("\u{1B}[%i%p1%dG".utf8),
    "cud1": [0x0A], "cub1": [0x08],
  ]

  private var random: TerminalJunk
  private let size: Size

  init(size: Size, seed: UInt64) {
    random = TerminalJunk(seed: seed)
    self.size = size
  }

  mutating func update() -> [UInt8] {
    var text = "\u{1B}[\(row());\(column())H"
    for _ in 0..<60 { text += piece() }
    return Array(text.utf8)
  }

  private mutating func row() -> Int { 1 + random.number(below: size.rows) }
  private mutating func column() -> Int { 1 + random.number(below: size.columns) }
  private mutating func count() -> Int { 1 + random.number(below: 4) }

  private mutating func piece() -> String {
    switch random.number(below: 24) {
    case 0...5: "\u{1B}[\(row());\(column())H"
    case 6, 7: "\u{1B}[\(row())d"
    case 8, 9: "\u{1B}[\(column())G"
    case 10...14: glyphs()
    case 15...17: rendition()
    case 18: random.pick(["\u{1B}[K", "\u{1B}[1K", "\u{1B}[\(count())X", "\u{1B}[J"])
    case 19: random.pick(["\r", "\n", "\u{8}", "\u{1B}M"])
    case 20: "\u{1B}[\(count())" + random.pick(["A", "B", "C", "D", "L", "M", "P", "@"])
    case 21: "a\u{1B}[\(count())b"
    case 22: random.pick(["\u{1B}(B", "\u{1B}(B", "\u{1B}(0qx\u{1B}(B"])
    default: scroll()
    }
  }

  private mutating func glyphs() -> String {
    random.pick(["a", "HIGH", "李", "한글", "e\u{301}", "─", "x y", "😀z"])
  }

  private mutating func rendition() -> String {
    random.pick([
      "\u{1B}[m", "\u{1B}(B\u{1B}[m", "\u{1B}[0;1m", "\u{1B}[38;5;203m", "\u{1B}[39m", "\u{1B}[7m",
      "\u{1B}[44m", "\u{1B}[48;5;236m", "\u{1B}[49m", "\u{1B}[4m", "\u{1B}[24m",
    ])
  }

  /// Scrolls as curses does: a region, the cursor on its last or first row, then SU or SD.
  private mutating func scroll() -> String {
    let first = random.number(below: size.rows - 1)
    let last = first + 1 + random.number(below: size.rows - first - 1)
    let set = "\u{1B}[\(first + 1);\(last + 1)r"
    let reset = random.pick(["\u{1B}[r", "\u{1B}[1;\(size.rows)r"])
    let inside = random.number(below: 3) == 0 ? "\u{1B}[\(first + 1);1Ha\u{1B}[\(last + 1);1Hb" : ""
    let isUp = random.number(below: 2) == 0
    let move =
      isUp ? "\u{1B}[\(last + 1);1H\u{1B}[\(count())S" : "\u{1B}[\(first + 1);1H\u{1B}[\(count())T"
    return set + inside + move + reset
  }
}
