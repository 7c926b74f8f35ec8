import Foundation
import RiskAPI
import RiskServices
import RiskStore
import Testing

/// What changed since the analyst last looked.
struct NewsTests {
  private let desk: JournalDesk

  init() throws { desk = try JournalDesk() }

  @Test func `who was reset from here is told from who left otherwise`() async throws {
    let bench = try desk.bench()
    let service = bench.service
    let summary = try await service.fetchUsers().value
    await service.markSeen()
    let (mine, elsewhere) = (summary.users[0], summary.users[1])
    #expect(await service.reset(mine) == .reset(at: Bench.noon))
    try await bench.resetBehindTheJournal(elsewhere.id)
    _ = try await service.fetchUsers()

    let news = try #require(await service.news(since: .lastSeen(orElse: .distantPast)))
    #expect(Set(news.changes.users.map(\.id)) == [mine.id, elsewhere.id])
    #expect(news.changes.users.allSatisfy { $0.kind == .left })
    #expect(news.resetHere == [mine.id])

    await service.markSeen()
    #expect(await service.news(since: .lastSeen(orElse: .distantPast))?.changes.isEmpty == true)
    // A moment that the analyst sets outranks the last look.
    let earlier = await service.news(since: .at(Bench.noon.addingTimeInterval(-60)))
    #expect(earlier?.changes.users.count == 2)
  }

  @Test func `who never looked is told what changed since the dashboard opened`() async throws {
    let service = try desk.bench().service
    _ = try await service.fetchUsers()

    let news = await service.news(since: .lastSeen(orElse: Bench.noon))
    #expect(news?.changes.since == Bench.noon)
    #expect(news?.changes.isEmpty == true)
  }

  @Test func `without a journal nothing is known`() async throws {
    #expect(await (try Bench()).service.news(since: .lastSeen(orElse: Bench.noon)) == nil)
  }
}
