import Foundation
import TerminalUI

/// Aligned columns for people.
struct TextTable {
  struct Column {
    var title: SafeText
    var isNumber = false
    /// Columns of the screen at most.
    var limit = 60
  }

  struct Cell {
    var text: SafeText
    var role: Role

    init(_ text: SafeText, _ role: Role = .text) {
      self.text = text
      self.role = role
    }
  }

  var columns: [Column]
  var rows: [[Cell]] = []

  /// Writes a head and the rows; the last column is not padded.
  func write(to output: inout Output, ink: Ink) throws {
    // Without a locale libc knows the width of ASCII alone. What is written is UTF-8 in any case.
    if !TerminalLocale.activate() { TerminalLocale.activateUTF8() }
    let rows = rows.map { row in
      zip(columns, row).map { column, cell in
        Cell(cell.text.truncated(to: column.limit), cell.role)
      }
    }
    var widths = columns.map(\.title.width)
    for row in rows {
      for (index, cell) in row.enumerated() { widths[index] = max(widths[index], cell.text.width) }
    }
    try output.write(line(columns.map { Cell($0.title, .header) }, widths, ink))
    for row in rows { try output.write(line(row, widths, ink)) }
  }

  private func line(_ cells: [Cell], _ widths: [Int], _ ink: Ink) -> String {
    var line = ""
    for (index, cell) in cells.enumerated() {
      let isLast = index == cells.count - 1
      let room = max(0, widths[index] - cell.text.width)
      let space = String(repeating: " ", count: room)
      let text = ink.paint(cell.text, cell.role)
      if columns[index].isNumber {
        line += space + text
      } else {
        line += text + (isLast ? "" : space)
      }
      if !isLast { line += "  " }
    }
    while line.last == " " { line.removeLast() }
    return line + "\n"
  }
}

/// Colors text that goes to a terminal as it is, without a screen.
struct Ink {
  /// Nil writes plain text.
  var theme: Theme?

  /// The text between escape sequences of its role: the 16 colors, bold and underline.
  func paint(_ text: SafeText, _ role: Role) -> String {
    guard let appearance = theme?[role], !text.isEmpty else { return text.string }
    var codes: [Int] = []
    if appearance.attributes.contains(.bold) { codes.append(1) }
    if appearance.attributes.contains(.dim) { codes.append(2) }
    if appearance.attributes.contains(.underline) { codes.append(4) }
    // Black and white are left to the terminal: here nobody says whether it is dark or light.
    if let basic = appearance.foreground?.basic, ![0, 7, 15].contains(basic) {
      codes.append(basic < 8 ? 30 + Int(basic) : 82 + Int(basic))
    }
    guard !codes.isEmpty else { return text.string }
    return "\u{1B}[\(codes.map(String.init).joined(separator: ";"))m\(text.string)\u{1B}[0m"
  }
}
