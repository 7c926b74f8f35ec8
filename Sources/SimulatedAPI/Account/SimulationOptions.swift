package import Foundation
package import RiskAPI

/// How a simulated account looks and behaves.
package struct SimulationOptions: Sendable {
  /// The most users that an account is seeded with; more are taken as this many.
  package static let maxUsers = 10_000_000

  /// How many users have risk events, from 0 to ``maxUsers``.
  package var users: Int
  /// Decides every name, event, identifier and fault: the same seed gives the same account.
  package var seed: UInt64
  /// How long every reply is held back.
  package var latency: Duration
  /// What goes wrong, and how often; nil for an account without faults.
  package var faults: FaultProfile?
  /// The only API token that is accepted; nil takes any credentials that are well formed.
  package var token: String?
  /// Makes up a user, integration, reference id or behavior that does not exist when it is asked
  /// for, instead of answering 404.
  package var makesUpUnknownIDs: Bool
  /// What the credentials may do.
  package var permissions: Set<PermissionGroup>
  /// False for an account without the entitlement: integrations answer 403 with code 3314.
  package var isEntitled: Bool
  /// Whether a server lets new events arrive while it runs.
  package var isAlive: Bool
  /// Cuts summary and user replies to pages of at most this many entries; nil gives all at once.
  package var pageSize: Int?
  /// How the account takes what is not documented.
  package var quirks: Set<Quirk>
  /// How often each reading after a write still shows what was there before it.
  package var laggingReads: Int
  /// How many calls one set of credentials may make.
  package var budget: RequestQuota
  /// What time it is.
  ///
  /// Events are laid out backwards from the first answer of this.
  package var now: @Sendable () -> Date

  package init(
    users: Int = 500,
    seed: UInt64 = 1,
    latency: Duration = .zero,
    faults: FaultProfile? = nil,
    token: String? = nil,
    makesUpUnknownIDs: Bool = false,
    permissions: Set<PermissionGroup> = Set(PermissionGroup.allCases),
    isEntitled: Bool = true,
    isAlive: Bool = false,
    pageSize: Int? = nil,
    quirks: Set<Quirk> = [],
    laggingReads: Int = 0,
    budget: RequestQuota = RequestQuota(),
    now: @escaping @Sendable () -> Date = { Date() }
  ) {
    self.users = users
    self.seed = seed
    self.latency = latency
    self.faults = faults
    self.token = token
    self.makesUpUnknownIDs = makesUpUnknownIDs
    self.permissions = permissions
    self.isEntitled = isEntitled
    self.isAlive = isAlive
    self.pageSize = pageSize
    self.quirks = quirks
    self.laggingReads = laggingReads
    self.budget = budget
    self.now = now
  }
}

/// How many calls are answered in a stretch of time, and how long the refusal lasts beyond it.
package struct RequestQuota: Hashable, Sendable {
  /// Calls in one window.
  package var calls: Int
  /// Length of the window, in seconds, and of the refusal after the budget is spent.
  package var seconds: Int

  /// The real API's budget unless told otherwise: 1200 calls in 5 minutes.
  package init(calls: Int = 1200, seconds: Int = 300) {
    self.calls = calls
    self.seconds = seconds
  }
}
