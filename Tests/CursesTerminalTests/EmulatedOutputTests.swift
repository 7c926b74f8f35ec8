import TerminalEmulator
import TerminalUI
import Testing

@testable import CursesTerminal

/// What curses says of random frames, drawn as it is and as it is shortened: the same screen.
///
/// An extension, because curses is one per process and that suite's tests wait for each other.
extension CursesScreenTests {
  private nonisolated static let sizes = [
    (5, 2), (6, 3), (20, 5), (40, 10), (80, 24), (81, 25), (120, 36), (200, 60),
  ]

  @Test(
    arguments: ["xterm-256color", "screen-256color", "tmux-256color", "linux", "vt100"],
    sizes
  )
  func `shortened output draws what curses' own would`(
    term: String,
    size: (columns: Int, rows: Int)
  ) throws {
    let size = Size(columns: size.columns, rows: size.rows)
    var frames = RandomFrames(size: size, seed: UInt64(size.columns * 100 + term.utf8.count))
    let terminal = try PseudoTerminal(columns: size.columns, rows: size.rows)
    let screen = try open(terminal, ["TERM": term], theme: RandomFrames.theme)
    defer { screen.close() }
    var shown = Shown(size: size, brief: BriefOutput(size: size, capability: Curses.capability))
    let count = size.columns * size.rows > 4_000 ? 10 : 40
    for number in 0..<count {
      if number % 20 == 13 {
        screen.forgetContents()
        shown.forget()
      }
      let frame = frames.next()
      try shown.take(screen.bytes(for: frame), "\(term), \(size), frame \(number)")
      #expect(shown.text == frame.text, "\(term), \(size), frame \(number)")
      if shown.isDifferent || shown.text != frame.text { return }
    }
    // Little can be saved on the smallest screens, and nothing where HPA is missing.
    if size.columns > 20, term != "vt100" {
      #expect(shown.shortBytes < shown.rawBytes)
    }
  }
}

extension CursesScreen {
  /// What curses would send for a frame; nothing is sent.
  fileprivate func bytes(for frame: Frame) -> [UInt8] {
    _ = paint(frame)
    shown = frame
    mustRepaint = false
    placeCursor(frame.cursor)
    update()
    return output.gathered()
  }
}

/// Two terminals of each kind: one is sent what curses said, one what is made of it.
struct Shown {
  private static let kinds = [
    TerminalEmulator.Habits(),
    TerminalEmulator.Habits(erasesWithBackground: false),
    TerminalEmulator.Habits(backspacesOverMargin: false),
  ]

  private var pairs: [(raw: TerminalEmulator, short: TerminalEmulator)]
  private var brief: BriefOutput
  private let size: Size
  private(set) var rawBytes = 0
  private(set) var shortBytes = 0
  private(set) var isDifferent = false

  init(size: Size, brief: BriefOutput) {
    self.size = size
    self.brief = brief
    pairs = Self.kinds.map { habits in
      // What is sent must do without SU and SD.
      var portable = habits
      portable.knowsScrolling = false
      return (
        TerminalEmulator(size: size, habits: habits), TerminalEmulator(size: size, habits: portable)
      )
    }
  }

  /// What the terminals show, where the first stands for all.
  var text: String { pairs[0].raw.text }

  mutating func forget() { brief.forget(size: size) }

  /// Draws an update both ways and compares every cell, the cursor and the modes.
  mutating func take(_ raw: [UInt8], _ what: @autoclosure () -> String) throws {
    let short = PortableScroll.rewritten(brief.brief(raw))
    rawBytes += raw.count
    shortBytes += short.count
    let text = String(decoding: raw, as: UTF8.self)
    for index in pairs.indices {
      try pairs[index].raw.feed(raw)
      try pairs[index].short.feed(short)
      guard let difference = Self.difference(pairs[index].raw, pairs[index].short) else { continue }
      isDifferent = true
      let shortText = String(decoding: short, as: UTF8.self)
      Issue.record(
        """
        \(what()): \(difference), as \(pairs[index].raw.habits)
        raw: \(text.debugDescription)
        short: \(shortText.debugDescription)
        """
      )
      return
    }
  }

  private static func difference(_ raw: TerminalEmulator, _ short: TerminalEmulator) -> String? {
    if let index = raw.cells.indices.first(where: { raw.cells[$0] != short.cells[$0] }) {
      let (row, column) = index.quotientAndRemainder(dividingBy: raw.size.columns)
      return "row \(row), column \(column): \(raw.cells[index]) is drawn as \(short.cells[index])"
    }
    if raw.modes != short.modes { return "modes \(raw.modes) and \(short.modes)" }
    let places = (raw.cursor, short.cursor)
    return places.0 == places.1 ? nil : "the cursor is at \(places.1), not at \(places.0)"
  }
}
