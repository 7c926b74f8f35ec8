/// Breaks text into lines that fit a width.
package enum TextWrap {
  /// The lines, broken at spaces; a word longer than a line is broken where it must be.
  package static func lines(of text: SafeText, width: Int) -> [SafeText] {
    guard width > 0 else { return [] }
    // What fits keeps its spacing: it may be a column.
    if text.width <= width { return [text] }
    var lines: [SafeText] = []
    var line = ""
    var used = 0
    for word in text.string.split(separator: " ") {
      var rest = SafeText(String(word), limit: .max)
      let needed = used == 0 ? rest.width : used + 1 + rest.width
      if needed > width, used > 0 {
        lines.append(SafeText(line, limit: .max))
        line = ""
        used = 0
      }
      while rest.width > width {
        let head = prefix(of: rest, width: width)
        lines.append(SafeText(head, limit: .max))
        rest = SafeText(String(rest.string.dropFirst(head.count)), limit: .max)
      }
      line += (used == 0 ? "" : " ") + rest.string
      used += (used == 0 ? 0 : 1) + rest.width
    }
    if used > 0 || lines.isEmpty { lines.append(SafeText(line, limit: .max)) }
    return lines
  }

  /// The longest start that fits, at least one character so that the caller gets on.
  private static func prefix(of text: SafeText, width: Int) -> String {
    var kept = ""
    var used = 0
    for character in text.string {
      let columns = Glyph.width(of: character)
      if used + columns > width, !kept.isEmpty { break }
      kept.append(character)
      used += columns
    }
    return kept
  }
}
