package import Foundation
package import RiskAPI

/// Answers the dashboard and the commands: one way to the account for both.
///
/// What was fetched is remembered, so that a pane opened again shows at once what is known while
/// the account is asked anew. Writes are guarded: fetch, compare, send once, fetch again.
package actor RiskService {
  let client: APIClient
  let now: @Sendable () -> Date

  private(set) var users: Snapshot<RiskSummary>?
  private(set) var userRisks: [UserID: Snapshot<UserRisk>] = [:]
  private(set) var behaviors: Snapshot<[Behavior]>?
  private(set) var integrations: Snapshot<[Integration]>?

  /// Makes a service that has asked nothing yet; `now` stamps what is fetched.
  package init(client: APIClient, now: @escaping @Sendable () -> Date = { Date() }) {
    self.client = client
    self.now = now
  }

  // MARK: Load: what is known, without asking the account

  /// The risk summary as last fetched; nil before the first answer.
  package func loadUsers() -> Snapshot<RiskSummary>? { users }
  /// One user's risk as last fetched; nil before the first answer.
  package func loadUser(_ id: UserID) -> Snapshot<UserRisk>? { userRisks[id] }

  // MARK: Fetch: ask the account

  /// The account's risk summary, all pages.
  package func fetchUsers() async throws(APIError) -> Snapshot<RiskSummary> {
    let snapshot = Snapshot(try await client.summary(), fetchedAt: now())
    users = snapshot
    return snapshot
  }

  /// One user's level, last reset and events, all pages.
  package func fetchUser(_ id: UserID) async throws(APIError) -> Snapshot<UserRisk> {
    let snapshot = Snapshot(try await client.userRisk(id), fetchedAt: now())
    userRisks[id] = snapshot
    return snapshot
  }

  /// Every behavior, sorted by key.
  package func fetchBehaviors() async throws(APIError) -> Snapshot<[Behavior]> {
    let snapshot = Snapshot(try await client.behaviors(), fetchedAt: now())
    behaviors = snapshot
    return snapshot
  }

  /// Every integration, in the account's order.
  package func fetchIntegrations() async throws(APIError) -> Snapshot<[Integration]> {
    let snapshot = Snapshot(try await client.integrations(), fetchedAt: now())
    integrations = snapshot
    return snapshot
  }

  /// One integration by its id.
  package func fetchIntegration(id: String) async throws(APIError) -> Snapshot<Integration> {
    Snapshot(try await client.integration(id: id), fetchedAt: now())
  }

  /// One integration by the reference id its maker gave it.
  package func fetchIntegration(
    referenceID: String
  ) async throws(APIError) -> Snapshot<Integration> {
    Snapshot(try await client.integration(referenceID: referenceID), fetchedAt: now())
  }
}
