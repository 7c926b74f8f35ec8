package import RiskAPI
package import RiskStore

/// Why a write was not done.
///
/// Only ``account(_:)`` may have reached the account; the others stopped the write before it was sent.
package enum WriteError: Error, Hashable, Sendable {
  /// The account refused it, or could not be asked.
  case account(APIError)
  /// It could not be noted in the journal, and no write goes unnoted.
  case journal(JournalError)
  /// This session answers from the cache and asks the account nothing.
  case offline

  /// Whether the write of any other item would end the same way.
  package var meetsEveryWrite: Bool {
    switch self {
    case .journal, .offline: true
    case .account(.unauthorized), .account(.forbidden), .account(.rateLimited),
      .account(.unreachable), .account(.obstructed):
      true
    case .account: false
    }
  }
}
