import TOMLKit

/// A TOML file as values that know their lines: the only user of TOMLKit.
struct TOMLDocument: Equatable, Sendable {
  var file: String
  var root: Node

  /// A value and where it stands.
  struct Node: Equatable, Sendable {
    var value: Value
    var place: SettingsError.Place

    /// What was found, for an error: `a number`.
    var kind: String {
      switch value {
      case .string: "text in quotes"
      case .integer, .double: "a number"
      case .bool: "true or false"
      case .array: "a list"
      case .table: "a table"
      case .date: "a date"
      }
    }
  }

  indirect enum Value: Equatable, Sendable {
    case string(String)
    case integer(Int)
    case double(Double)
    case bool(Bool)
    case array([Node])
    /// Members in the order of their lines.
    case table([Member])
    case date
  }

  struct Member: Equatable, Sendable {
    var key: String
    var node: Node
  }

  /// Parses a file's text.
  ///
  /// - Throws: ``SettingsError`` with the line where the parser stopped.
  init(parsing text: String, file: String) throws(SettingsError) {
    self.file = file
    let table: TOMLTable
    do {
      table = try TOMLTable(string: text)
    } catch let error as TOMLParseError {
      throw SettingsError(
        "not TOML: \(Self.oneLine(error.description))",
        fix: "mend the line",
        at: SettingsError.Place(file: file, line: error.source.begin.line)
      )
    } catch {
      throw SettingsError("not TOML", fix: "mend the file", at: SettingsError.Place(file: file))
    }
    let lines = TOMLLines(scanning: text)
    root = Self.node(table, path: [], file: file, lines: lines)
  }

  private static func node(
    _ table: TOMLTable,
    path: [String],
    file: String,
    lines: TOMLLines
  ) -> Node {
    var members: [Member] = []
    for key in table.keys {
      guard let value = table[key] else { continue }
      let node = node(value, path: path + [key], file: file, lines: lines)
      members.append(Member(key: key, node: node))
    }
    members.sort { ($0.node.place.line ?? 0, $0.key) < ($1.node.place.line ?? 0, $1.key) }
    return Node(
      value: .table(members),
      place: SettingsError.Place(file: file, line: lines.line(of: path))
    )
  }

  private static func node(
    _ value: any TOMLValueConvertible,
    path: [String],
    file: String,
    lines: TOMLLines
  ) -> Node {
    if let table = value.table { return node(table, path: path, file: file, lines: lines) }
    let found: Value
    if let string = value.string {
      found = .string(string)
    } else if let bool = value.bool {
      found = .bool(bool)
    } else if let integer = value.int {
      found = .integer(integer)
    } else if let double = value.double {
      found = .double(double)
    } else if let array = value.array {
      found = .array(array.map { node($0, path: path, file: file, lines: lines) })
    } else {
      found = .date
    }
    return Node(value: found, place: SettingsError.Place(file: file, line: lines.line(of: path)))
  }

  private static func oneLine(_ text: String) -> String {
    text.split(whereSeparator: \.isNewline).joined(separator: " ")
  }
}
