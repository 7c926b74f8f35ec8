/// One glyph and its style.
package struct Cell: Hashable, Sendable {
  /// What is drawn; a blank where nothing is.
  package var character: Character = " "
  package var style = Style()
  /// Columns: 1, 2, or 0 for the right half of the wide glyph before it.
  package var width: UInt8 = 1

  package static let blank = Cell()
}

/// A grid of cells to draw into: what the screen shall look like, as a value.
///
/// Rows and columns count from 0 at the top left of the current region. Writing past an edge
/// clips; it never wraps and never traps.
package struct Frame: Equatable, Sendable {
  /// The whole grid's size.
  package let size: Size
  /// The cells, row by row.
  package private(set) var cells: [Cell]
  /// Where the text cursor stands; nil hides it.
  package private(set) var cursor: Position?
  /// Which parts take the mouse.
  package private(set) var mouse = MouseMap()
  private let takesMouse: Bool
  private var region: Rect

  /// A blank frame.
  ///
  /// Negative sizes count as 0. Without a mouse nothing is noted of what would take it.
  package init(_ size: Size, takesMouse: Bool = false) {
    let size = Size(columns: max(0, size.columns), rows: max(0, size.rows))
    self.size = size
    cells = Array(repeating: .blank, count: size.columns * size.rows)
    region = Rect(size)
    self.takesMouse = takesMouse
  }

  /// Columns of the current region.
  package var width: Int { region.width }
  /// Rows of the current region.
  package var height: Int { region.height }
  /// The current region, seen from itself.
  package var bounds: Rect { Rect(row: 0, column: 0, width: width, height: height) }

  /// Draws with a part of the current region as the whole, and everything outside it out of reach.
  package mutating func inside(_ rect: Rect, _ draw: (inout Frame) -> Void) {
    let outer = region
    region = rect.offset(rows: outer.row, columns: outer.column).intersection(outer)
    draw(&self)
    region = outer
  }

  /// Writes text from a column on.
  ///
  /// Text longer than `limit` columns ends in `…`; without a limit it is clipped. Returns the column
  /// after the last one written.
  @discardableResult
  package mutating func write(
    _ text: SafeText,
    row: Int,
    column: Int,
    style: Style = Style(),
    limit: Int? = nil
  ) -> Int {
    if let limit, limit > 0, text.isASCII, text.string.utf8.count > limit, row >= 0, row < height {
      let end = put(text.string.utf8.prefix(limit - 1), row: row, column: column, style: style)
      put("…", width: 1, row: row, column: end, style: style)
      return end + 1
    }
    let text = limit.map { text.truncated(to: $0) } ?? text
    guard row >= 0, row < height else { return column + text.width }
    var column = column
    if text.isASCII {
      column = put(text.string.utf8, row: row, column: column, style: style)
    } else {
      for cluster in text.string {
        if let glyph = Glyph(single: cluster) {
          column = put(glyph, row: row, column: column, style: style)
        } else {
          for glyph in Glyph.glyphs(of: cluster) {
            column = put(glyph, row: row, column: column, style: style)
          }
        }
      }
    }
    return column
  }

  /// Writes text so that it ends `inset` columns before the right edge.
  ///
  /// Returns the column where it starts.
  @discardableResult
  package mutating func writeTrailing(
    _ text: SafeText,
    row: Int,
    inset: Int = 0,
    style: Style = Style()
  ) -> Int {
    let column = width - inset - text.width
    write(text, row: row, column: column, style: style)
    return column
  }

  /// Fills a rectangle of the region with one narrow glyph.
  package mutating func fill(_ rect: Rect, _ character: Character = " ", style: Style = Style()) {
    for row in rect.row..<max(rect.row, rect.maxRow) where row >= 0 && row < height {
      for column in rect.column..<max(rect.column, rect.maxColumn) {
        put(character, width: 1, row: row, column: column, style: style)
      }
    }
  }

  /// Draws a row of the region over another one.
  package mutating func copy(row source: Int, to target: Int) {
    guard (0..<height).contains(source), (0..<height).contains(target) else { return }
    for column in region.column..<region.column + width {
      let from = (source + region.row) * size.columns + column
      cells[(target + region.row) * size.columns + column] = cells[from]
    }
  }

  /// Has a part of the region take a use of the mouse, in place of what was drawn below it.
  package mutating func on(
    _ action: MouseEvent.Action,
    _ rect: Rect,
    _ message: @autoclosure () -> some Equatable & Sendable
  ) {
    guard takesMouse else { return }
    let rect = rect.offset(rows: region.row, columns: region.column).intersection(region)
    guard !rect.isEmpty else { return }
    mouse.add(MouseMap.Region(rect: rect, action: action, target: MouseTarget(message())))
  }

  /// Takes the mouse from everything that was drawn so far, as below a dialog.
  package mutating func discardMouse() { mouse.clear() }

  /// Shows the text cursor at a place in the region.
  package mutating func placeCursor(row: Int, column: Int) {
    guard row >= 0, row < height, column >= 0, column < width else { return }
    cursor = Position(row: row + region.row, column: column + region.column)
  }

  /// The cell at a place in the whole grid; a blank outside it.
  package subscript(row: Int, column: Int) -> Cell {
    guard row >= 0, row < size.rows, column >= 0, column < size.columns else { return .blank }
    return cells[row * size.columns + column]
  }

  /// The places in ``cells`` that have to be drawn on a screen of some size, in its order; all but blanks
  /// without a frame before.
  ///
  /// The frame before is as large as this one.
  package func changes(since before: Frame?, on screen: Size) -> [Int] {
    let columns = min(size.columns, screen.columns)
    let old = before?.cells ?? Array(repeating: .blank, count: cells.count)
    var changed: [Int] = []
    for row in 0..<min(size.rows, screen.rows) {
      let start = row * size.columns
      for index in start..<start + columns where cells[index] != old[index] {
        // The left half of a wide glyph draws the right one.
        if cells[index].width > 0 { changed.append(index) }
      }
    }
    return changed
  }

  /// The glyphs alone, a line a row, without trailing blanks.
  package var text: String {
    (0..<size.rows).map { row in
      var line = ""
      for column in 0..<size.columns where self[row, column].width > 0 {
        line.append(self[row, column].character)
      }
      while line.last == " " { line.removeLast() }
      return line
    }
    .joined(separator: "\n")
  }

  /// Writes bytes of ASCII, most of what a screen holds; returns the column after them.
  private mutating func put(
    _ ascii: some Sequence<UInt8>,
    row: Int,
    column: Int,
    style: Style
  ) -> Int {
    let characters = Self.ascii
    let start = (row + region.row) * size.columns + region.column
    var column = column
    for byte in ascii {
      if column >= 0, column < width {
        let index = start + column
        if cells[index].width != 1 { release(index, column: region.column + column) }
        cells[index] = Cell(character: characters[Int(byte)], style: style)
      }
      column += 1
    }
    return column
  }

  private mutating func put(_ glyph: Glyph, row: Int, column: Int, style: Style) -> Int {
    put(glyph.character, width: glyph.width, row: row, column: column, style: style)
    return column + glyph.width
  }

  private static let ascii = (UInt8(0)..<128).map { Character(Unicode.Scalar($0)) }

  private mutating func put(
    _ character: Character,
    width glyphWidth: Int,
    row: Int,
    column: Int,
    style: Style
  ) {
    guard column >= 0, column < width, row >= 0, row < height else { return }
    let absoluteColumn = column + region.column
    let index = (row + region.row) * size.columns + absoluteColumn
    if glyphWidth == 2 {
      // Half a glyph cannot be drawn, so the last column stays blank.
      guard column + 1 < width else {
        release(index, column: absoluteColumn)
        cells[index] = Cell(style: style)
        return
      }
      release(index, column: absoluteColumn)
      release(index + 1, column: absoluteColumn + 1)
      cells[index] = Cell(character: character, style: style, width: 2)
      cells[index + 1] = Cell(character: " ", style: style, width: 0)
    } else {
      release(index, column: absoluteColumn)
      cells[index] = Cell(character: character, style: style)
    }
  }

  /// Blanks the other half of a wide glyph that is about to lose one.
  private mutating func release(_ index: Int, column: Int) {
    switch cells[index].width {
    case 2 where column + 1 < size.columns: cells[index + 1] = Cell(style: cells[index + 1].style)
    case 0 where column > 0: cells[index - 1] = Cell(style: cells[index - 1].style)
    default: break
    }
  }
}
