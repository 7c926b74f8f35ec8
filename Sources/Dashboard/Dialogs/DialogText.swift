import TerminalUI

/// Paragraphs of a dialog, wrapped to a width and set in by one column.
struct DialogText: Equatable, Sendable {
  /// Columns for the text.
  let width: Int
  private(set) var lines: [StyledLine] = []

  init(width: Int) { self.width = width }

  /// Adds text, wrapped.
  mutating func add(_ text: SafeText, _ style: Style = Style()) {
    lines += TextWrap.lines(of: text, width: width).map { StyledLine($0, at: 1, style) }
  }

  /// Adds text, cut to one line.
  mutating func addLine(_ text: SafeText, _ style: Style = Style()) {
    lines.append(StyledLine(text.truncated(to: width), at: 1, style))
  }

  mutating func addBlank() { lines.append(StyledLine()) }

  /// Adds choices with their keys, two to a line, the picked one with a mark.
  mutating func addChoices(_ choices: [(key: SafeText, words: SafeText)], picked: Int?) {
    let keyWidth = choices.map(\.key.width).max() ?? 0
    for left in stride(from: 0, to: choices.count, by: 2) {
      var line = StyledLine()
      for place in left..<min(left + 2, choices.count) {
        let isPicked = place == picked
        line.add(
          "\(isPicked ? "▌" : " ") \(choices[place].key.padded(to: keyWidth))  \(choices[place].words)",
          at: place == left ? 1 : 1 + width / 2,
          isPicked ? Style(.selection, .bold) : Style()
        )
      }
      lines.append(line)
    }
  }
}
