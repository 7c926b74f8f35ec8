import Foundation
import HTTPTypes
import RiskAPI
import RiskServices
import RiskStore
import SimulatedAPI
import TerminalUI
import TestSupport
import Testing

@testable import ztriage

/// Writes whose command runs out of time, in process and on a clock that a late reply turns.
struct CommandTimeWriteTests {
  @Test func `a write whose reply is late is looked at and recorded, and no other leaves`()
    async throws
  {
    let clock = TestClock()
    let time = CommandTime(
      TimeLimit(duration: .seconds(10), description: "10s"),
      clock: clock,
      say: { _ in }
    )
    let folder = try TestSupport.TemporaryFolder()
    let journal = try Journal.open(
      folder: folder.path,
      owner: AccountAddress(server: "127.0.0.1:0", accountID: Kept.accountID)
    )
    defer { journal.close() }
    let api = SimulatedAPI(SimulationOptions(users: 5))
    let service = RiskService(
      account: .online(
        APIClient(
          accountID: "0123456789abcdef0123456789abcdef",
          credentials: .token(try APIToken("s3cret-token")),
          transport: LateReplies(api: api, clock: clock),
          clock: clock,
          deadline: time.deadline
        )
      ),
      journaling: .kept(journal, operator: "ana@desk")
    )
    let users = try await service.fetchUsers().value.users.prefix(3)
    let results = await CommandTime.$current.withValue(time) {
      await ResetRun(service: service, reason: .other, note: "", interruption: Interruption(of: []))
        .reset(users.enumerated().map { .init(place: $0, user: $1) }, isAlone: true)
    }

    // The first was sent, and the account got it.
    #expect(await api.received.count { $0.method == .post } == 1)
    #expect(results[0].outcome.word == "reset")
    for result in results.dropFirst() {
      #expect(result.outcome.word == "not tried")
      #expect(result.outcome.failure?.status == .unavailable)
      #expect(result.outcome.failure?.line.string.hasPrefix("not tried: out of time") == true)
    }
    let entries = try await journal.auditLog.entries(limit: 10).value
    #expect(entries.map { $0.outcome?.result } == [.refused, .refused, .done])
    #expect(entries.first?.outcome?.detail == "not tried: out of time")
  }
}

/// Carries writes, and loses their replies half a minute later.
private struct LateReplies: Transport {
  let api: SimulatedAPI
  let clock: TestClock

  func send(_ request: APIRequest) async throws(TransportError) -> APIReply {
    let reply = try await api.answer(
      request.method,
      request.path,
      headers: request.headers,
      body: request.body,
      timeout: request.timeout
    )
    guard request.method == .post else { return reply }
    clock.advance(by: request.timeout)
    throw .timedOut(wasSent: true)
  }
}
