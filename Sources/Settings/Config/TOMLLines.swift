/// The line of every key of a TOML text, which the parser does not hand out.
///
/// The text has been parsed before, so this only has to follow it, not to judge it: headers, keys
/// (bare, quoted, dotted), and as much of the values as it takes to step over them.
struct TOMLLines: Equatable, Sendable {
  private var lines: [[String]: Int] = [:]

  /// The line of a key, counted from 1, or else of the nearest key around it.
  func line(of path: [String]) -> Int? {
    var path = path
    while !path.isEmpty {
      if let line = lines[path] { return line }
      path.removeLast()
    }
    return nil
  }

  init(scanning text: String) {
    var scanner = Scanner(text: Array(text.utf8))
    var table: [String] = []
    while scanner.skipBlank() {
      let line = scanner.line
      if scanner.take("[") {
        _ = scanner.take("[")
        table = scanner.keyPath()
        note(table, at: line)
        scanner.skipLine()
      } else {
        let start = scanner.position
        assign(in: table, &scanner)
        if scanner.position == start { scanner.skipLine() }
      }
    }
  }

  /// Notes a path and those around it, which `a.b.c = 1` makes without a line of their own.
  private mutating func note(_ path: [String], at line: Int) {
    var path = path
    while !path.isEmpty, lines[path] == nil {
      lines[path] = line
      path.removeLast()
    }
  }

  private mutating func assign(in table: [String], _ scanner: inout Scanner) {
    let line = scanner.line
    let path = table + scanner.keyPath()
    note(path, at: line)
    scanner.skipSpaces()
    guard scanner.take("=") else { return }
    skipValue(of: path, &scanner)
  }

  private mutating func skipValue(of path: [String], _ scanner: inout Scanner) {
    scanner.skipSpaces()
    if scanner.take("{") {
      while scanner.skipBlank(), !scanner.take("}") {
        let start = scanner.position
        if !scanner.take(",") { assign(in: path, &scanner) }
        if scanner.position == start { return }
      }
    } else if scanner.take("[") {
      while scanner.skipBlank(), !scanner.take("]") {
        let start = scanner.position
        if !scanner.take(",") { skipValue(of: path, &scanner) }
        if scanner.position == start { return }
      }
    } else if scanner.string() == nil {
      scanner.skipBareValue()
    }
  }
}

/// A place in the text.
private struct Scanner {
  let text: [UInt8]
  var position = 0
  var line = 1

  init(text: [UInt8]) {
    self.text = text
  }

  private var current: UInt8? { position < text.count ? text[position] : nil }

  private mutating func advance() {
    if current == UInt8(ascii: "\n") { line += 1 }
    position += 1
  }

  mutating func take(_ wanted: Unicode.Scalar) -> Bool {
    guard let current, current == UInt8(ascii: wanted) else { return false }
    advance()
    return true
  }

  mutating func skipSpaces() {
    while let current, current == UInt8(ascii: " ") || current == UInt8(ascii: "\t") { advance() }
  }

  mutating func skipLine() {
    while let current, current != UInt8(ascii: "\n") { advance() }
  }

  /// Steps over spaces, line ends and comments; false at the end of the text.
  mutating func skipBlank() -> Bool {
    while let current {
      switch current {
      case UInt8(ascii: " "), UInt8(ascii: "\t"), UInt8(ascii: "\r"), UInt8(ascii: "\n"): advance()
      case UInt8(ascii: "#"): skipLine()
      default: return true
      }
    }
    return false
  }

  mutating func skipBareValue() {
    while let current, !",]}#\n".utf8.contains(current) { advance() }
  }

  /// Reads `a."b c".d`.
  mutating func keyPath() -> [String] {
    var path: [String] = []
    repeat {
      skipSpaces()
      if let quoted = string() {
        path.append(quoted)
      } else {
        let start = position
        while let current, !".=]\n \t".utf8.contains(current) { advance() }
        path.append(String(decoding: text[start..<position], as: UTF8.self))
      }
      skipSpaces()
    } while take(".")
    return path
  }

  /// Steps over a string and gives its letters, escapes left as they are; nil where none starts.
  mutating func string() -> String? {
    guard let quote = current, quote == UInt8(ascii: "\"") || quote == UInt8(ascii: "'") else {
      return nil
    }
    let isMultiline = text[position...].starts(with: [quote, quote, quote])
    let length = isMultiline ? 3 : 1
    for _ in 0..<length { advance() }
    let start = position
    let end = [UInt8](repeating: quote, count: length)
    while let current, !text[position...].starts(with: end) {
      if current == UInt8(ascii: "\\"), quote == UInt8(ascii: "\"") { advance() }
      if position < text.count { advance() }
    }
    let content = String(decoding: text[start..<min(position, text.count)], as: UTF8.self)
    // Up to two quotes may stand before the three that end a multi-line string.
    while current == quote, position < text.count { advance() }
    return content
  }
}
