import Foundation
import RiskAPI
import RiskServices
import RiskStore
import Testing

/// What changed since the analyst last looked.
struct NewsTests {
  private let desk: JournalFixture

  init() throws { desk = try JournalFixture() }

  @Test func `who was reset from here is told from who left otherwise`() async throws {
    let bench = try desk.bench()
    let service = bench.service
    let summary = try await service.fetchUsers().value
    await service.markSeen()
    let (mine, elsewhere) = (summary.users[0], summary.users[1])
    #expect(await service.reset(mine).isReset(at: ServiceHarness.noon))
    try await bench.resetBehindTheJournal(elsewhere.id)
    _ = try await service.fetchUsers()

    let news = try #require(await service.news(since: .lastSeen))
    #expect(Set(news.users.map(\.id)) == [mine.id, elsewhere.id])
    #expect(news.users.allSatisfy { $0.kind == .left })
    #expect(news.resetHere == [mine.id])

    await service.markSeen()
    #expect(await service.news(since: .lastSeen)?.isEmpty == true)
    // A moment that the analyst sets outranks the last look.
    let earlier = await service.news(since: .at(ServiceHarness.noon.addingTimeInterval(-60)))
    #expect(earlier?.users.count == 2)
  }

  @Test func `who never said to have seen all is told what changed since the first look`()
    async throws
  {
    let bench = try desk.bench()
    let service = bench.service
    #expect(await service.news(since: .lastSeen)?.since == ServiceHarness.noon)
    let summary = try await service.fetchUsers().value
    let news = await service.news(since: .lastSeen)
    #expect(news?.since == ServiceHarness.noon)
    #expect(news?.isEmpty == true)

    // Neither the end of a run nor the start of the next marks anything.
    try await bench.resetBehindTheJournal(summary.users[0].id)
    _ = try await service.fetchUsers()
    await service.savePlace("{}")
    let next = await (try ServiceHarness(journaling: desk.reopened())).service.news(
      since: .lastSeen
    )
    #expect(next?.users.map(\.kind) == [.left])
  }

  @Test func `who was reset from here and comes back between two looks is back`() async throws {
    let bench = try desk.bench()
    let service = bench.service
    let user = try await service.fetchUsers().value.users[0]
    await service.markSeen()
    #expect(await service.reset(user).isReset(at: ServiceHarness.noon))
    let summary = RiskSummary(
      users: [
        UserSummary(
          id: user.id,
          name: user.name,
          email: user.email,
          maxRiskLevel: .low,
          eventCount: 1,
          lastEvent: ServiceHarness.noon.addingTimeInterval(30)
        )
      ],
      totalCount: nil
    )
    try await desk.journal.history.recordUsers(
      summary,
      at: ServiceHarness.noon.addingTimeInterval(60)
    )

    let difference = await service.news(since: .lastSeen)?.users.first { $0.id == user.id }
    #expect(difference?.kind == .back)
  }

  @Test func `without a journal nothing is known`() async throws {
    #expect(await (try ServiceHarness()).service.news(since: .lastSeen) == nil)
  }
}
