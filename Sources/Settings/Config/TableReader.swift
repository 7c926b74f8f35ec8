/// Reads a table's members one by one, then refuses what nobody asked for.
///
/// A text is read by the type that its setting has: `5`, `yes` and `~` are texts until somebody asks
/// for a number, and where one asks for true or false, these two words alone are taken.
///
/// The first fault in the order of the file's lines is not looked for: one clear line is better
/// than ten, and the next start shows the next one.
struct TableReader {
  /// The words before a key in an error: `profiles.prod`; empty at the top.
  let name: String
  let place: SettingsError.Place
  private var members: [String: YAMLDocument.Node] = [:]
  private var order: [String] = []
  private var known: Set<String> = []

  init(_ node: YAMLDocument.Node, name: String = "") throws(SettingsError) {
    self.name = name
    place = node.place
    // `profiles:` with nothing below it, as when all is commented out.
    if case .text("") = node.value { return }
    guard case .mapping(let found) = node.value else {
      throw SettingsError(
        "\(SettingsError.quote(name)) is \(node.kind), not a mapping",
        fix: "write its settings as \"name: value\", indented below it",
        at: node.place
      )
    }
    for member in found {
      members[member.key] = member.node
      order.append(member.key)
    }
  }

  /// All members, in the order of their lines.
  var all: [(key: String, node: YAMLDocument.Node)] {
    order.compactMap { key in members[key].map { (key, $0) } }
  }

  mutating func node(_ key: String) -> YAMLDocument.Node? {
    known.insert(key)
    return members[key]
  }

  mutating func string(_ key: String, such example: String) throws(SettingsError) -> String? {
    guard let node = node(key) else { return nil }
    guard case .text(let value) = node.value, !value.isEmpty else {
      throw wrong(node, key, fix: "write \(key): \(example)")
    }
    return value
  }

  mutating func bool(_ key: String) throws(SettingsError) -> Bool? {
    guard let node = node(key) else { return nil }
    switch node.value {
    case .text("true"): return true
    case .text("false"): return false
    default: throw wrong(node, key, fix: "write \(key): true, or false")
    }
  }

  /// Reads `on` or `off`.
  mutating func toggle(_ key: String) throws(SettingsError) -> Bool? {
    guard let node = node(key) else { return nil }
    switch node.value {
    case .text("on"): return true
    case .text("off"): return false
    default: throw wrong(node, key, fix: "write \(key): on, or off")
    }
  }

  mutating func integer(_ key: String, in range: ClosedRange<Int>) throws(SettingsError) -> Int? {
    guard let node = node(key) else { return nil }
    guard case .text(let text) = node.value, let value = Self.number(text), range.contains(value)
    else {
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
    return try Self.strings(node, fullName(key), such: "\(key): \(example)")
  }

  static func strings(
    _ node: YAMLDocument.Node,
    _ name: String,
    such example: String
  ) throws(SettingsError) -> [String] {
    guard case .list(let elements) = node.value else {
      throw SettingsError(
        "\(SettingsError.quote(name)) is \(node.kind)",
        fix: "a list of strings is needed: \(example)",
        at: node.place
      )
    }
    var texts: [String] = []
    for element in elements {
      guard case .text(let text) = element.value else {
        throw SettingsError(
          "\(SettingsError.quote(name)) has \(element.kind) in its list",
          fix: "a list of strings is needed: \(example)",
          at: element.place
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
        "unknown key \(SettingsError.quote(fullName(key)))",
        fix: Spelling.advice(for: key, among: Array(known)),
        at: node.place
      )
    }
  }

  func fullName(_ key: String) -> String {
    name.isEmpty ? key : "\(name).\(key)"
  }

  private func wrong(_ node: YAMLDocument.Node, _ key: String, fix: String) -> SettingsError {
    let found =
      if case .text(let text) = node.value, !text.isEmpty {
        SettingsError.quote(text)
      } else {
        node.kind
      }
    return SettingsError(
      "\(SettingsError.quote(fullName(key))) is \(found)",
      fix: fix,
      at: node.place
    )
  }

  /// Digits alone: no sign, no `0x10`, no `1e5`.
  private static func number(_ text: String) -> Int? {
    text.allSatisfy { ("0"..."9").contains($0) } ? Int(text) : nil
  }
}
