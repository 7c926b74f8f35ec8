import TerminalUI

// MARK: A question's list and what stands below it

/// `below` counts the rows of the question besides the list, the frame's included.
extension TargetList {
  /// How wide a question about users is, frame included.
  static func width(within limit: Size) -> Int { min(limit.columns, 74) }

  /// The question's size with the whole list, as far as there is room.
  func size(within limit: Size, below: Int) -> Size {
    Size(columns: Self.width(within: limit), rows: min(limit.rows, lineCount + below))
  }

  /// How many rows it takes to read the question and to scroll the list; nil where the room has them.
  func rowsNeeded(in room: Size, below: Int) -> Int? {
    let needed = leastHeight + below
    return needed > room.rows ? needed : nil
  }

  /// Takes as many lines as the rest of the question leaves.
  mutating func follow(_ room: Size, below: Int) {
    follow(height: min(lineCount, max(1, room.rows - below)))
  }

  /// Draws the list with the question's text below it.
  func view(in frame: inout Frame, rows: Rect, above text: DialogText) {
    let (users, below) = rows.split(top: max(0, rows.height - text.lines.count))
    view(in: &frame, rows: users)
    text.view(in: &frame, rows: below)
  }
}
