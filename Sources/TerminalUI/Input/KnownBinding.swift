/// A binding that the settings may bind to other keys.
package struct KnownBinding: Hashable, Sendable {
  /// Such as `users.reset`.
  package var name: String
  /// The states of the screen in which its keys work: two bindings that share one may not share a
  /// key.
  package var situations: Set<String>
  /// The keys where the settings say nothing.
  package var defaultKeys: [Key]
  /// Whether it must keep a key that types nothing, lest somebody cannot leave a text field.
  package var needsKey: Bool

  package init(
    name: String,
    situations: Set<String>,
    defaultKeys: [Key],
    needsKey: Bool = false
  ) {
    self.name = name
    self.situations = situations
    self.defaultKeys = defaultKeys
    self.needsKey = needsKey
  }

  /// Whether the keys of both work at the same time somewhere.
  package func meets(_ other: KnownBinding) -> Bool {
    !situations.isDisjoint(with: other.situations)
  }
}
