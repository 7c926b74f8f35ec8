/// One row of text in several styles, as a value: what a list or a dialog shows.
package struct StyledLine: Hashable, Sendable {
  /// Text of one style.
  package struct Part: Hashable, Sendable {
    /// Where it starts, counted from 0.
    package var column: Int
    package var text: SafeText
    package var style: Style
  }

  /// What is drawn, in this order: a later part covers an earlier one.
  package private(set) var parts: [Part] = []
  /// Where the text cursor stands; nil for a line without it.
  package var cursor: Int?

  /// A line with nothing on it.
  package init() {}

  /// A line that begins with some text.
  package init(_ text: SafeText, at column: Int = 0, _ style: Style = Style()) {
    add(text, at: column, style)
  }

  /// Adds text from a column on, cut to `limit` columns where it is longer.
  ///
  /// Returns the column after it.
  @discardableResult
  package mutating func add(
    _ text: SafeText,
    at column: Int,
    _ style: Style = Style(),
    limit: Int? = nil
  ) -> Int {
    let text = limit.map { text.truncated(to: $0) } ?? text
    parts.append(Part(column: column, text: text, style: style))
    return column + text.width
  }

  /// Adds text that ends before a column.
  ///
  /// Returns the column where it starts.
  @discardableResult
  package mutating func add(_ text: SafeText, endingAt column: Int, _ style: Style = Style()) -> Int
  {
    add(text, at: column - text.width, style)
    return column - text.width
  }

  /// The words of the line, for tests and for readers that have no columns.
  package var text: String {
    parts.map(\.text.string).filter { !$0.isEmpty }.joined(separator: " ")
  }
}

extension Frame {
  /// Draws a line into a row of the region, and the text cursor where the line has it.
  package mutating func write(_ line: StyledLine, row: Int) {
    for part in line.parts {
      write(part.text, row: row, column: part.column, style: part.style)
    }
    if let cursor = line.cursor { placeCursor(row: row, column: cursor) }
  }
}
