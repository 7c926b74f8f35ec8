package import Foundation
package import RiskAPI
import RiskStore

/// Asks the account.
///
/// `maxAge` takes what another process fetched so short a time ago, or this one in half that time,
/// instead of asking again; nil always asks.
extension RiskService {
  /// The account's risk summary, all pages.
  package func fetchUsers(
    maxAge: Duration? = nil
  ) async throws(APIError) -> Fetched<RiskSummary> {
    // While the network is waited for, nobody waits for this.
    async let thinned: Void = thin()
    let users = try await fetch(.users, maxAge: maxAge)
    await thinned
    return users
  }

  /// One user's level, last reset and events, all pages.
  package func fetchUser(
    _ id: UserID,
    maxAge: Duration? = nil
  ) async throws(APIError) -> Fetched<UserDetail> {
    try await fetch(.user(id), maxAge: maxAge)
  }

  /// Every behavior, sorted by key.
  package func fetchBehaviors(
    maxAge: Duration? = nil
  ) async throws(APIError) -> Fetched<[Behavior]> {
    try await fetch(.behaviors, maxAge: maxAge)
  }

  /// Every integration, in the account's order.
  package func fetchIntegrations(
    maxAge: Duration? = nil
  ) async throws(APIError) -> Fetched<[Integration]> {
    try await fetch(.integrations, maxAge: maxAge)
  }

  /// One integration by its id.
  package func fetchIntegration(id: String) async throws(APIError) -> Fetched<Integration> {
    guard isOnline else { return try await savedIntegration { $0.id == id } }
    return Fetched(try await client.integration(id: id), fetchedAt: now())
  }

  /// One integration by the reference id its maker gave it.
  package func fetchIntegration(
    referenceID: String
  ) async throws(APIError) -> Fetched<Integration> {
    guard isOnline else { return try await savedIntegration { $0.referenceID == referenceID } }
    return Fetched(try await client.integration(referenceID: referenceID), fetchedAt: now())
  }

  /// Fetches a user's page for the cache alone, so that it is known when the account drops it.
  ///
  /// Asks nothing where any process fetched the page at `moment` or later.
  package func keepUser(_ id: UserID, movedBefore moment: Date) async throws(APIError) {
    let page = CachedResource.user(id)
    let fetchedAt = await look(page.fetchedAt) ?? nil
    guard fetchedAt ?? .distantPast < moment else { return }
    _ = await save(try await ask(page), as: page)
  }

  // MARK: Any resource

  /// An answer that is fresh enough, or else the account's own: remembered, saved and recorded.
  private func fetch<Value>(
    _ resource: CachedResource<Value>,
    maxAge: Duration?
  ) async throws(APIError) -> Fetched<Value> {
    if let answer = try await answer(resource, maxAge: maxAge) {
      known[keyPath: resource.known] = answer
      return answer
    }
    let answer = try await ask(resource)
    if let newer = known[keyPath: resource.known], newer.overtakes(answer, now: now()) {
      return newer
    }
    known[keyPath: resource.known] = answer
    // Two files, and many rows in each: at once, they take half the time.
    async let isNewest = save(answer, as: resource)
    async let isRecorded: Void = record(answer, as: resource)
    let isOvertaken = await !isNewest
    await isRecorded
    if isOvertaken, let newer = await load(resource, newerThan: answer) {
      known[keyPath: resource.known] = newer
    }
    return known[keyPath: resource.known] ?? answer
  }

  /// The account's own answer, with the time.
  private func ask<Value>(
    _ resource: CachedResource<Value>
  ) async throws(APIError) -> Fetched<Value> {
    let askedAt = now()
    let value = try await resource.fetch(try client)
    return Fetched(value, askedAt: askedAt, fetchedAt: now())
  }

  /// False where an answer that was asked for later is there already.
  private func save<Value>(
    _ answer: Fetched<Value>,
    as resource: CachedResource<Value>
  ) async -> Bool {
    await look { [now] cache throws(CacheError) in
      try await resource.save(cache, answer, now)
    } ?? true
  }

  /// Adds to the journal's history; what cannot be recorded is told and stops nothing.
  private func record<Value>(
    _ answer: Fetched<Value>,
    as resource: CachedResource<Value>
  ) async {
    guard let record = resource.record else { return }
    _ = await readJournal { [now] journal throws(JournalError) in
      try await record(journal.history, answer, now)
    }
  }
}
