internal import CNcurses
internal import TerminalUI

/// Handing a frame's cells to curses.
extension CursesScreen {
  /// Hands changed cells to curses; whether there were any.
  func paint(_ frame: Frame) -> Bool {
    let before = !mustRepaint && shown?.size == frame.size ? shown : nil
    if before == nil { werase(zt_stdscr()) }
    let changed = frame.changes(since: before, on: size)
    if isFilling(frame, changed, since: before) {
      paintStyleByStyle(frame, changed)
    } else {
      for index in changed { put(frame, index) }
    }
    return before == nil || !changed.isEmpty
  }

  /// Has curses work out what to send, which is gathered.
  func update() {
    wnoutrefresh(zt_stdscr())
    doupdate()
  }

  func placeCursor(_ cursor: Position?) {
    let window = zt_stdscr()
    if let cursor, cursor.row < size.rows, cursor.column < size.columns {
      leaveok(window, false)
      wmove(window, Int32(cursor.row), Int32(cursor.column))
      if cursorShown != true { curs_set(1) }
      cursorShown = true
    } else {
      // A hidden cursor may stay wherever drawing ends: moving it back would cost bytes.
      leaveok(window, true)
      if cursorShown != false { curs_set(0) }
      cursorShown = false
    }
  }

  /// True when much is drawn where little stood, so that there is nothing to scroll.
  private func isFilling(_ frame: Frame, _ changed: [Int], since before: Frame?) -> Bool {
    guard let before else { return true }
    guard changed.count > frame.size.columns else { return false }
    return changed.count { before.cells[$0].character == " " } > changed.count / 2
  }

  /// Draws all cells of one look, then all of the next.
  ///
  /// Curses works row by row, and a row of a list changes its look half a dozen times, back and
  /// forth for a dozen bytes each. Moving on to the next cell of the same look costs half of that.
  private func paintStyleByStyle(_ frame: Frame, _ changed: [Int]) {
    var places: [Renditions.Rendition: [Int]] = [:]
    var isPending = [Bool](repeating: false, count: frame.cells.count)
    for index in changed {
      places[rendition(of: frame, index), default: []].append(index)
      isPending[index] = true
    }
    leaveok(zt_stdscr(), true)
    for (rendition, group) in places.sorted(by: { $0.value[0] < $1.value[0] }) {
      var end = Int.min
      for index in group {
        if rendition.leavesBlanks, isShortGap(end, index, in: frame),
          (end..<index).allSatisfy({ isPending[$0] || isPlainBlank(frame, $0) })
        {
          // What belongs there, if anything, is drawn over it.
          for gap in end..<index { put(" ", rendition, at: gap, of: frame) }
        }
        put(frame, index)
        isPending[index] = false
        end = index + Int(frame.cells[index].width)
      }
      update()
    }
  }

  /// True where blanks in the same look are shorter than leaving it or moving on.
  private func isShortGap(_ end: Int, _ index: Int, in frame: Frame) -> Bool {
    end < index && end > index - 6 && end / frame.size.columns == index / frame.size.columns
  }

  private func isPlainBlank(_ frame: Frame, _ index: Int) -> Bool {
    frame.cells[index].character == " " && frame.cells[index].width == 1
      && rendition(of: frame, index) == .plain
  }

  private func put(_ frame: Frame, _ index: Int) {
    let cell = frame.cells[index]
    let column = index % frame.size.columns
    let columns = min(frame.size.columns, size.columns)
    let rendition = rendition(of: frame, index)
    guard isUTF8 || cell.character.isASCII else {
      let form = ASCIIForms.form(of: cell.character, width: Int(cell.width))
      for (offset, character) in form.enumerated() where column + offset < columns {
        put(character, rendition, at: index + offset, of: frame)
      }
      return
    }
    // A frame that is wider than the screen may be cut through a wide glyph.
    let isCut = column + Int(cell.width) > columns
    put(isCut ? " " : cell.character, rendition, at: index, of: frame)
  }

  private func rendition(of frame: Frame, _ index: Int) -> Renditions.Rendition {
    let cell = frame.cells[index]
    let (row, column) = index.quotientAndRemainder(dividingBy: frame.size.columns)
    // Between two words of one style it is cheaper to leave the style as it is.
    let isPlain =
      cell.character == " "
      && !(Self.isGlyph(frame[row, column - 1], of: cell.style)
        && Self.isGlyph(frame[row, column + 1], of: cell.style))
    return isPlain ? renditions[blank: cell.style] : renditions[cell.style]
  }

  private static func isGlyph(_ cell: Cell, of style: Style) -> Bool {
    cell.style == style && (cell.character != " " || cell.width == 0)
  }

  private func put(
    _ character: Character,
    _ rendition: Renditions.Rendition,
    at index: Int,
    of frame: Frame
  ) {
    let (row, column) = index.quotientAndRemainder(dividingBy: frame.size.columns)
    var length = 0
    for scalar in character.unicodeScalars.prefix(5) {
      scalars[length] = scalar.value
      length += 1
    }
    scalars[length] = 0
    zt_put(Int32(row), Int32(column), scalars, rendition.attributes, rendition.pair)
  }
}
