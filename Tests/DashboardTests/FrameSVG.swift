import TerminalUI

/// Draws a frame as SVG, the way a terminal would show it with a theme.
struct FrameSVG {
  let frame: Frame
  let theme: Theme

  private let cellWidth = 9
  private let cellHeight = 19
  private let margin = 10

  /// The whole document.
  var document: String {
    let width = frame.size.columns * cellWidth + 2 * margin
    let height = frame.size.rows * cellHeight + 2 * margin
    var lines: [String] = [
      """
      <svg xmlns="http://www.w3.org/2000/svg" width="\(width)" height="\(height)" \
      viewBox="0 0 \(width) \(height)">
      <rect width="100%" height="100%" rx="6" fill="#101014"/>
      <g font-family="DejaVu Sans Mono, Menlo, Consolas, monospace" font-size="15" \
      fill="#d8d8d8" xml:space="preserve">
      """
    ]
    for row in 0..<frame.size.rows { lines += runs(in: row) }
    return (lines + ["</g>", "</svg>", ""]).joined(separator: "\n")
  }

  /// A text element for each stretch of one style.
  ///
  /// Each run is stretched to its cells, because a browser's font may lack a glyph and take it
  /// from one of another width.
  private func runs(in row: Int) -> [String] {
    var elements: [String] = []
    var column = 0
    while column < frame.size.columns {
      let start = column
      let style = frame[row, column].style
      var text = ""
      // Runs end at gaps, so that a glyph a browser draws too wide moves nothing beyond them.
      while column < frame.size.columns, frame[row, column].style == style,
        !text.hasSuffix("  ")
      {
        if frame[row, column].width > 0 { text.append(frame[row, column].character) }
        column += 1
      }
      guard text.contains(where: { $0 != " " }) || isReversed(style) else { continue }
      elements.append(contentsOf: element(text, style, row: row, column: start, end: column))
    }
    return elements
  }

  private func isReversed(_ style: Style) -> Bool {
    style.attributes.union(theme[style.role].attributes).contains(.reverse)
  }

  private func element(
    _ text: String,
    _ style: Style,
    row: Int,
    column: Int,
    end: Int
  ) -> [String] {
    let appearance = theme[style.role]
    let attributes = style.attributes.union(appearance.attributes)
    let x = margin + column * cellWidth
    let y = margin + row * cellHeight
    let width = (end - column) * cellWidth
    var foreground = appearance.foreground.map(Self.hex) ?? "#d8d8d8"
    var background = appearance.background.map(Self.hex)
    if attributes.contains(.reverse) { (foreground, background) = ("#101014", foreground) }
    var elements: [String] = []
    if let background {
      elements.append(
        #"<rect x="\#(x)" y="\#(y)" width="\#(width)" height="\#(cellHeight)" fill="\#(background)"/>"#
      )
    }
    var options = #"fill="\#(foreground)""#
    if attributes.contains(.bold) { options += #" font-weight="bold""# }
    if attributes.contains(.underline) { options += #" text-decoration="underline""# }
    if attributes.contains(.dim) { options += #" opacity="0.7""# }
    elements.append(
      #"<text x="\#(x)" y="\#(y + 14)" textLength="\#(width)" lengthAdjust="spacingAndGlyphs" "#
        + "\(options)>\(Self.escaped(text))</text>"
    )
    return elements
  }

  private static func escaped(_ text: String) -> String {
    text.replacing("&", with: "&amp;").replacing("<", with: "&lt;").replacing(">", with: "&gt;")
  }

  /// xterm's palette: 16 named colors, a 6×6×6 cube, 24 grays.
  private static func hex(_ color: ThemeColor) -> String {
    let number = Int(color.extended ?? color.basic)
    let basics = [
      "000000", "cd3131", "0dbc79", "e5e510", "2472c8", "bc3fbc", "11a8cd", "e5e5e5",
      "666666", "f14c4c", "23d18b", "f5f543", "3b8eea", "d670d6", "29b8db", "ffffff",
    ]
    func two(_ value: Int) -> String {
      let text = String(value, radix: 16)
      return text.count == 1 ? "0" + text : text
    }
    switch number {
    case ..<16: return "#" + basics[number]
    case ..<232:
      let steps = [0, 95, 135, 175, 215, 255]
      let index = number - 16
      return "#" + two(steps[index / 36]) + two(steps[index / 6 % 6]) + two(steps[index % 6])
    default: return "#" + String(repeating: two(8 + 10 * (number - 232)), count: 3)
    }
  }
}
