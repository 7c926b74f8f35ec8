import Foundation
import RiskAPI
import RiskServices
import RiskStore
import SimulatedAPI
import TestSupport
import Testing

/// An answer that was asked for earlier and comes later is never taken for the newer one.
final class SlowerAnswerTests {
  private let folder = NSTemporaryDirectory() + "risk-services-" + UUID().uuidString
  private let time = Box(ServiceHarness.noon)
  private let api = SimulatedAPI(SimulationOptions(users: 12, now: { ServiceHarness.noon }))

  deinit { try? FileManager.default.removeItem(atPath: folder) }

  @Test func `within one process the newer answer stays`() async throws {
    let line = SlowLine(api)
    let service = try program(over: line)

    let answers = try await race(line, service, service)

    #expect(answers.quick.value.users.count == answers.before - 1)
    #expect(answers.slow == answers.quick)
    #expect(await service.loadUsers() == answers.quick)
    await service.close()
  }

  @Test func `of two processes the newer answer stays in memory, cache and history`() async throws {
    let line = SlowLine(api)
    let first = try program(over: line)
    let second = try program(over: SlowLine(api, isSlow: false))

    let answers = try await race(line, first, second)

    #expect(answers.quick.value.users.count == answers.before - 1)
    let users = Set(answers.quick.value.users)
    #expect(Set(answers.slow.value.users) == users)
    let third = try program(over: SlowLine(api, isSlow: false))
    #expect(await third.loadUsers().map { Set($0.value.users) } == users)
    #expect(await third.formerUsers().isEmpty)
    let news = await third.news(since: .at(.distantPast))
    #expect(news?.users.isEmpty == true, "\(String(describing: news))")
    for service in [first, second, third] { await service.close() }
  }

  // MARK: Fixtures

  /// Asks twice: the first answer is from before a reset and arrives after the second.
  private func race(
    _ line: SlowLine,
    _ first: RiskService,
    _ second: RiskService
  ) async throws -> (before: Int, slow: Fetched<RiskSummary>, quick: Fetched<RiskSummary>) {
    async let slow = first.fetchUsers()
    await line.isHeld()
    time.set(time.value.addingTimeInterval(10))
    let client = try client(over: SlowLine(api, isSlow: false))
    let listed = try await client.summary().users
    let user = try #require(listed.first { $0.maxRiskLevel != nil })
    _ = try await client.resetUser(user.id)
    let quick = try await second.fetchUsers()
    time.set(time.value.addingTimeInterval(10))
    line.release()
    return try await (listed.count, slow, quick)
  }

  private func program(over line: SlowLine) throws -> RiskService {
    RiskService(
      account: .online(try client(over: line)),
      cache: Cache.open(folder: folder).cache,
      journaling: .kept(
        try Journal.open(folder: folder, owner: .simulated),
        operator: JournalFixture.analyst
      ),
      now: { [time] in time.value }
    )
  }

  private func client(over line: SlowLine) throws -> APIClient {
    APIClient(
      accountID: SimulatedAPI.accountID,
      credentials: .token(try APIToken("s3cret-T0ken_value")),
      transport: line,
      clock: TestClock()
    )
  }
}

/// Holds back its first reply until it is released.
private final class SlowLine: Transport {
  private let api: SimulatedAPI
  private let isSlow: Box<Bool>
  private let held = AsyncStream.makeStream(of: Void.self)
  private let go = AsyncStream.makeStream(of: Void.self)

  init(_ api: SimulatedAPI, isSlow: Bool = true) {
    self.api = api
    self.isSlow = Box(isSlow)
  }

  func send(_ request: APIRequest) async throws(TransportError) -> APIReply {
    let reply = try await api.transport().send(request)
    guard isSlow.value else { return reply }
    isSlow.set(false)
    held.continuation.finish()
    for await _ in go.stream {}
    return reply
  }

  /// Returns once the account has answered and the reply is on its way.
  func isHeld() async {
    for await _ in held.stream {}
  }

  func release() { go.continuation.finish() }
}
