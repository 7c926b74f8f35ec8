import RiskAPI
import RiskServices
import RiskStore

/// A user who changed since a moment.
struct ChangedUser {
  /// As the summary shows the user, or showed before the user left it.
  var user: UserSummary
  var change: ChangeWord
  /// Nil when the user was not in the summary.
  var before: RiskState?
  var newEvents: Int

  /// Nil where there is nothing new: who only lost events did not become news.
  init?(_ difference: UserDifference) {
    change = ChangeWord(difference.kind)
    guard change != .changed, let standing = difference.after ?? difference.before else {
      return nil
    }
    before = difference.before
    newEvents = difference.newEvents
    user = UserSummary(
      id: difference.id,
      name: difference.name,
      email: difference.email,
      maxRiskLevel: standing.level,
      eventCount: standing.eventCount,
      lastEvent: standing.lastEvent
    )
  }
}
