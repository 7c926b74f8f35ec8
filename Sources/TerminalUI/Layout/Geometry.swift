/// Columns and rows of a grid.
package struct Size: Hashable, Sendable {
  package var columns: Int
  package var rows: Int

  package init(columns: Int, rows: Int) {
    self.columns = columns
    self.rows = rows
  }
}

/// A place in a grid, counted from 0 at the top left.
package struct Position: Hashable, Sendable {
  package var row: Int
  package var column: Int

  package init(row: Int, column: Int) {
    self.row = row
    self.column = column
  }
}

/// A rectangle of cells.
package struct Rect: Hashable, Sendable {
  package var row: Int
  package var column: Int
  package var width: Int
  package var height: Int

  /// Negative sizes count as 0.
  package init(row: Int, column: Int, width: Int, height: Int) {
    self.row = row
    self.column = column
    self.width = max(0, width)
    self.height = max(0, height)
  }

  /// The whole of a grid.
  package init(_ size: Size) {
    self.init(row: 0, column: 0, width: size.columns, height: size.rows)
  }

  /// The row below the last one.
  package var maxRow: Int { row + height }
  /// The column right of the last one.
  package var maxColumn: Int { column + width }
  /// Whether a place lies in it.
  package func contains(_ position: Position) -> Bool {
    position.row >= row && position.row < maxRow && position.column >= column
      && position.column < maxColumn
  }

  package var isEmpty: Bool { width == 0 || height == 0 }

  /// The same rectangle, moved.
  package func offset(rows: Int, columns: Int) -> Rect {
    Rect(row: row + rows, column: column + columns, width: width, height: height)
  }

  /// The rectangle without a border of so many cells on each side.
  package func inset(rows: Int = 1, columns: Int = 1) -> Rect {
    Rect(
      row: row + rows,
      column: column + columns,
      width: width - 2 * columns,
      height: height - 2 * rows
    )
  }

  /// What both cover; empty where they do not meet.
  package func intersection(_ other: Rect) -> Rect {
    let top = max(row, other.row)
    let left = max(column, other.column)
    return Rect(
      row: top,
      column: left,
      width: min(maxColumn, other.maxColumn) - left,
      height: min(maxRow, other.maxRow) - top
    )
  }

  /// Cuts into a left part of so many columns, and the rest.
  package func split(left columns: Int) -> (left: Rect, right: Rect) {
    let columns = min(max(0, columns), width)
    return (
      Rect(row: row, column: column, width: columns, height: height),
      Rect(row: row, column: column + columns, width: width - columns, height: height)
    )
  }

  /// Cuts into a top part of so many rows, and the rest.
  package func split(top rows: Int) -> (top: Rect, bottom: Rect) {
    let rows = min(max(0, rows), height)
    return (
      Rect(row: row, column: column, width: width, height: rows),
      Rect(row: row + rows, column: column, width: width, height: height - rows)
    )
  }

  /// A rectangle of a size in the middle of this one, no larger than it.
  package func centered(width: Int, height: Int) -> Rect {
    let width = min(width, self.width)
    let height = min(height, self.height)
    return Rect(
      row: row + (self.height - height) / 2,
      column: column + (self.width - width) / 2,
      width: width,
      height: height
    )
  }
}
