import Foundation
import GRDB
import RiskAPI
import TestSupport
import Testing

@testable import RiskStore

@Suite struct CacheTests {
  let folder: TemporaryFolder
  let cache: Cache

  init() throws {
    folder = try TemporaryFolder()
    let opening = Cache.open(folder: folder.account)
    #expect(opening.notice == nil)
    cache = opening.cache
  }

  @Test func `a new cache knows nothing`() async throws {
    #expect(try await cache.loadUsers() == nil)
    #expect(try await cache.loadFirstUsers(10) == nil)
    #expect(try await cache.loadUser(UserSummary.sample(1).id) == nil)
    #expect(try await cache.loadBehaviors() == nil)
    #expect(try await cache.loadIntegrations() == nil)
    #expect(try await cache.freshness() == Cache.Freshness())
  }

  @Test func `a summary comes back as it was saved`() async throws {
    let summary = RiskSummary(
      users: [
        .sample(1, level: nil, last: nil), .sample(2, level: .other("severe"), last: 0.123456),
        .sample(3, name: "Zoë \u{202E} 🧑‍💻 'quoted'"),
      ],
      totalCount: 1284
    )
    try await cache.saveUsers(summary, fetchedAt: .at(5))
    let loaded = try #require(try await cache.loadUsers())
    #expect(loaded.value == summary)
    #expect(loaded.fetchedAt == .at(5))
    #expect(!loaded.value.isComplete)
  }

  @Test func `a name with a NUL does not look changed each time`() async throws {
    let summary = RiskSummary.of(.sample(1, name: "A\0na"))
    try await cache.saveUsers(summary, fetchedAt: .at(0))
    #expect(try await cache.saveUsers(summary, fetchedAt: .at(1)).isEmpty)
    #expect(try await cache.loadUsers()?.value.users.first?.name == "A\u{FFFD}na")
  }

