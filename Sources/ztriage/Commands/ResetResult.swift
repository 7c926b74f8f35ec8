import RiskAPI
import RiskServices
import TerminalUI

/// How the reset of one user ended.
struct ResetResult {
  /// Where the user stood among the arguments.
  var place: Int
  var name: UserName
  /// The user before the reset; nil where there is none.
  var user: UserSummary?
  /// When the account says that it happened, as the API spells times.
  var lastReset: String?
  var outcome: WriteOutcome

  /// Names the user on standard error, where something went wrong.
  func say() {
    guard let failure = outcome.failure else { return }
    let email = user?.email ?? ""
    StandardError.say(failure.about(email.isEmpty ? "\(name.text)" : "\(email)"))
  }
}

extension Report<ResetResult> {
  /// The users in their order; in JSON always an array.
  static var resets: Report {
    let user = UserColumns(.now)
    let outcome = ReportColumn<ResetResult>.outcome(\.outcome)
    let id = user.id.of(optional: \ResetResult.user, orKnown: \.name.id?.rawValue)
    let name = user.name.of(optional: \ResetResult.user)
    let email = user.email.of(optional: \ResetResult.user, orKnown: \.name.email)
    let level = user.level.of(optional: \ResetResult.user)
    return Report(
      fields: [
        id, name, email, level, user.events.of(optional: \ResetResult.user),
        user.lastEvent.of(optional: \ResetResult.user), .text("last_reset_time") { $0.lastReset },
        outcome,
        .failure(of: \.outcome),
      ],
      view: .table([
        outcome, level.titled("LEVEL BEFORE"), name, email, id.titled("USER ID", limit: 48),
      ])
    )
  }
}
