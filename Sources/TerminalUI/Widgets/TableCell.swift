/// What a column shows of a row.
package enum TableCell: Sendable {
  case blank
  /// Text of one style, cut to the column.
  case text(SafeText, Style)
  /// Text over the columns behind it, too.
  case wide(SafeText, Style)
  /// Texts side by side, each in its style.
  case parts([(text: SafeText, style: Style)])

  /// Plain text.
  package static func text(_ text: SafeText) -> TableCell { .text(text, Style()) }

  /// Text that matters less.
  package static func dim(_ text: SafeText) -> TableCell { .text(text, Style(.dim)) }

  /// The words alone.
  package var words: SafeText {
    switch self {
    case .blank: ""
    case .text(let text, _), .wide(let text, _): text
    case .parts(let parts): parts.lazy.map(\.text).joined()
    }
  }

  private var width: Int {
    switch self {
    case .blank: 0
    case .text(let text, _), .wide(let text, _): text.width
    case .parts(let parts): parts.reduce(0) { $0 + $1.text.width }
    }
  }

  /// Draws into so many columns of a row.
  func draw(in frame: inout Frame, row: Int, column: Int, width: Int, isTrailing: Bool) {
    let start = isTrailing ? column + max(0, width - self.width) : column
    switch self {
    case .blank: break
    case .text(let text, let style):
      frame.write(text, row: row, column: start, style: style, limit: width)
    case .wide(let text, let style):
      let room = max(0, frame.width - column - 2)
      frame.write(text, row: row, column: column, style: style, limit: room)
    case .parts(let parts):
      var column = start
      for part in parts {
        let room = start + width - column
        column = frame.write(part.text, row: row, column: column, style: part.style, limit: room)
      }
    }
  }
}
