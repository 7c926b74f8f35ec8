import TerminalUI

/// What the footer says of keys.
enum KeyHints {
  /// The keys that act now and their words, the most wanted first.
  static func footer<Message>(
    _ bindings: [KeyBinding<Message>]
  ) -> [(key: SafeText, words: SafeText)] {
    bindings.filter { $0.footerRank != nil && $0.unavailableReason == nil && !$0.keys.isEmpty }
      .sorted { ($0.footerRank ?? 0) < ($1.footerRank ?? 0) }
      .map { (SafeText($0.keys.first?.name ?? ""), $0.hint) }
  }
}