  @Test func `the first users come in risk order`() async throws {
    let summary = RiskSummary.sample(500)
    try await cache.saveUsers(summary, fetchedAt: .at(0))
    let expected = summary.users.sorted { left, right in
      let (a, b) = (left.maxRiskLevel?.rank ?? 0, right.maxRiskLevel?.rank ?? 0)
      if a != b { return a > b }
      if left.lastEvent != right.lastEvent {
        return (left.lastEvent ?? .distantPast) > (right.lastEvent ?? .distantPast)
      }
      return left.id < right.id
    }
    let first = try #require(try await cache.loadFirstUsers(60)).value
    #expect(first.users == Array(expected.prefix(60)))
    #expect(first.userCount == 500)
    #expect(
      first.levelCounts == [.high: 100, .medium: 100, .low: 100, nil: 100, .other("severe"): 100]
    )
  }

  @Test func `the first users are read without a sort`() async throws {
    try await cache.saveUsers(.sample(10), fetchedAt: .at(0))
    let plan = try sqlite(
      folder.cacheFile,
      """
      EXPLAIN QUERY PLAN SELECT id, name, email, level, event_count, last_event FROM user
      ORDER BY level_rank DESC, last_event DESC, id LIMIT 60
      """
    )
    let words = plan.map { $0["detail"] as String }
    #expect(words == ["SCAN user USING INDEX user_by_risk"])
  }

  @Test func `a refresh writes what changed and says who`() async throws {
    var summary = RiskSummary.sample(2000)
    try await cache.saveUsers(summary, fetchedAt: .at(0))
    let before = try await changes()

    for place in stride(from: 0, to: 1980, by: 100) { summary.users[place].eventCount += 1 }
    summary.users.remove(at: 1999)
    summary.users.append(.sample(5000))
    let changed = try await cache.saveUsers(summary, fetchedAt: .at(60))
    #expect(changed.changed.count == 20)
    #expect(changed.added == [UserSummary.sample(5000).id])
    #expect(changed.removed == [UserSummary.sample(1999).id])
    // The rows, their level's count and the line that says when.
    #expect(try await changes() - before <= 22 + 5 + 1)
    #expect(Set(try #require(await cache.loadUsers()).value.users) == Set(summary.users))

    let again = try await cache.saveUsers(summary, fetchedAt: .at(120))
    #expect(again.isEmpty)
    #expect(try await cache.freshness().users?.revision == 2)
  }

  @Test func `users whom an incomplete summary leaves out are kept, and it is no whole one`()
    async throws
  {
    try await cache.saveUsers(
      .of(.sample(1), .sample(2, level: .high), total: 2),
      fetchedAt: .at(0)
    )

    let part = RiskSummary.of(.sample(1, level: .medium), total: 2)
    let changes = try await cache.saveUsers(part, fetchedAt: .at(1))
    #expect(changes == Cache.UserChanges(changed: [UserSummary.sample(1).id]))
    let loaded = try #require(try await cache.loadUsers()).value
    #expect(loaded.users == [.sample(1, level: .medium), .sample(2, level: .high)])
    #expect(loaded.keptCount == 1)
    #expect(loaded.receivedCount == 1)
    #expect(!loaded.isComplete)
    let first = try #require(try await cache.loadFirstUsers(9)).value
    #expect(first.users.count == 2)
    #expect(first.levelCounts == [.medium: 1, .high: 1])
    #expect(!first.isComplete)
    #expect(try await cache.info().users.keptCount == 1)

    // A whole one tells who is gone.
    let whole = try await cache.saveUsers(.of(.sample(1), total: 1), fetchedAt: .at(2))
    #expect(whole.removed == [UserSummary.sample(2).id])
    #expect(try await cache.loadUsers()?.value.isComplete == true)
  }

  @Test func `a cache of version 1 is brought up to date`() async throws {
    let older = Schema(
      steps: Array(CacheSchema.current.steps.prefix(1)),
      applicationID: CacheSchema.current.applicationID
    )
    let folder = try TemporaryFolder()
    try FileManager.default.createDirectory(
      atPath: folder.account,
      withIntermediateDirectories: true
    )
    let queue = try DatabaseQueue(path: folder.cacheFile)
    try await queue.writeWithoutTransaction { database in
      try older.migrate(database)
      try database.execute(
        sql: """
          INSERT INTO resource VALUES ('users', 5, 1, 3, 1);
          INSERT INTO user VALUES ('u', 'Ana', 'ana@example.com', 'high', 3, 2, 4)
          """
      )
    }
    try queue.close()

    let opening = Cache.open(folder: folder.account)
    #expect(opening.notice == nil)
    let loaded = try #require(try await opening.cache.loadUsers()).value
    #expect(loaded.users.map(\.name) == ["Ana"])
    #expect(loaded.keptCount == 0)
    #expect(!loaded.isComplete)
  }

  @Test func `what one process saves another sees`() async throws {
    let other = Cache.open(folder: folder.account).cache
    #expect(try await other.freshness().users == nil)
    try await cache.saveUsers(.sample(3), fetchedAt: .at(10))
    let seen = try #require(try await other.freshness().users)
    #expect(seen.fetchedAt == .at(10))
    try await cache.saveUsers(.sample(4), fetchedAt: .at(20))
    let next = try #require(try await other.freshness().users)
    #expect(next.revision > seen.revision)
    #expect(try await other.loadUsers()?.value.users.count == 4)
    try await cache.saveUser(UserSummary.sample(1).id, .sample(events: []), fetchedAt: .at(30))
    #expect(try await other.freshness(of: UserSummary.sample(1).id) == .at(30))
  }

  @Test func `an event the account leaves out stays, marked`() async throws {
    let id = UserSummary.sample(1).id
    try await cache.saveUsers(.of(.sample(1)), fetchedAt: .at(0))
    try await cache.saveUser(id, .sample(events: [.sample(1), .sample(2)]), fetchedAt: .at(1))
    try await cache.saveUser(id, .sample(events: [.sample(2), .sample(3)]), fetchedAt: .at(2))
    try await cache.saveUsers(.of(), fetchedAt: .at(3))
    let known = try #require(try await cache.loadUser(id))
    #expect(known.fetchedAt == .at(2))
    #expect(known.value.risk == .sample(events: [.sample(2), .sample(3)]))
    #expect(known.value.archivedEvents == [ArchivedEvent(.sample(1), .gone(.at(2)))])

    // It comes back: then it is no longer past.
    try await cache.saveUser(id, .sample(events: [.sample(1)]), fetchedAt: .at(4))
    let back = try #require(try await cache.loadUser(id)).value
    #expect(back.risk.events == [.sample(1)])
    #expect(back.archivedEvents.map(\.id) == ["event-2", "event-3"])
  }

  @Test func `a page that is not whole marks no event as gone`() async throws {
    let id = UserSummary.sample(1).id
    try await cache.saveUser(id, .sample(events: [.sample(1), .sample(2)]), fetchedAt: .at(1))
    try await cache.saveUser(id, .sample(events: [.sample(2)], total: 2), fetchedAt: .at(2))
    let known = try #require(try await cache.loadUser(id)).value
    #expect(known.archivedEvents.isEmpty)
    #expect(known.risk.events.count == 2)
  }

  @Test func `behaviors and integrations come back as they were saved`() async throws {
    let behaviors = [Behavior.sample("a"), .sample("b", on: false, level: .other("severe"))]
    let integrations = [Integration.sample("z"), .sample("a", active: false)]
    try await cache.saveBehaviors(behaviors, fetchedAt: .at(1))
    try await cache.saveIntegrations(integrations, fetchedAt: .at(2))
    #expect(try await cache.loadBehaviors() == Fetched(behaviors, fetchedAt: .at(1)))
    #expect(try await cache.loadIntegrations() == Fetched(integrations, fetchedAt: .at(2)))
    let before = try await cache.freshness()
    try await cache.saveBehaviors(behaviors, fetchedAt: .at(3))
    let after = try await cache.freshness()
    #expect(after.behaviors?.revision == before.behaviors?.revision)
    #expect(after.behaviors?.fetchedAt == .at(3))
  }

  @Test func `info counts what is kept and clear forgets it`() async throws {
    try await cache.saveUsers(.sample(50), fetchedAt: .at(1))
    try await cache.saveUser(
      UserSummary.sample(1).id,
      .sample(events: [.sample(1), .sample(2)]),
      fetchedAt: .at(2)
    )
    let info = try await cache.info()
    #expect(info.path == folder.cacheFile)
    #expect(info.users == Cache.Kept(rows: 50, totalCount: 50, fetchedAt: .at(1)))
    #expect(info.userPages == Cache.Kept(rows: 1, totalCount: nil, fetchedAt: .at(2)))
    #expect(info.events == 2)
    #expect(info.version == CacheSchema.current.version)
    #expect(info.bytes > 5000)

    try await cache.clear()
    #expect(try await cache.loadUsers() == nil)
    let cleared = try await cache.info()
    #expect(cleared.events == 0)
    #expect(cleared.users.fetchedAt == nil)
  }

  @Test func `clock set back takes the later save all the same`() async throws {
    try await cache.saveUsers(.sample(3), fetchedAt: .at(100))
    try await cache.saveUsers(.sample(5), fetchedAt: .at(-5000), clock: { .at(-4999) })
    #expect(try await cache.loadUsers()?.value.users.count == 5)
    #expect(try await cache.loadUsers()?.fetchedAt == .at(-5000))
  }

  /// Rows written so far, as SQLite counts them.
  private func changes() async throws -> Int {
    try await #require(cache.connection).writeWithoutTransaction { $0.totalChangesCount }
  }
}
