import Foundation
import RiskAPI
import RiskServices
import RiskStore
import Testing

struct JournalKeepingTests {
  private let desk: JournalFixture

  init() throws { desk = try JournalFixture() }

  @Test func `only resets that may have happened within seven days are recent`() async throws {
    let bench = try desk.bench()
    let user = try await bench.worstUser()
    let day = 86_400.0
    try await desk.record(.done, of: user.id, ago: 7 * day + 1)
    try await desk.record(.done, of: user.id, ago: 7 * day - 1)
    try await desk.record(.unknown, of: user.id, ago: 3 * day)
    try await desk.record(.failed, of: user.id, ago: 2 * day)
    try await desk.record(.refused, of: user.id, ago: day)
    try await desk.begin(desk.intent(user.id), ago: 180)

    let recent = await bench.service.recentResets(of: [user.id, UserID("nobody")])

    #expect(recent.keys.map(\.rawValue) == [user.id.rawValue])
    #expect(recent[user.id]?.map { $0.outcome?.result } == [nil, .unknown, .done])
  }

  @Test func `the place outlives the run`() async throws {
    let service = try desk.bench().service
    await service.savePlace(#"{"pane":"users"}"#)

    let next = try ServiceHarness(journaling: try desk.reopened()).service
    #expect(await next.place()?.content == #"{"pane":"users"}"#)
  }

  @Test func `verdicts and notes are kept with their author`() async throws {
    let service = try desk.bench().service
    let user = UserID("7f3c1a52-9d4e-4b6f-8a21-5c0d9e8f7a6b")

    #expect(await service.assess([user], verdict: .benign, note: "travels") == nil)
    #expect(await service.assess([user], verdict: nil, note: "called") == nil)

    let next = try ServiceHarness(journaling: try desk.reopened()).service
    let kept = await next.caseNotes(of: user)
    #expect(kept.map(\.note) == ["travels", "called"])
    #expect(kept.map(\.author) == [JournalFixture.analyst, JournalFixture.analyst])
    #expect(await next.latestVerdicts()[user]?.verdict == .benign)

    let error = JournalError(problem: .readOnly, path: "/var/journal.sqlite")
    let without = try ServiceHarness(journaling: .unavailable(error)).service
    #expect(await without.assess([user], verdict: .benign, note: "") == error.line)
  }
}
