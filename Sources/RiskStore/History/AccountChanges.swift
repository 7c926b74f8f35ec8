package import Foundation
package import RiskAPI

/// How something was from a moment on.
package struct HistoryMoment<Value: Hashable & Sendable>: Hashable, Sendable {
  /// When it was first seen so, by the clock of the machine that looked.
  package var at: Date
  /// Nil when it was no longer there.
  package var value: Value?

  package init(at: Date, value: Value?) {
    self.at = at
    self.value = value
  }
}

/// A user who is no longer in the summary, as last seen in it.
package struct FormerUser: Hashable, Sendable, Identifiable {
  package var user: UserSummary
  /// When the summary was first seen without the user.
  package var goneAt: Date

  package init(
    user: UserSummary,
    goneAt: Date
  ) {
    self.user = user
    self.goneAt = goneAt
  }

  /// The user's id.
  package var id: UserID { user.id }
}

/// Up to where changes were read, in the journal's own order, which a clock set back does not upset.
package struct ReadCursor: Hashable, Sendable {
  package var at: Date
  /// The newest observation then; 0 for none.
  package var observation: Int64

  package init(at: Date, observation: Int64) {
    self.at = at
    self.observation = observation
  }
}

/// What differs between a moment and now.
package struct AccountChanges: Hashable, Sendable {
  /// The moment; that of the first look at the account, when what was before is not known.
  package var since: Date
  /// The newest observation that is in it; 0 for none.
  package var observation: Int64
  package var users: [UserDifference]
  package var behaviors: [Difference<Behavior>]
  package var integrations: [Difference<Integration>]

  package init(
    since: Date,
    observation: Int64 = 0,
    users: [UserDifference],
    behaviors: [Difference<Behavior>],
    integrations: [Difference<Integration>]
  ) {
    self.since = since
    self.observation = observation
    self.users = users
    self.behaviors = behaviors
    self.integrations = integrations
  }

  /// True when all is as it was.
  package var isEmpty: Bool { users.isEmpty && behaviors.isEmpty && integrations.isEmpty }
}

/// Something as it was and as it is; never the same twice.
package struct Difference<Value: Hashable & Sendable>: Hashable, Sendable {
  /// Nil when it was not there.
  package var before: Value?
  /// Nil when it is not there any more.
  package var after: Value?
  /// Whether the analyst opened it since it changed last.
  package var isRead: Bool

  package init(
    before: Value? = nil,
    after: Value? = nil,
    isRead: Bool = false
  ) {
    self.before = before
    self.after = after
    self.isRead = isRead
  }
}

/// A user as they stood and as they stand.
package struct UserDifference: Hashable, Sendable, Identifiable {
  package var id: UserID
  package var name: String
  package var email: String
  /// Nil when the user was not in the summary.
  package var before: RiskState?
  /// Nil when the user is not in the summary any more, as after a reset.
  package var after: RiskState?
  /// When the last change was first seen here; nil where that is not known.
  package var changedAt: Date?
  /// Whether the user is in the summary again after a reset, or after having left it.
  package var isBack: Bool
  /// Whether the analyst opened the user since the last change.
  package var isRead: Bool

  package init(
    id: UserID,
    name: String,
    email: String,
    before: RiskState? = nil,
    after: RiskState? = nil,
    changedAt: Date? = nil,
    isBack: Bool = false,
    isRead: Bool = false
  ) {
    self.id = id
    self.name = name
    self.email = email
    self.before = before
    self.after = after
    self.changedAt = changedAt
    self.isBack = isBack
    self.isRead = isRead
  }

  /// What matters most about a difference.
  package enum Kind: Hashable, Sendable {
    /// At risk again after a reset: it outranks whatever else changed.
    case back
    case appeared, left, raised, lowered, newEvents
    /// The account counts fewer events, as after a reset and a new one.
    case changed
  }

  /// In the order of the cases: a raised user has new events too.
  package var kind: Kind {
    if isBack, after != nil { return .back }
    guard let before else { return .appeared }
    guard let after else { return .left }
    let (old, new) = (before.level?.rank ?? 0, after.level?.rank ?? 0)
    if new > old { return .raised }
    if new < old { return .lowered }
    return newEvents > 0 ? .newEvents : .changed
  }

  /// How many events are new, as far as counts tell; 0 for a user who left.
  package var newEvents: Int {
    guard let after else { return 0 }
    guard let before else { return after.eventCount }
    let isNewer = (after.lastEvent ?? .distantPast) > (before.lastEvent ?? .distantPast)
    return max(after.eventCount - before.eventCount, isNewer ? 1 : 0)
  }
}
