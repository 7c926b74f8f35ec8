import TerminalJunk
import TerminalUI

/// Frames that follow each other as a list's do: a few cells change, rows scroll, all is new.
struct RandomFrames {
  private var random: TerminalJunk
  private var frame: Frame

  init(size: Size, seed: UInt64) {
    random = TerminalJunk(seed: seed)
    frame = Frame(size)
  }

  /// Colors before and behind, so that nothing looks like anything else.
  static let theme = Theme(
    name: "random",
    appearances: [
      .riskHigh: Appearance(
        foreground: ThemeColor(basic: 9, extended: 203),
        attributes: .bold
      ),
      .selection: Appearance(background: ThemeColor(basic: 4, extended: 236)),
      .focusBorder: Appearance(foreground: ThemeColor(basic: 12, extended: 75)),
      .buttonFocused: Appearance(
        foreground: ThemeColor(basic: 0, extended: 16),
        background: ThemeColor(basic: 3, extended: 178)
      ),
      .input: Appearance(attributes: .underline),
      .header: Appearance(attributes: .reverse),
      .dim: Appearance(attributes: .dim),
    ]
  )

  private static let styles =
    Role.allCases.map { Style($0) } + [
      Style(.text, .bold), Style(.riskHigh, .reverse), Style(.selection, [.underline, .dim]),
    ]

  private static let texts: [SafeText] = [
    "a", "HIGH", "Dana Reyes", "dana.reyes@acme.example", "李 小龙", "한글", "Zoë Müller", "─────────",
    "│", "╭─ Users ─╮", "e\u{301}\u{302}a", "क\u{94D}ष", "😀", "          ",
    "aaaaaaaaaaaaaaaaaaaaaaaa", "…",
    "x  y   z", "２０２６",
  ]

  mutating func next() -> Frame {
    var next = Frame(frame.size)
    switch random.number(below: 8) {
    case 0: for row in 0..<frame.size.rows { fill(&next, row) }
    case 1:
      next = frame
      scroll(&next)
    case 2:
      next = frame
      next.fill(band(), pickBlank(), style: random.pick(Self.styles))
    case 3:
      next = frame
      fill(&next, random.number(below: frame.size.rows))
    default:
      next = frame
      for _ in 0...random.number(below: 6) { write(&next, random.number(below: frame.size.rows)) }
    }
    if random.number(below: 3) == 0 {
      next.placeCursor(
        row: random.number(below: frame.size.rows),
        column: random.number(below: frame.size.columns)
      )
    }
    // Curses cannot draw a glyph of two columns, or with marks, in the last corner of some terminals.
    next.fill(
      Rect(row: frame.size.rows - 1, column: frame.size.columns - 3, width: 3, height: 1),
      "."
    )
    frame = next
    return next
  }

  private mutating func write(_ frame: inout Frame, _ row: Int) {
    // Beyond both edges, too.
    let column = random.number(below: frame.size.columns + 6) - 3
    frame.write(random.pick(Self.texts), row: row, column: column, style: random.pick(Self.styles))
  }

  private mutating func fill(_ frame: inout Frame, _ row: Int) {
    for _ in 0...frame.size.columns / 12 { write(&frame, row) }
  }

  private mutating func pickBlank() -> Character { random.pick([" ", " ", "─", "#"]) }

  private mutating func band() -> Rect {
    Rect(
      row: random.number(below: frame.size.rows),
      column: random.number(below: frame.size.columns),
      width: 1 + random.number(below: frame.size.columns),
      height: 1 + random.number(below: frame.size.rows)
    )
  }

  /// Moves the rows of a band up or down by up to five, and draws new ones behind them.
  private mutating func scroll(_ frame: inout Frame) {
    let first = random.number(below: max(1, frame.size.rows / 3))
    let last = frame.size.rows - 1 - random.number(below: max(1, frame.size.rows / 3))
    let distance = min(1 + random.number(below: 5), last - first)
    guard distance > 0 else { return }
    if random.number(below: 2) == 0 {
      for row in first...(last - distance) { frame.copy(row: row + distance, to: row) }
      for row in (last - distance + 1)...last { fill(&frame, row) }
    } else {
      for row in ((first + distance)...last).reversed() { frame.copy(row: row - distance, to: row) }
      for row in first..<(first + distance) { fill(&frame, row) }
    }
  }
}
