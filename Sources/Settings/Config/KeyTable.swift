package import TerminalUI

/// A binding that the settings may bind anew.
package struct KnownBinding: Hashable, Sendable {
  /// Where its keys act: two bindings of one scope may not share a key.
  package enum Scope: Hashable, Sendable {
    /// In every pane, so no pane may use its keys.
    case everywhere
    case pane(String)
    /// A dialog takes all keys, so it shares with nothing else.
    case dialog(String)
  }

  /// Such as `users.reset`.
  package var name: String
  package var scope: Scope
  /// The keys where the settings say nothing.
  package var keys: [Key]

  package init(name: String, scope: Scope, keys: [Key]) {
    self.name = name
    self.scope = scope
    self.keys = keys
  }

  fileprivate func meets(_ other: KnownBinding) -> Bool {
    switch (scope, other.scope) {
    case (.everywhere, .pane), (.pane, .everywhere): true
    default: scope == other.scope
    }
  }
}

/// The `[keys]` table of the settings.
struct KeyTable {
  var overrides: [String: [Key]] = [:]

  init(reading node: TOMLDocument.Node, bindings: [KnownBinding]) throws(SettingsError) {
    var places: [String: SettingsError.Place] = [:]
    for (name, node) in try TableReader(node, name: "keys").all {
      if case .table = node.value {
        throw SettingsError(
          "\"keys.\(name)\" is a table",
          fix: "put the whole name in quotes: \"\(name).…\" = [\"R\"]",
          at: node.place
        )
      }
      guard bindings.contains(where: { $0.name == name }) else {
        throw SettingsError(
          "unknown binding \"\(name)\"",
          fix: Self.advice(for: name, bindings),
          at: node.place
        )
      }
      overrides[name] = try Self.keys(node, name)
      places[name] = node.place
    }
    try refuseConflicts(bindings, places)
  }

  private static func advice(for name: String, _ bindings: [KnownBinding]) -> String {
    Spelling.nearest(to: name, among: bindings.map(\.name)).map { "did you mean \"\($0)\"?" }
      ?? "the help (?) shows the names"
  }

  private static func keys(
    _ node: TOMLDocument.Node,
    _ name: String
  ) throws(SettingsError) -> [Key] {
    var keys: [Key] = []
    for text in try TableReader.strings(node, name, such: "\"\(name)\" = [\"R\"]") {
      guard let key = Key(name: text) else {
        throw SettingsError(
          "\"\(name)\": no key is called \"\(text)\"",
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
      KnownBinding(
        name: binding.name,
        scope: binding.scope,
        keys: overrides[binding.name] ?? binding.keys
      )
    }
    let changed = bound.filter { places[$0.name] != nil }
      .sorted { (places[$0.name]?.line ?? 0, $0.name) < (places[$1.name]?.line ?? 0, $1.name) }
    for binding in changed {
      for other in bound where other.name != binding.name && binding.meets(other) {
        guard let key = binding.keys.first(where: other.keys.contains) else { continue }
        throw SettingsError(
          "\(key.name) is bound twice, to \"\(binding.name)\" and to \"\(other.name)\"",
          fix: "give one of them another key",
          at: places[binding.name]
        )
      }
    }
  }
}
