internal import TerminalUI

/// Drawing, erasing and scrolling.
extension TerminalEmulator {
  mutating func move(to row: Int, _ column: Int) {
    cursor.row = min(max(0, row), size.rows - 1)
    cursor.column = min(max(0, column), size.columns - 1)
    isBehindMargin = false
  }

  /// Draws one scalar; false for one that cannot be drawn.
  mutating func draw(_ scalar: Unicode.Scalar) -> Bool {
    guard let width = TextWidth.of(scalar) else { return false }
    guard width > 0 else {
      combine(scalar)
      return true
    }
    lastGlyph = scalar
    let wraps = modes.contains(7)
    if isBehindMargin || cursor.column + width > size.columns {
      if wraps { index() }
      move(to: cursor.row, wraps ? 0 : size.columns - width)
    }
    if isInserting { _ = shift("@", width) }
    var look = rendition
    look.isLineDrawing = isDrawing[activeSet] && (0x5F...0x7E).contains(scalar.value)
    put(Cell(text: String(scalar), rendition: look, width: width), at: cursor.column)
    if width == 2, cursor.column + 1 < size.columns {
      put(Cell(text: "", rendition: look, width: 0), at: cursor.column + 1)
    }
    let end = cursor.column + width
    cursor.column = min(end, size.columns - 1)
    isBehindMargin = wraps && end >= size.columns
    return true
  }

  /// Adds a mark to the glyph before the cursor.
  private mutating func combine(_ scalar: Unicode.Scalar) {
    var column = isBehindMargin ? cursor.column : cursor.column - 1
    if column > 0, cells[place(column)].width == 0 { column -= 1 }
    if column >= 0 { cells[place(column)].text.unicodeScalars.append(scalar) }
  }

  private func place(_ column: Int) -> Int { cursor.row * size.columns + column }

  /// Puts a cell into the cursor's row, and blanks the other half of a wide glyph that loses one.
  private mutating func put(_ cell: Cell, at column: Int) {
    let old = cells[place(column)]
    if old.width == 2, column + 1 < size.columns { blank(place(column + 1)) }
    if old.width == 0, column > 0 { blank(place(column - 1)) }
    cells[place(column)] = cell
  }

  private mutating func blank(_ index: Int) {
    cells[index] = Cell(rendition: cells[index].rendition)
  }

  private var blankCell: Cell {
    Cell(rendition: habits.erasesWithBackground ? rendition.erased : Rendition())
  }

  // MARK: Erasing

  mutating func erase(_ name: Character, _ numbers: [Int]) -> Bool {
    let kind = numbers.first ?? 0
    let here = place(cursor.column)
    let rowStart = place(0)
    let range: Range<Int>
    switch (name, kind) {
    case ("J", 0): range = here..<cells.count
    case ("J", 1): range = 0..<here + 1
    case ("J", 2): range = 0..<cells.count
    case ("K", 0): range = here..<rowStart + size.columns
    case ("K", 1): range = rowStart..<here + 1
    case ("K", 2): range = rowStart..<rowStart + size.columns
    case ("X", _): range = here..<min(here + max(1, kind), rowStart + size.columns)
    default: return false
    }
    for index in range { cells[index] = blankCell }
    mendHalves(around: range)
    isBehindMargin = false
    return true
  }

  /// Blanks what is left of wide glyphs that lost a half to a change of these cells.
  private mutating func mendHalves(around range: Range<Int>) {
    for index in max(0, range.lowerBound - 1)..<min(cells.count, range.upperBound + 1) {
      let isLast = index % size.columns == size.columns - 1
      let isFirst = index % size.columns == 0
      switch cells[index].width {
      case 2 where isLast || cells[index + 1].width != 0: blank(index)
      case 0 where isFirst || cells[index - 1].width != 2: blank(index)
      default: break
      }
    }
  }

  // MARK: Shifting

  mutating func shift(_ name: Character, _ count: Int) -> Bool {
    isBehindMargin = isBehindMargin && (name == "S" || name == "T")
    switch name {
    case "S": if habits.knowsScrolling { scrollUp(region, by: count) }
    case "T": if habits.knowsScrolling { scrollDown(region, by: count) }
    case "L":
      if region.contains(cursor.row) { scrollDown(cursor.row..<region.upperBound, by: count) }
    case "M": if region.contains(cursor.row) { scrollUp(cursor.row..<region.upperBound, by: count) }
    default:
      let row = place(0)..<place(0) + size.columns
      let before = cells[row.lowerBound..<place(cursor.column)]
      let after = cells[place(cursor.column)..<row.upperBound]
      let blanks = Array(repeating: blankCell, count: min(count, after.count))
      let rest =
        name == "P" ? after.dropFirst(blanks.count) + blanks : blanks + after.dropLast(blanks.count)
      cells.replaceSubrange(row, with: before + rest)
      mendHalves(around: row)
    }
    return true
  }

  /// Down a row, scrolling at the end of the region.
  mutating func index() {
    if cursor.row == region.upperBound - 1 {
      scrollUp(region, by: 1)
    } else if cursor.row < size.rows - 1 {
      cursor.row += 1
    }
  }

  /// Up a row, scrolling at the start of the region.
  mutating func reverseIndex() {
    if cursor.row == region.lowerBound {
      scrollDown(region, by: 1)
    } else if cursor.row > 0 {
      cursor.row -= 1
    }
  }

  private mutating func scrollUp(_ rows: Range<Int>, by count: Int) {
    let count = min(count, rows.count)
    let range = rows.lowerBound * size.columns..<rows.upperBound * size.columns
    let blanks = Array(repeating: blankCell, count: count * size.columns)
    cells.replaceSubrange(range, with: cells[range].dropFirst(blanks.count) + blanks)
  }

  private mutating func scrollDown(_ rows: Range<Int>, by count: Int) {
    let count = min(count, rows.count)
    let range = rows.lowerBound * size.columns..<rows.upperBound * size.columns
    let blanks = Array(repeating: blankCell, count: count * size.columns)
    cells.replaceSubrange(range, with: blanks + cells[range].dropLast(blanks.count))
  }
}
