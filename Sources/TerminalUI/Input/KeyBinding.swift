/// One row of a key table: what to press, what the footer says, what it means.
///
/// The table of a pane feeds dispatch, footer, help, rebinding, and the check for conflicts, so
/// that none of them can disagree.
package struct KeyBinding<Message: Sendable>: Sendable {
  /// The name that the settings bind anew, such as `users.reset`.
  package let name: String
  /// The keys that press it; the first is the one shown.
  package let keys: [Key]
  /// Words for the footer and the help, such as `reset`.
  package let hint: SafeText
  /// What happened, for `update`.
  package let message: Message
  /// Whether it can act now.
  package let availability: Availability
  /// Place in the footer: a lower one stays longer as the screen narrows; nil is for the help alone.
  package let footerRank: Int?

  /// Whether a key can act now.
  package enum Availability: Hashable, Sendable {
    case available
    /// It cannot, and says why when pressed.
    case unavailable(SafeText)
  }

  package init(
    _ name: String,
    _ keys: [Key],
    _ hint: SafeText,
    _ message: Message,
    unavailable reason: SafeText? = nil,
    footerRank: Int? = nil
  ) {
    self.name = name
    self.keys = keys
    self.hint = hint
    self.message = message
    self.availability = reason.map(Availability.unavailable) ?? .available
    self.footerRank = footerRank
  }

  /// The reason why it cannot act now; nil when it can.
  package var unavailableReason: SafeText? {
    switch availability {
    case .available: nil
    case .unavailable(let reason): reason
    }
  }

  /// The same row in a parent's table.
  package func lifted<Parent: Sendable>(_ lift: (Message) -> Parent) -> KeyBinding<Parent> {
    KeyBinding<Parent>(
      name,
      keys,
      hint,
      lift(message),
      unavailable: unavailableReason,
      footerRank: footerRank
    )
  }

  /// The same row with the keys of the settings, where they name it.
  package func rebound(by overrides: [String: [Key]]) -> KeyBinding {
    guard let keys = overrides[name] else { return self }
    return KeyBinding(
      name,
      keys,
      hint,
      message,
      unavailable: unavailableReason,
      footerRank: footerRank
    )
  }
}
