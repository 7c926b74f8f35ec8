/// The letters of a YAML file, checked before the parser sees them.
struct YAMLText: Sendable {
  /// Stands for `*` while the parser reads, so that it meets no alias.
  ///
  /// The parser puts what an alias stands for in its place without a word, as often as it is asked
  /// to. A text that holds none cannot grow, and `*` begins nothing else than an alias: plain text
  /// that begins with this character is one. No text holds a noncharacter.
  private static let asterisk: Unicode.Scalar = "\u{10FFFF}"

  let file: String
  private let lines: [[Unicode.Scalar]]

  /// Takes a text apart into lines; a byte order mark, as editors on Windows write it, is dropped.
  ///
  /// - Throws: ``SettingsError`` for a character that nobody can see, with its place.
  init(_ text: String, file: String) throws(SettingsError) {
    self.file = file
    var scalars = Array(text.unicodeScalars)
    if scalars.first == "\u{FEFF}" { scalars.removeFirst() }
    var lines: [[Unicode.Scalar]] = [[]]
    for (index, scalar) in scalars.enumerated() {
      if scalar == "\n" {
        lines.append([])
        continue
      }
      let isLineEnd = scalar == "\r" && scalars.dropFirst(index + 1).first == "\n"
      guard isLineEnd || Self.isVisible(scalar) else {
        throw SettingsError(
          "the character \(Self.name(scalar)) is not allowed",
          fix: "remove it",
          at: .init(file: file, line: lines.count, column: lines[lines.count - 1].count + 1)
        )
      }
      lines[lines.count - 1].append(scalar)
    }
    self.lines = lines
  }

  /// What the parser is given: the text without an alias.
  var parsable: String {
    var view = String.UnicodeScalarView()
    for scalar in lines.joined(separator: ["\n"]) {
      view.append(scalar == "*" ? Self.asterisk : scalar)
    }
    return String(view)
  }

  /// A piece of what the parser gave back, as it stands in the file.
  static func restore(_ text: String) -> String {
    String(
      String.UnicodeScalarView(text.unicodeScalars.map { $0 == Self.asterisk ? "*" : $0 })
    )
  }

  /// A place of the parser; the last character where it read to the end and missed something.
  func place(line: Int, column: Int) -> SettingsError.Place {
    let last = (lines.lastIndex { $0.contains { !$0.properties.isWhitespace } } ?? 0)
    guard line > last + 1 else { return .init(file: file, line: line, column: column) }
    return .init(file: file, line: last + 1, column: max(1, lines[last].count))
  }

  /// The character at a place; nil behind the end of a line.
  func character(at place: SettingsError.Place) -> Unicode.Scalar? {
    guard let line = place.line, let column = place.column, lines.indices.contains(line - 1),
      lines[line - 1].indices.contains(column - 1)
    else { return nil }
    return lines[line - 1][column - 1]
  }

  /// The first character of a value that a person could not see; nil where there is none.
  ///
  /// Escapes such as `"\e"` make characters that are not in the file itself.
  static func hidden(in value: String) -> Unicode.Scalar? {
    value.unicodeScalars.first { $0 != "\n" && !isVisible($0) }
  }

  /// `U+001B`.
  static func name(_ scalar: Unicode.Scalar) -> String {
    let digits = String(scalar.value, radix: 16, uppercase: true)
    return "U+" + String(repeating: "0", count: max(0, 4 - digits.count)) + digits
  }

  /// Neither a control character but the tab, nor a line end that only some programs know.
  private static func isVisible(_ scalar: Unicode.Scalar) -> Bool {
    if ("\u{20}"..."\u{7E}").contains(scalar) { return true }
    return switch scalar.properties.generalCategory {
    case .control: scalar == "\t"
    case .lineSeparator, .paragraphSeparator: false
    default: scalar != "\u{FEFF}" && !scalar.properties.isNoncharacterCodePoint
    }
  }
}
