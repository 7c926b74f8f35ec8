package import TerminalUI

/// The keys as this person has them: the table, with what the settings bind otherwise.
package struct KeyMap: Equatable, Sendable {
  private let keysByID: [BindingID: [Key]]
  private let idsByKey: [Key: Set<BindingID>]
  /// What keys do in a text field.
  private let edits: [Key: TextEdit]

  /// The table as it is delivered.
  package static let standard = KeyMap()

  /// Takes keys by the names of bindings, those of dialogs, the filter and text fields included.
  ///
  /// A name that no binding has is passed over: the settings are checked where they are read.
  package init(settings: [String: [Key]] = [:]) {
    var keysByID: [BindingID: [Key]] = [:]
    var idsByKey: [Key: Set<BindingID>] = [:]
    var edits: [Key: TextEdit] = [:]
    for id in BindingID.allCases {
      let row = id.row
      let keys = settings[id.rawValue] ?? row.keys
      keysByID[id] = keys
      for key in keys {
        idsByKey[key, default: []].insert(id)
        if let edit = row.edit { edits[key] = edit }
      }
    }
    (self.keysByID, self.idsByKey, self.edits) = (keysByID, idsByKey, edits)
  }

  /// The keys of a binding; the first is the one shown.
  func keys(of id: BindingID) -> [Key] { keysByID[id] ?? [] }

  /// A binding's first key as words, such as `4`; empty where it has none.
  func name(of id: BindingID) -> SafeText { SafeText(keys(of: id).first?.name ?? "") }

  /// The key to show as a sign where it is an arrow, such as `↓`, or else its name.
  func sign(of id: BindingID) -> SafeText {
    switch keys(of: id).first {
    case .up: "↑"
    case .down: "↓"
    default: name(of: id)
    }
  }

  /// What moves in a list, such as `↑↓` or `k j`.
  var moves: SafeText {
    let signs = [sign(of: .listUp), sign(of: .listDown)]
    return signs.joined(separator: signs == ["↑", "↓"] ? "" : " ")
  }

  /// The keys of neighbors as words, such as `1–5`; each of them where they are no row of digits.
  func range(of ids: [BindingID]) -> SafeText {
    let names = ids.map { name(of: $0).string }
    let numbers = names.compactMap(Int.init)
    guard let first = numbers.first, numbers.count == names.count,
      numbers == Array(first..<first + names.count)
    else { return SafeText(names.joined(separator: " ")) }
    return "\(names[0])–\(names[names.count - 1])"
  }

  // MARK: Reading keys

  /// The binding that a key presses; nil for a key without a meaning here.
  func binding<Message: Sendable>(for key: Key, in bindings: [Binding<Message>]) -> Binding<
    Message
  >? {
    guard let ids = idsByKey[key] else { return nil }
    return bindings.first { ids.contains($0.id) }
  }

  /// What a key does to a text field; nil for a key that no field can use.
  func edit(for key: Key) -> TextEdit? {
    key.insertedCharacter.map { .inserted(String($0)) } ?? edits[key]
  }

  // MARK: Words

  /// The keys that act now and their words, the most wanted first.
  func footer<Message: Sendable>(_ bindings: [Binding<Message>]) -> [(
    key: SafeText, words: SafeText
  )] {
    bindings.filter { $0.rank != nil && $0.unavailable == nil && !keys(of: $0.id).isEmpty }
      .sorted { ($0.rank ?? 0) < ($1.rank ?? 0) }
      .map { (name(of: $0.id), $0.hint) }
  }
}
