import Foundation
import RiskAPI
import TestSupport
import Testing

@testable import RiskStore

/// Of two answers the one that was asked for later counts, whichever comes first; two processes share the files.
@Suite struct AnswerOrderTests {
  let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  @Test func `a slower summary overwrites no newer one in the cache`() async throws {
    let (slow, quick) = (cache(), cache())
    try await quick.saveUsers(.sample(5), askedAt: .at(10), fetchedAt: .at(11), clock: { .at(11) })

    let changes = try await slow.saveUsers(
      .sample(3),
      askedAt: .at(0),
      fetchedAt: .at(20),
      clock: { .at(20) }
    )

    #expect(changes.isOvertaken)
    let kept = try #require(try await slow.loadUsers())
    #expect(kept.value.users.count == 5)
    #expect(kept.askedAt == .at(10))
    #expect(kept.fetchedAt == .at(11))
  }

  @Test func `a slower page, list of behaviors or of integrations overwrites no newer one`()
    async throws
  {
    let (slow, quick) = (cache(), cache())
    let user = UserSummary.sample(1).id
    let new = UserDetail.sample(events: [])
    let old = UserDetail.sample(events: [.sample(1)])
    try await quick.saveUser(user, new, askedAt: .at(10), fetchedAt: .at(11), clock: { .at(11) })
    try await quick.saveBehaviors(
      [.sample("a", on: false)],
      askedAt: .at(10),
      fetchedAt: .at(11),
      clock: { .at(11) }
    )
    try await quick.saveIntegrations([], askedAt: .at(10), fetchedAt: .at(11), clock: { .at(11) })

    let late: @Sendable () -> Date = { .at(20) }
    let saved = try await (
      slow.saveUser(user, old, askedAt: .at(0), fetchedAt: .at(20), clock: late),
      slow.saveBehaviors([.sample("a")], askedAt: .at(0), fetchedAt: .at(20), clock: late),
      slow.saveIntegrations([.sample("x")], askedAt: .at(0), fetchedAt: .at(20), clock: late)
    )

    #expect(saved == (false, false, false))
    #expect(try await slow.loadUser(user)?.value.risk == new)
    #expect(try await slow.loadUser(user)?.value.archivedEvents.isEmpty == true)
    #expect(try await slow.loadBehaviors()?.value == [.sample("a", on: false)])
    #expect(try await slow.loadIntegrations()?.value.isEmpty == true)
  }

  @Test func `a slower answer makes no change in the history`() async throws {
    let slow = try journal()
    let quick = try journal()
    let user = UserSummary.sample(1).id
    try await quick.history.recordUsers(
      .of(.sample(1)),
      askedAt: .at(0),
      at: .at(1),
      clock: { .at(1) }
    )
    // Reset, and gone from the summary.
    try await quick.history.recordUsers(.of(), askedAt: .at(10), at: .at(11), clock: { .at(11) })

    let rows = try await slow.history.recordUsers(
      .of(.sample(1)),
      askedAt: .at(5),
      at: .at(20),
      clock: { .at(20) }
    )

    #expect(rows == 0)
    #expect(
      try await slow.history.history(of: user).value.map { $0.value == nil } == [false, true]
    )
  }

  @Test func `an answer that shows nothing new still outdates an earlier one`() async throws {
    let journal = try journal()
    let now: @Sendable () -> Date = { .at(100) }
    try await journal.history.recordBehaviors(
      [.sample("a")],
      askedAt: .at(0),
      at: .at(1),
      clock: now
    )
    try await journal.history.recordBehaviors(
      [.sample("a")],
      askedAt: .at(10),
      at: .at(11),
      clock: now
    )

    let rows = try await journal.history.recordBehaviors(
      [.sample("a", on: false)],
      askedAt: .at(5),
      at: .at(20),
      clock: now
    )

    #expect(rows == 0)
    #expect(try await journal.history.history(ofBehavior: "a").value.count == 1)
  }

  @Test func `a moment from before the clock was set back counts for nothing`() async throws {
    let cache = cache()
    try await cache.saveUsers(.sample(5), askedAt: .at(5000), fetchedAt: .at(5001))
    let changes = try await cache.saveUsers(
      .sample(3),
      askedAt: .at(0),
      fetchedAt: .at(1),
      clock: { .at(1) }
    )
    #expect(!changes.isOvertaken)
    #expect(try await cache.loadUsers()?.value.users.count == 3)
  }

  private func cache() -> Cache { Cache.open(folder: folder.account).cache }

  private func journal() throws -> Journal {
    try Journal.open(folder: folder.account, owner: .sample)
  }
}
