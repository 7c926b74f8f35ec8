/// One line of text that a person types.
package struct TextField: Equatable, Sendable {
  /// What stands in the field.
  package private(set) var characters: [Character] = []
  /// Where the next character goes: 0 is before the first.
  package private(set) var cursor = 0
  /// True while all of the text is selected, so that what is typed replaces it.
  package private(set) var isSelected = false

  private let limit: Int

  /// A field with text in it and the cursor behind; it takes up to `limit` characters.
  package init(_ text: String = "", limit: Int = 500) {
    self.limit = limit
    insert(text)
  }

  /// The whole text.
  package var text: String { String(characters) }
  package var isEmpty: Bool { characters.isEmpty }

  /// Takes an edit the way every line editor does.
  package mutating func apply(_ edit: TextEdit) {
    if isSelected, applyToSelection(edit) { return }
    switch edit {
    case .inserted(let text), .pasted(let text): insert(text)
    case .deleteBack: if cursor > 0 { removeCharacters(cursor - 1..<cursor) }
    case .delete: if cursor < characters.count { removeCharacters(cursor..<cursor + 1) }
    case .left: cursor = max(0, cursor - 1)
    case .right: cursor = min(characters.count, cursor + 1)
    case .start: cursor = 0
    case .end: cursor = characters.count
    case .deleteToStart: removeCharacters(0..<cursor)
    case .deleteToEnd: removeCharacters(cursor..<characters.count)
    case .deleteWord: removeCharacters(wordStart()..<cursor)
    }
  }

  /// Selects all there is, with the cursor behind it.
  package mutating func selectAll() {
    cursor = characters.count
    isSelected = !isEmpty
  }

  /// Leaves the text as it is.
  package mutating func deselect() { isSelected = false }

  /// Takes an edit that means something else while the text is selected; false for any other.
  private mutating func applyToSelection(_ edit: TextEdit) -> Bool {
    switch edit {
    case .deleteBack, .delete, .deleteToStart, .deleteToEnd, .deleteWord:
      removeCharacters(0..<characters.count)
    // Away from the selection, to the side that the key points to.
    case .left: cursor = 0
    case .right: cursor = characters.count
    case .start, .end:
      isSelected = false
      return false
    case .inserted, .pasted: return false
    }
    isSelected = false
    return true
  }

  /// Inserts pasted or typed text as one safe line, in place of what is selected.
  package mutating func insert(_ text: String) {
    if isSelected, !text.isEmpty {
      removeCharacters(0..<characters.count)
      isSelected = false
    }
    let added = Array(SafeText(text).string.prefix(max(0, limit - characters.count)))
    characters.insert(contentsOf: added, at: cursor)
    cursor += added.count
  }

  /// Adds the field to a line, with the cursor; the part around the cursor where it is too long.
  package func add(to line: inout StyledLine, column: Int, width: Int) {
    guard width > 1 else { return }
    var first = 0
    var before = characters.prefix(cursor).map(Glyph.width).reduce(0, +)
    while before >= width {
      before -= Glyph.width(of: characters[first])
      first += 1
    }
    var used = 0
    let shown = characters.dropFirst(first).prefix { character in
      used += Glyph.width(of: character)
      return used <= width
    }
    let text = SafeText(String(shown), limit: .max)
    line.add(("" as SafeText).padded(to: width), at: column, Style(.input, .underline))
    let attributes: TextAttributes = isSelected ? [.underline, .reverse] : .underline
    line.add(text, at: column, Style(.input, attributes))
    line.cursor = column + before
  }

  /// Draws the field into a row, with the cursor.
  package func view(in frame: inout Frame, row: Int, column: Int, width: Int) {
    var line = StyledLine()
    add(to: &line, column: column, width: width)
    frame.write(line, row: row)
  }

  private func wordStart() -> Int {
    var start = cursor
    while start > 0, characters[start - 1] == " " { start -= 1 }
    while start > 0, characters[start - 1] != " " { start -= 1 }
    return start
  }

  private mutating func removeCharacters(_ range: Range<Int>) {
    characters.removeSubrange(range)
    cursor = range.lowerBound
  }
}
