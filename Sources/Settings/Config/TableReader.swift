/// Reads a table's members one by one, then refuses what nobody asked for.
///
/// The first fault in the order of the file's lines is not looked for: one clear line is better
/// than ten, and the next start shows the next one.
struct TableReader {
  /// The words before a key in an error: `profiles.prod`; empty at the top.
  let name: String
  let place: SettingsError.Place
  private var members: [String: TOMLDocument.Node] = [:]
  private var order: [String] = []
  private var known: Set<String> = []

  init(_ node: TOMLDocument.Node, name: String = "") throws(SettingsError) {
    guard case .table(let found) = node.value else {
      throw SettingsError(
        "\"\(name)\" is \(node.kind)",
        fix: "make it a table: [\(name)]",
        at: node.place
      )
    }
    self.name = name
    place = node.place
    for member in found {
      members[member.key] = member.node
      order.append(member.key)
    }
  }

  /// All members, in the order of their lines.
  var all: [(key: String, node: TOMLDocument.Node)] {
    order.compactMap { key in members[key].map { (key, $0) } }
  }

  mutating func node(_ key: String) -> TOMLDocument.Node? {
    known.insert(key)
    return members[key]
  }

  mutating func string(_ key: String, such example: String) throws(SettingsError) -> String? {
    guard let node = node(key) else { return nil }
    guard case .string(let value) = node.value else {
      throw wrong(node, key, fix: "write \(key) = \"\(example)\"")
    }
    return value
  }

  mutating func bool(_ key: String) throws(SettingsError) -> Bool? {
    guard let node = node(key) else { return nil }
    guard case .bool(let value) = node.value else {
      throw wrong(node, key, fix: "write \(key) = true, or false")
    }
    return value
  }

  mutating func integer(_ key: String, in range: ClosedRange<Int>) throws(SettingsError) -> Int? {
    guard let node = node(key) else { return nil }
    guard case .integer(let value) = node.value, range.contains(value) else {
      throw wrong(
        node,
        key,
        fix: "write a number from \(range.lowerBound) to \(range.upperBound)"
      )
    }
    return value
  }

  mutating func strings(_ key: String, such example: String) throws(SettingsError) -> [String]? {
    guard let node = node(key) else { return nil }
    return try Self.strings(node, fullName(key), such: "\(key) = \(example)")
  }

  static func strings(
    _ node: TOMLDocument.Node,
    _ name: String,
    such example: String
  ) throws(SettingsError) -> [String] {
    let error = SettingsError(
      "\"\(name)\" is \(node.kind), not a list of texts",
      fix: "write \(example)",
      at: node.place
    )
    guard case .array(let elements) = node.value else { throw error }
    var texts: [String] = []
    for element in elements {
      guard case .string(let text) = element.value else {
        throw SettingsError(
          "\"\(name)\" holds \(element.kind) where text belongs",
          fix: "write \(example)",
          at: node.place
        )
      }
      texts.append(text)
    }
    return texts
  }

  /// Refuses the members that were not read.
  func finish() throws(SettingsError) {
    for (key, node) in all where !known.contains(key) {
      throw SettingsError(
        "unknown key \"\(fullName(key))\"",
        fix: Spelling.advice(for: key, among: Array(known)),
        at: node.place
      )
    }
  }

  func fullName(_ key: String) -> String {
    name.isEmpty ? key : "\(name).\(key)"
  }

  private func wrong(_ node: TOMLDocument.Node, _ key: String, fix: String) -> SettingsError {
    let found =
      switch node.value {
      case .integer(let value): "\(value)"
      case .double(let value): "\(value)"
      default: node.kind
      }
    return SettingsError("\"\(fullName(key))\" is \(found)", fix: fix, at: node.place)
  }
}
