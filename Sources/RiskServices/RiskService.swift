internal import CPlatform
package import Foundation
package import RiskAPI
package import RiskStore

/// Answers the dashboard and the commands: one way to the account for both.
///
/// Cache first, then network, then cache again. What was fetched is remembered, so that a pane opened
/// again shows at once what is known while the account is asked anew. Writes are guarded: fetch,
/// compare, send once, fetch again.
package actor RiskService {
  /// How the account is reached, if at all.
  nonisolated let link: AccountLink
  let now: @Sendable () -> Date
  let cache: Cache
  private(set) var journaling: Journaling
  private let reopenJournal: (@Sendable () -> Journaling)?

  private(set) var users: Snapshot<RiskSummary>?
  private(set) var userRisks: [UserID: Snapshot<UserRisk>] = [:]
  private(set) var behaviors: Snapshot<[Behavior]>?
  private(set) var integrations: Snapshot<[Integration]>?

  private let report: @Sendable (String) -> Void
  private var told: Set<String> = []
  var hasToldOfClock = false
  var seats = DraftSeats()

  /// Makes a service that has asked nothing yet.
  ///
  /// `now` stamps what is fetched. `report` takes one line for a person when the cache fails, once:
  /// without a cache everything goes on, only slower to start. `reopenJournal` is asked before a
  /// write where the journal could not be used so far.
  package init(
    account link: AccountLink,
    cache: Cache = .inMemory(),
    journaling: Journaling = .off,
    reopenJournal: (@Sendable () -> Journaling)? = nil,
    now: @escaping @Sendable () -> Date = { Date() },
    report: @escaping @Sendable (String) -> Void = { _ in }
  ) {
    self.link = link
    self.cache = cache
    self.journaling = journaling
    self.reopenJournal = reopenJournal
    self.now = now
    self.report = report
  }

  /// False answers from what is kept and never asks the account.
  package nonisolated var isOnline: Bool {
    if case .online = link { true } else { false }
  }

  /// Why no write can be noted, and so none is sent; nil where the journal can be used.
  package var journalError: JournalError? {
    if case .unavailable(let error) = journaling { error } else { nil }
  }

  /// The journal, opened now where it could not be used before: somebody may have mended that.
  func usableJournaling() async -> Journaling {
    guard case .unavailable = journaling, let reopenJournal else { return journaling }
    let opened = await Self.result(of: reopenJournal)
    if case .unavailable = journaling {
      journaling = opened
    } else {
      // Another call was quicker.
      opened.journal?.close()
    }
    return journaling
  }

  /// Off the actor, because opening may wait for another program's lock.
  @concurrent
  private static func result(of work: @Sendable () -> Journaling) async -> Journaling { work() }

  /// What asks the account; throws offline, where nothing may be asked or sent.
  var client: APIClient {
    get throws(APIError) {
      guard case .online(let client) = link else { throw .unreachable("offline: nothing is sent") }
      return client
    }
  }

  /// Gives back the memory that reading, comparing and saving many users took.
  package func releaseMemory() {
    zt_release_memory()
  }

  /// Closes the store's files, which leaves no log behind for the next start to read first.
  package func close() {
    seats = DraftSeats()
    cache.close()
    journaling.journal?.close()
  }

  // MARK: Fetch: ask the account

  // `maxAge` takes what another process fetched so short a time ago, or this one in half that time,
  // instead of asking again; nil always asks.

  /// The account's risk summary, all pages.
  package func fetchUsers(
    maxAge: Duration? = nil
  ) async throws(APIError) -> Snapshot<RiskSummary> {
    if let known = try await answer(.users, known: users, maxAge: maxAge) {
      users = known
      return known
    }
    let snapshot = Snapshot(try await client.summary(), fetchedAt: now())
    users = snapshot
    // Two files, and many rows in each: at once, they take half the time.
    async let isKept: Void = keep { cache throws(CacheError) in
      try await cache.saveUsers(snapshot.value, fetchedAt: snapshot.fetchedAt)
    }
    async let isNoted: Void = observe { journal throws(JournalError) in
      try await journal.recordUsers(snapshot.value, at: snapshot.fetchedAt)
    }
    _ = await (isKept, isNoted)
    return snapshot
  }

  /// One user's level, last reset and events, all pages.
  package func fetchUser(
    _ id: UserID,
    maxAge: Duration? = nil
  ) async throws(APIError) -> Snapshot<UserRisk> {
    if let known = try await answer(.user(id), known: userRisks[id], maxAge: maxAge) {
      userRisks[id] = known
      return known
    }
    let snapshot = Snapshot(try await client.userRisk(id), fetchedAt: now())
    userRisks[id] = snapshot
    await keep { cache throws(CacheError) in
      try await cache.saveUser(id, snapshot.value, fetchedAt: snapshot.fetchedAt)
    }
    return snapshot
  }

  /// Fetches a user's page for the cache alone, so that it is known when the account drops it.
  ///
  /// Asks nothing where any process fetched the page at `moment` or later.
  package func keepUser(_ id: UserID, movedBefore moment: Date) async throws(APIError) {
    let known = await look { cache throws(CacheError) in try await cache.freshness(of: id) } ?? nil
    guard known ?? .distantPast < moment else { return }
    let risk = try await client.userRisk(id)
    let fetchedAt = now()
    await keep { cache throws(CacheError) in
      try await cache.saveUser(id, risk, fetchedAt: fetchedAt)
    }
  }

  /// Every behavior, sorted by key.
  package func fetchBehaviors(
    maxAge: Duration? = nil
  ) async throws(APIError) -> Snapshot<[Behavior]> {
    if let known = try await answer(.behaviors, known: behaviors, maxAge: maxAge) {
      behaviors = known
      return known
    }
    let snapshot = Snapshot(try await client.behaviors(), fetchedAt: now())
    behaviors = snapshot
    await keep { cache throws(CacheError) in
      try await cache.saveBehaviors(snapshot.value, fetchedAt: snapshot.fetchedAt)
    }
    await observe { journal throws(JournalError) in
      try await journal.recordBehaviors(snapshot.value, at: snapshot.fetchedAt)
    }
    return snapshot
  }

  /// Every integration, in the account's order.
  package func fetchIntegrations(
    maxAge: Duration? = nil
  ) async throws(APIError) -> Snapshot<[Integration]> {
    if let known = try await answer(.integrations, known: integrations, maxAge: maxAge) {
      integrations = known
      return known
    }
    let snapshot = Snapshot(try await client.integrations(), fetchedAt: now())
    integrations = snapshot
    await keep { cache throws(CacheError) in
      try await cache.saveIntegrations(snapshot.value, fetchedAt: snapshot.fetchedAt)
    }
    await observe { journal throws(JournalError) in
      try await journal.recordIntegrations(snapshot.value, at: snapshot.fetchedAt)
    }
    return snapshot
  }

  /// One integration by its id.
  package func fetchIntegration(id: String) async throws(APIError) -> Snapshot<Integration> {
    guard isOnline else { return try await keptIntegration { $0.id == id } }
    return Snapshot(try await client.integration(id: id), fetchedAt: now())
  }

  /// One integration by the reference id its maker gave it.
  package func fetchIntegration(
    referenceID: String
  ) async throws(APIError) -> Snapshot<Integration> {
    guard isOnline else { return try await keptIntegration { $0.referenceID == referenceID } }
    return Snapshot(try await client.integration(referenceID: referenceID), fetchedAt: now())
  }

  // MARK: The cache

  func remember(_ snapshot: Snapshot<RiskSummary>) { users = snapshot }
  func remember(_ snapshot: Snapshot<UserRisk>, of id: UserID) { userRisks[id] = snapshot }
  func remember(_ snapshot: Snapshot<[Behavior]>) { behaviors = snapshot }
  func remember(_ snapshot: Snapshot<[Integration]>) { integrations = snapshot }

  /// Reads the cache; nil where it fails, which is told once and stops nothing.
  func look<Value: Sendable>(
    _ read: (Cache) async throws(CacheError) -> Value
  ) async -> Value? {
    do throws(CacheError) {
      return try await read(cache)
    } catch {
      tell(error.line)
      return nil
    }
  }

  /// Tells a person of trouble with the store, each kind once: it would come with every refresh.
  func tell(_ line: String) {
    if told.insert(line).inserted { report(line) }
  }

  /// Adds to the journal's history; what cannot be noted is told and stops nothing.
  private func observe(_ note: (Journal) async throws(JournalError) -> some Sendable) async {
    guard let journal = journaling.journal else { return }
    do throws(JournalError) {
      _ = try await note(journal)
    } catch {
      tell(error.line)
    }
  }

  private func keep(_ write: (Cache) async throws(CacheError) -> some Sendable) async {
    _ = await look(write)
  }
}
