import Foundation
import RiskServices
import RiskStore
import Testing

/// Drafts of dashboards that end, and of those that run beside each other.
struct DraftsTests {
  private let desk: JournalFixture

  init() throws { desk = try JournalFixture() }

  @Test func `drafts outlive the run, until they are let go`() async throws {
    let first = try desk.bench().service
    #expect(await first.saveDrafts(["behaviors": #"{"a":1}"#, "notes": #""half a""#]) == nil)
    await first.close()

    let second = try service()
    let found = await second.takeOverDrafts()
    #expect(found.mapValues { $0.map(\.content) } == Self.both)
    #expect(found["notes"]?.map(\.savedAt) == [ServiceHarness.noon])
    #expect(await second.saveDrafts(["behaviors": #"{"a":1}"#, "notes": nil]) == nil)
    await second.close()

    #expect(await contents(of: try service()) == ["behaviors": [#"{"a":1}"#]])
  }

  @Test func `what a run took over and did not keep waits for the next one`() async throws {
    let first = try desk.bench().service
    _ = await first.saveDrafts(["behaviors": #"{"a":1}"#, "notes": #""half a""#])
    await first.close()
    let cutShort = try service()
    _ = await cutShort.takeOverDrafts()
    await cutShort.close()

    #expect(await contents(of: try service()) == Self.both)
  }

  @Test func `a dashboard that runs keeps its drafts to itself`() async throws {
    let running = try desk.bench().service
    _ = await running.saveDrafts(["notes": #""mine""#])

    let other = try service()
    #expect(await other.takeOverDrafts().isEmpty)
    _ = await other.saveDrafts(["notes": nil])
    await other.close()
    await running.close()

    #expect(await contents(of: try service()) == ["notes": [#""mine""#]])
  }

  @Test func `what several left behind is found by one and once`() async throws {
    let (one, two) = (try desk.bench().service, try service())
    _ = await one.saveDrafts(["notes": #""one""#])
    _ = await two.saveDrafts(["notes": #""two""#])
    await one.close()
    await two.close()

    let next = try service()
    let found = await next.takeOverDrafts()["notes"] ?? []
    #expect(Set(found.map(\.content)) == [#""one""#, #""two""#])
    _ = await next.saveDrafts(["notes": #""both""#])
    await next.close()

    #expect(await contents(of: try service()) == ["notes": [#""both""#]])
  }

  @Test func `drafts that no journal takes are told of`() async throws {
    let error = JournalError(problem: .diskFull, path: "/state/journal.sqlite")
    let service = try ServiceHarness(journaling: .unavailable(error)).service

    #expect(await service.saveDrafts(["notes": nil]) == nil)
    #expect(await service.saveDrafts(["notes": #""half a""#]) == error.line)
  }

  @Test func `where there is nothing to keep, a journal that takes nothing is no trouble`()
    async throws
  {
    let service = try desk.bench().service
    desk.journal.close()

    #expect(await service.saveDrafts(["behaviors": nil, "notes": nil]) == nil)
    #expect(await service.saveDrafts(["behaviors": nil, "notes": #""half a""#]) != nil)
    // Whether that came to the disk is not known, so it is not taken for kept.
    #expect(await service.saveDrafts(["behaviors": nil, "notes": #""half a""#]) != nil)
    #expect(await service.saveDrafts(["behaviors": nil, "notes": nil]) == nil)
  }

  private static let both = ["behaviors": [#"{"a":1}"#], "notes": [#""half a""#]]

  private func service() throws -> RiskService {
    try ServiceHarness(journaling: try desk.reopened()).service
  }

  private func contents(of service: RiskService) async -> [String: [String]] {
    let found = await service.takeOverDrafts().mapValues { $0.map(\.content) }
    await service.close()
    return found
  }
}
