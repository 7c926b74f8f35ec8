import TerminalUI
import Testing

@testable import Dashboard

/// Expects every row to fill the screen exactly, every glyph to have its width, and the panes'
/// borders to stand in one column from top to bottom.
func expectStraight(_ driver: DashboardDriver, sourceLocation: SourceLocation = #_sourceLocation) {
  let frame = driver.frame
  let size = driver.dashboard.size
  #expect(frame.size == size, sourceLocation: sourceLocation)
  for row in 0..<size.rows {
    if let fault = fault(in: row, of: frame) {
      Issue.record("row \(row): \(fault)\n\(frame.text)", sourceLocation: sourceLocation)
      return
    }
  }
  guard driver.dashboard.dialogs.isEmpty, size.columns >= 40, size.rows >= 10 else { return }
  let noticeTop =
    size.rows - 1 - (driver.dashboard.notices.current?.lines(width: size.columns).count ?? 0)
  for (pane, rect) in driver.dashboard.layout.places.map({ ($0.pane, $0.rect) }) {
    for row in rect.row + 1..<rect.maxRow - 1 where row < noticeTop {
      for column in [rect.column, rect.maxColumn - 1] where frame[row, column].character != "│" {
        Issue.record(
          "the frame of \(pane) is broken at row \(row), column \(column)\n\(frame.text)",
          sourceLocation: sourceLocation
        )
        return
      }
    }
  }
}

/// What is wrong with a row; nil when its cells add up and hold nothing that moves a cursor.
private func fault(in row: Int, of frame: Frame) -> String? {
  var columns = 0
  for column in 0..<frame.size.columns {
    let cell = frame[row, column]
    columns += Int(cell.width)
    if cell.width == 0 {
      if frame[row, column - 1].width != 2 { return "half a glyph at column \(column)" }
      continue
    }
    if cell.width == 2, frame[row, column + 1].width != 0 {
      return "a wide glyph without its half at column \(column)"
    }
    let text = SafeText(String(cell.character))
    if text.string != String(cell.character) || text.width != Int(cell.width) {
      return "\(cell.character.unicodeScalars.map(\.value)) is no glyph of width \(cell.width)"
    }
    if let scalar = cell.character.unicodeScalars.first(where: isDangerous) {
      return "U+\(String(scalar.value, radix: 16)) on the screen"
    }
  }
  return columns == frame.size.columns ? nil : "\(columns) columns"
}

/// Controls, and what turns the direction of the text beside it.
private func isDangerous(_ scalar: Unicode.Scalar) -> Bool {
  switch scalar.value {
  case ..<0x20, 0x7F..<0xA0, 0x061C, 0x200B...0x200F, 0x2028...0x202E, 0x2060...0x206F, 0xFEFF:
    true
  default: false
  }
}
