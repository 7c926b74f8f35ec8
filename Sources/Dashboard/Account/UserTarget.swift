import Foundation
package import RiskAPI
import RiskServices
import RiskStore
package import TerminalUI

/// A user whom a question is about, as seen when it opened.
package struct UserTarget: Equatable, Sendable, Identifiable {
  package var id: UserID
  package var name: SafeText
  package var email: SafeText
  package var seen: RiskState
  /// Why to look twice before something is done to them, in words; empty for nothing.
  package var warnings: [SafeText] = []

  package init(_ user: UserSummary) {
    id = user.id
    name = SafeText(user.name.isEmpty ? user.email : user.name)
    email = SafeText(user.email)
    seen = RiskState(user)
  }

  /// A user with what the account and the journal tell against acting on them.
  ///
  /// `marked` is how they stood when they were marked.
  init(_ user: UserSummary, markedAt marked: RiskState?, in account: AccountData) {
    self.init(user)
    if account.verdicts[user.id]?.verdict == .truePositive { warnings.append("true positive") }
    if account.news[user.id] == .back { warnings.append("back after a reset") }
    if let marked, marked != seen { warnings.append(Self.change(from: marked, to: seen)) }
  }

  private static func change(from marked: RiskState, to seen: RiskState) -> SafeText {
    if (seen.level?.rank ?? 0) > (marked.level?.rank ?? 0) {
      return "raised to \(seen.level.words) since marked"
    }
    let added = seen.addedEvents(since: marked)
    return added.map { "\($0.counted("new event")) since marked" } ?? "changed since marked"
  }
}
