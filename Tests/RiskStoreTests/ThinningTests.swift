import Foundation
import GRDB
import RiskAPI
import TestSupport
import Testing

@testable import RiskStore

/// What is too old goes, how everybody stood since stays known, and the chain still holds.
@Suite struct ThinningTests {
  let folder: TemporaryFolder
  let journal: Journal
  let user = UserSummary.sample(1).id
  let other = UserSummary.sample(2).id

  /// User 1 changes each of ten days, user 2 on day 0 alone; a behavior on days 0 and 8.
  init() async throws {
    folder = try TemporaryFolder()
    journal = try Journal.open(folder: folder.account, owner: .sample)
    for day in 0..<10 {
      try await journal.history.recordUsers(
        .of(.sample(1, events: day + 1), .sample(2)),
        at: Self.day(day)
      )
      try await journal.history.recordBehaviors([.sample("a", on: day < 8)], at: Self.day(day, 1))
    }
  }

  static func day(_ day: Int, _ second: Double = 0) -> Date { .at(Double(day) * 86_400 + second) }

  @Test func `the newest row before the limit stays`() async throws {
    let removed = try await journal.history.thin(
      before: Self.day(5, 10),
      by: "ana@x",
      at: Self.day(20)
    )
    // Five rows of the user and four looks: on the first, the other user and the behavior are left.
    #expect(removed == 9)
    let history = try await journal.history.history(of: user)
    #expect(history.faults.isEmpty)
    #expect(history.value.map { $0.value?.eventCount } == [6, 7, 8, 9, 10])
    #expect(try await journal.history.history(of: other).value.map(\.at) == [Self.day(0)])
    #expect(try await journal.history.history(of: other).faults.isEmpty)
    #expect(try await journal.history.history(ofBehavior: "a").value.count == 2)
    #expect(try await journal.auditLog.verify().fault == nil)
    // It is no write of anybody's.
    #expect(try await journal.auditLog.entries(limit: 9).value.isEmpty)
  }

  @Test func `who was there before the limit is not called new`() async throws {
    try await journal.history.thin(before: Self.day(5, 10), by: "ana@x", at: Self.day(20))
    let changes = try await journal.history.changes(since: .distantPast)
    #expect(changes.faults.isEmpty)
    #expect(changes.value.users.map(\.id) == [user])
    #expect(changes.value.users.map(\.before?.eventCount) == [6])
    #expect(changes.value.since == Self.day(5))
  }

  @Test func `what is recorded afterwards belongs to the chain`() async throws {
    try await journal.history.thin(before: Self.day(9, 10), by: "ana@x", at: Self.day(20))
    try await journal.history.recordUsers(.of(.sample(2, events: 9)), at: Self.day(21))
    try await journal.history.recordBehaviors([], at: Self.day(21))
    for id in [user, other] {
      let history = try await journal.history.history(of: id)
      #expect(history.faults.isEmpty)
      #expect(history.value.count == 2)
    }
    #expect(try await journal.auditLog.verify().fault == nil)
  }

  @Test(arguments: [
    "DELETE FROM user_history WHERE person = 1 AND observation = 12",
    "DELETE FROM user_history WHERE person = 1 AND observation = 7",
    "DELETE FROM observation WHERE seq = 9", "DELETE FROM audit",
    "UPDATE audit SET target = '99'",
  ])
  func `what somebody removed is told from it`(sql: String) async throws {
    try await journal.history.thin(before: Self.day(4, 10), by: "ana@x", at: Self.day(20))
    try sqlite(
      folder.journalFile,
      "DROP TRIGGER audit_is_never_updated;;DROP TRIGGER audit_is_never_deleted;;\(sql);;SELECT 1"
    )
    #expect(try await journal.auditLog.verify().isIntact == false)
  }

  @Test func `it is done once a day, and only where something is old`() async throws {
    func thin(before moment: Date, at now: Date) async throws -> Int {
      try await journal.history.thin(before: moment, by: "ana@x", at: now)
    }
    #expect(try await thin(before: Self.day(-1), at: Self.day(20)) == 0)
    #expect(try await thin(before: Self.day(2), at: Self.day(20)) > 0)
    #expect(try await thin(before: Self.day(5), at: Self.day(20, 60)) == 0)
    #expect(try await thin(before: Self.day(5), at: Self.day(21)) > 0)
    #expect(try await thin(before: Self.day(5), at: Self.day(23)) == 0)
    #expect(try await journal.auditLog.verify().lines == 2)
  }

  @Test func `the cache forgets what is too old, and nothing else`() async throws {
    let cache = Cache.open(folder: folder.account).cache
    let (one, two) = (RiskEvent.sample(1), RiskEvent.sample(2))
    try await cache.saveUser(user, .sample(events: [one, two]), fetchedAt: .at(0))
    try await cache.saveUser(user, .sample(events: [two]), fetchedAt: .at(10))
    try await cache.saveUser(other, .sample(events: [two]), fetchedAt: .at(20))

    #expect(try await cache.thin(eventsGoneBefore: nil, pagesFetchedBefore: nil) == 0)
    #expect(try await cache.thin(eventsGoneBefore: .at(10), pagesFetchedBefore: nil) == 0)
    // The page goes once its last archived event has gone.
    #expect(try await cache.thin(eventsGoneBefore: nil, pagesFetchedBefore: .at(15)) == 1)
    #expect(try await cache.loadUser(user)?.value.archivedEvents.map(\.id) == [one.id])
    #expect(try await cache.thin(eventsGoneBefore: .at(11), pagesFetchedBefore: .at(15)) == 2)
    #expect(try await cache.loadUser(user) == nil)
    #expect(try await cache.loadUser(other)?.value.risk.events.map(\.id) == [two.id])
  }

  @Test func `of all programs on a cache one a day removes what is too old`() async throws {
    let (one, other) = (
      Cache.open(folder: folder.account).cache, Cache.open(folder: folder.account).cache
    )
    #expect(try await one.claimThinning(at: Self.day(20)))
    #expect(try await !one.claimThinning(at: Self.day(20, 60)))
    #expect(try await !other.claimThinning(at: Self.day(20, 60)))
    #expect(try await other.claimThinning(at: Self.day(21)))
    #expect(try await !one.claimThinning(at: Self.day(21)))
    // The clock was set back.
    #expect(try await one.claimThinning(at: Self.day(1)))
  }

  @Test func `archived events that are too old are found without reading the others`() async throws
  {
    let cache = Cache.open(folder: folder.account).cache
    let queue = try DatabaseQueue(path: try #require(cache.path))
    let plan = try await queue.read { database in
      try Row.fetchAll(
        database,
        sql: "EXPLAIN QUERY PLAN DELETE FROM event WHERE gone_at < ?",
        arguments: [5]
      ).map { $0["detail"] as String }
    }
    #expect(plan.contains { $0.contains("event_gone") }, "\(plan)")
  }
}
