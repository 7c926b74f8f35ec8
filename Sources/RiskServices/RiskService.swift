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
  let pause: @Sendable (Duration) async -> Void
  let cache: Cache
  private(set) var journaling: Journaling
  private let reopenJournal: (@Sendable () -> Journaling)?

  private(set) var users: Fetched<RiskSummary>?
  private(set) var userRisks: [UserID: Fetched<UserRisk>] = [:]
  private(set) var behaviors: Fetched<[Behavior]>?
  private(set) var integrations: Fetched<[Integration]>?

  private let report: @Sendable (String) -> Void
  private let retention: Retention
  /// When what is too old was removed last.
  private var thinnedAt: Date?
  private var told: Set<String> = []
  var hasToldOfClock = false
  var seats = DraftSeats()

  /// Makes a service that has asked nothing yet.
  ///
  /// `now` stamps what is fetched; `pause` passes the time between two looks after a write. `report` takes one line for a person when the cache fails, once:
  /// without a cache everything goes on, only slower to start. `reopenJournal` is asked before a
  /// write where the journal could not be used so far.
  package init(
    account link: AccountLink,
    cache: Cache = .inMemory(),
    journaling: Journaling = .off,
    reopenJournal: (@Sendable () -> Journaling)? = nil,
    now: @escaping @Sendable () -> Date = { Date() },
    pause: @escaping @Sendable (Duration) async -> Void = { try? await Task.sleep(for: $0) },
    retention: Retention = Retention(),
    report: @escaping @Sendable (String) -> Void = { _ in }
  ) {
    self.link = link
    self.cache = cache
    self.journaling = journaling
    self.reopenJournal = reopenJournal
    self.now = now
    self.pause = pause
    self.retention = retention
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
  ) async throws(APIError) -> Fetched<RiskSummary> {
    if let known = try await answer(.users, known: users, maxAge: maxAge) {
      users = known
      return known
    }
    let askedAt = now()
    let summary = try await client.summary()
    let answer = Fetched(summary, askedAt: askedAt, fetchedAt: now())
    if let users, users.overtakes(answer, now: now()) { return users }
    users = answer
    // Two files, and many rows in each: at once, they take half the time.
    async let changes = look { [now] cache throws(CacheError) in
      try await cache.saveUsers(
        answer.value,
        askedAt: answer.askedAt,
        fetchedAt: answer.fetchedAt,
        clock: now
      )
    }
    async let isRecorded: Void = observe { [now] journal throws(JournalError) in
      try await journal.history.recordUsers(
        answer.value,
        askedAt: answer.askedAt,
        at: answer.fetchedAt,
        clock: now
      )
    }
    let isOvertaken = await changes?.isOvertaken ?? false
    await isRecorded
    if isOvertaken, let newer = await load(.users, newerThan: answer) { users = newer }
    await thin()
    return users ?? answer
  }

  /// Removes what is older than the settings keep it, at most once a day.
  private func thin() async {
    let moment = now()
    if let thinnedAt, abs(moment.timeIntervalSince(thinnedAt)) < 86_400 { return }
    thinnedAt = moment
    func limit(_ days: Int?) -> Date? {
      days.map { moment.addingTimeInterval(-Double($0) * 86_400) }
    }
    if let limit = limit(retention.historyDays), case .kept(_, let name) = journaling {
      await observe { journal throws(JournalError) in
        try await journal.history.thin(before: limit, by: name, at: moment)
      }
    }
    let (gone, fetched) = (limit(retention.archivedEventsDays), limit(retention.cachedDetailsDays))
    _ = await look { cache throws(CacheError) in
      try await cache.thin(eventsGoneBefore: gone, pagesFetchedBefore: fetched)
    }
  }

  /// One user's level, last reset and events, all pages.
  package func fetchUser(
    _ id: UserID,
    maxAge: Duration? = nil
  ) async throws(APIError) -> Fetched<UserRisk> {
    if let known = try await answer(.user(id), known: userRisks[id], maxAge: maxAge) {
      userRisks[id] = known
      return known
    }
    let askedAt = now()
    let page = try await client.userRisk(id)
    let answer = Fetched(page, askedAt: askedAt, fetchedAt: now())
    if let known = userRisks[id], known.overtakes(answer, now: now()) { return known }
    userRisks[id] = answer
    let isSaved = await save(answer, of: id)
    if !isSaved, let newer = await load(.user(id), newerThan: answer) { userRisks[id] = newer }
    return userRisks[id] ?? answer
  }

  /// Fetches a user's page for the cache alone, so that it is known when the account drops it.
  ///
  /// Asks nothing where any process fetched the page at `moment` or later.
  package func keepUser(_ id: UserID, movedBefore moment: Date) async throws(APIError) {
    let known = await look { cache throws(CacheError) in try await cache.freshness(of: id) } ?? nil
    guard known ?? .distantPast < moment else { return }
    let askedAt = now()
    let page = try await client.userRisk(id)
    _ = await save(Fetched(page, askedAt: askedAt, fetchedAt: now()), of: id)
  }

  /// False where a page that was asked for later is there already.
  private func save(_ answer: Fetched<UserRisk>, of id: UserID) async -> Bool {
    await look { [now] cache throws(CacheError) in
      try await cache.saveUser(
        id,
        answer.value,
        askedAt: answer.askedAt,
        fetchedAt: answer.fetchedAt,
        clock: now
      )
    } ?? true
  }

  /// Every behavior, sorted by key.
  package func fetchBehaviors(
    maxAge: Duration? = nil
  ) async throws(APIError) -> Fetched<[Behavior]> {
    if let known = try await answer(.behaviors, known: behaviors, maxAge: maxAge) {
      behaviors = known
      return known
    }
    let askedAt = now()
    let list = try await client.behaviors()
    let answer = Fetched(list, askedAt: askedAt, fetchedAt: now())
    if let behaviors, behaviors.overtakes(answer, now: now()) { return behaviors }
    behaviors = answer
    let isSaved = await look { [now] cache throws(CacheError) in
      try await cache.saveBehaviors(
        answer.value,
        askedAt: answer.askedAt,
        fetchedAt: answer.fetchedAt,
        clock: now
      )
    }
    await observe { [now] journal throws(JournalError) in
      try await journal.history.recordBehaviors(
        answer.value,
        askedAt: answer.askedAt,
        at: answer.fetchedAt,
        clock: now
      )
    }
    if isSaved == false, let newer = await load(.behaviors, newerThan: answer) { behaviors = newer }
    return behaviors ?? answer
  }

  /// Every integration, in the account's order.
  package func fetchIntegrations(
    maxAge: Duration? = nil
  ) async throws(APIError) -> Fetched<[Integration]> {
    if let known = try await answer(.integrations, known: integrations, maxAge: maxAge) {
      integrations = known
      return known
    }
    let askedAt = now()
    let list = try await client.integrations()
    let answer = Fetched(list, askedAt: askedAt, fetchedAt: now())
    if let integrations, integrations.overtakes(answer, now: now()) { return integrations }
    integrations = answer
    let isSaved = await look { [now] cache throws(CacheError) in
      try await cache.saveIntegrations(
        answer.value,
        askedAt: answer.askedAt,
        fetchedAt: answer.fetchedAt,
        clock: now
      )
    }
    await observe { [now] journal throws(JournalError) in
      try await journal.history.recordIntegrations(
        answer.value,
        askedAt: answer.askedAt,
        at: answer.fetchedAt,
        clock: now
      )
    }
    if isSaved == false, let newer = await load(.integrations, newerThan: answer) {
      integrations = newer
    }
    return integrations ?? answer
  }

  /// One integration by its id.
  package func fetchIntegration(id: String) async throws(APIError) -> Fetched<Integration> {
    guard isOnline else { return try await keptIntegration { $0.id == id } }
    return Fetched(try await client.integration(id: id), fetchedAt: now())
  }

  /// One integration by the reference id its maker gave it.
  package func fetchIntegration(
    referenceID: String
  ) async throws(APIError) -> Fetched<Integration> {
    guard isOnline else { return try await keptIntegration { $0.referenceID == referenceID } }
    return Fetched(try await client.integration(referenceID: referenceID), fetchedAt: now())
  }

  // MARK: The cache

  func remember(_ snapshot: Fetched<RiskSummary>) { users = snapshot }
  func remember(_ snapshot: Fetched<UserRisk>, of id: UserID) { userRisks[id] = snapshot }
  func remember(_ snapshot: Fetched<[Behavior]>) { behaviors = snapshot }
  func remember(_ snapshot: Fetched<[Integration]>) { integrations = snapshot }

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
}
