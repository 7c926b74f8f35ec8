package import RiskStore

/// Where writes are noted before they are sent.
package enum Journaling: Sendable {
  /// Each write has its lines in the journal; `operator` is `ana@host`.
  case kept(Journal, operator: String)
  /// The journal cannot be used: every write is refused, because none may go unnoted.
  case unavailable(JournalError)
  /// Nothing is noted. For tests of other things, and for services that never write.
  case off

  /// The journal, where there is one.
  package var journal: Journal? {
    if case .kept(let journal, _) = self { journal } else { nil }
  }
}
