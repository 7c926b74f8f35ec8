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
  package var users: [Change<UserSummary>]
  package var behaviors: [Change<Behavior>]
  package var integrations: [Change<Integration>]
  /// Users who are no longer at risk because they were reset from this machine.
  package var resetHere: Set<UserID> = []

  package init(
    since: Date,
    observation: Int64 = 0,
    users: [Change<UserSummary>],
    behaviors: [Change<Behavior>],
    integrations: [Change<Integration>]
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
