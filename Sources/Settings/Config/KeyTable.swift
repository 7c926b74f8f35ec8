import TerminalUI

/// The `keys` table of the settings.
struct KeyTable {
  var overrides: [String: [Key]] = [:]

  init(reading node: YAMLDocument.Node, bindings: [KnownBinding]) throws(SettingsError) {
    var places: [String: SettingsError.Place] = [:]
    for (name, node) in try TableReader(node, name: "keys").all {
      if case .mapping = node.value {
        throw SettingsError(
          "\(SettingsError.quote("keys.\(name)")) is a mapping",
          fix: "write the whole name in one line, such as users.reset: [R]",
          at: node.place
        )
      }
      guard let binding = bindings.first(where: { $0.name == name }) else {
        throw SettingsError(
          "unknown binding \(SettingsError.quote(name))",
          fix: Self.advice(for: name, bindings),
          at: node.place
        )
      }
      let keys = try Self.keys(node, name)
      guard !binding.needsKey || keys.contains(where: { $0.insertedCharacter == nil }) else {
        throw SettingsError(
          "\"\(name)\" has no key that works while text is typed",
          fix: "add one, such as \(binding.defaultKeys.first?.name ?? "Esc")",
          at: node.place
        )
      }
      overrides[name] = keys
      places[name] = node.place
    }
    try refuseConflicts(bindings, places)
  }

  private static func advice(for name: String, _ bindings: [KnownBinding]) -> String {
    Spelling.nearest(to: name, among: bindings.map(\.name)).map { "did you mean \"\($0)\"?" }
      ?? "the help (?) shows the names"
  }

  private static func keys(
    _ node: YAMLDocument.Node,
    _ name: String
  ) throws(SettingsError) -> [Key] {
    var keys: [Key] = []
    for text in try TableReader.strings(node, name, such: "\(name): [R]") {
      guard let key = Key(name: text) else {
        throw SettingsError(
          "\"\(name)\": no key is called \(SettingsError.quote(text))",
          fix: "write keys such as R, Ctrl-L, Shift-Tab, Alt-x, F5, Space, Enter",
          at: node.place
        )
      }
      guard !keys.contains(key) else {
        throw SettingsError(
          "\"\(name)\" is bound to \(key.name) twice",
          fix: "name it once",
          at: node.place
        )
      }
      keys.append(key)
    }
    return keys
  }

  /// Only keys that the file names can conflict: the defaults are checked by the program's tests.
  private func refuseConflicts(
    _ bindings: [KnownBinding],
    _ places: [String: SettingsError.Place]
  ) throws(SettingsError) {
    let bound = bindings.map { binding in
      (binding: binding, keys: overrides[binding.name] ?? binding.defaultKeys)
    }
    let changed = bound.filter { places[$0.binding.name] != nil }
      .sorted { left, right in
        let (left, right) = (left.binding.name, right.binding.name)
        return (places[left]?.line ?? 0, left) < (places[right]?.line ?? 0, right)
      }
    for (binding, keys) in changed {
      for (other, otherKeys) in bound where other.name != binding.name && binding.meets(other) {
        guard let key = keys.first(where: otherKeys.contains) else { continue }
        throw SettingsError(
          "\(key.name) is bound twice, to \"\(binding.name)\" and to \"\(other.name)\"",
          fix: "give one of them another key",
          at: places[binding.name]
        )
      }
    }
  }
}
