import HTTPTypes
import RiskAPI
import Synchronization
import TestSupport
import Testing

/// What a client asks of a rateLimiter, and what it tells it.
struct RateLimiterTests {
  @Test func `every try is entered, and its reply noted under its number`() async throws {
    let fields: HTTPFields = [.rateLimit: #""default";r=50;t=30"#]
    let rateLimiter = ScriptedLedger()
    let bench = try ClientHarness(
      Fixture.reply(503, ""),
      Fixture.success("[]", headers: fields),
      rateLimiter: rateLimiter
    )
    _ = try await bench.client.integrations()
    #expect(
      rateLimiter.calls == [
        .entered(.deferrable), .entered(.deferrable), .noted(remaining: 50, entry: 2),
      ]
    )
  }

  @Test func `a request that is held waits and asks again`() async throws {
    let rateLimiter = ScriptedLedger(
      .held(for: .seconds(9), .spent),
      .held(for: .seconds(2), .refused)
    )
    let bench = try ClientHarness(Fixture.success("[]"), rateLimiter: rateLimiter)
    _ = try await bench.client.integrations()
    #expect(bench.clock.sleeps == [.seconds(9), .seconds(2)])
    #expect(
      bench.log.events == [
        .waiting(operation: "integrations", delay: .seconds(9), reason: .spent),
        .waiting(operation: "integrations", delay: .seconds(2), reason: .refused),
      ]
    )
    #expect(rateLimiter.calls.count == 3)
  }

  @Test(arguments: [
    (PauseReason.spent, "the account's request budget is spent"),
    (.refused, "the account refuses requests for a while"),
  ])
  func `a hold too long to wait for is told and thrown, and nothing is sent`(
    reason: PauseReason,
    words: String
  ) async throws {
    let bench = try ClientHarness(
      rateLimiter: ScriptedLedger(.held(for: .milliseconds(211_500), reason))
    )
    let item = APIError.Item(code: 0, message: words)
    let reply = APIError.Reply(status: 429, errors: [item])
    await #expect(throws: APIError.rateLimited(reply, retryAfter: 212)) {
      try await bench.client.integrations()
    }
    let held = ClientEvent.held(
      operation: "integrations",
      delay: .milliseconds(211_500),
      reason: reason
    )
    #expect(bench.log.events == [held])
    #expect(bench.transport.requests.isEmpty)
    #expect(bench.clock.sleeps.isEmpty)
  }

  @Test func `the rateLimiter hears of a refusal and its length`() async throws {
    let rateLimiter = ScriptedLedger()
    let refusal = Fixture.failure(429, code: 971, headers: [.retryAfter: "300"])
    let bench = try ClientHarness(refusal, rateLimiter: rateLimiter)
    await #expect(throws: APIError.self) { try await bench.client.integrations() }
    #expect(rateLimiter.calls == [.entered(.deferrable), .refused(300)])
    let held = ClientEvent.held(
      operation: "integrations",
      delay: .seconds(300),
      reason: .refused,
      ray: Fixture.ray
    )
    #expect(bench.log.events == [held])
  }

  @Test func `writes and the reads of a write are urgent`() async throws {
    let rateLimiter = ScriptedLedger()
    let bench = try ClientHarness(
      Fixture.success("{}"),
      Fixture.success("[]"),
      Fixture.success("[]"),
      rateLimiter: rateLimiter
    )
    _ = try await bench.client.resetUser(Fixture.user)
    _ = try await APIClient.urgently { try await bench.client.integrations() }
    _ = try await bench.client.integrations()
    #expect(rateLimiter.calls == [.entered(.urgent), .entered(.urgent), .entered(.deferrable)])
  }

  @Test func `the reads of a write leave though the account said that nothing is left`()
    async throws
  {
    let spent: HTTPFields = [.rateLimit: #""default";r=0;t=12"#]
    let bench = try ClientHarness(Fixture.success("[]", headers: spent), Fixture.success("[]"))
    _ = try await bench.client.integrations()
    _ = try await APIClient.urgently { try await bench.client.integrations() }
    #expect(bench.clock.sleeps.isEmpty)
  }
}

/// Answers from a list, then admits; keeps what it was asked and told.
private final class ScriptedLedger: RateLimiter {
  enum Call: Equatable {
    case entered(RequestPriority)
    case noted(remaining: Int?, entry: Int?)
    case refused(Int)
  }

  private let state: Mutex<(answers: [Admission], calls: [Call])>

  init(_ answers: Admission...) {
    state = Mutex((answers, []))
  }

  var calls: [Call] { state.withLock { $0.calls } }

  func enter(_ priority: RequestPriority) async -> Admission {
    state.withLock { state in
      state.calls.append(.entered(priority))
      guard state.answers.isEmpty else { return state.answers.removeFirst() }
      return .admitted(entry: state.calls.count)
    }
  }

  func note(_ limit: RateLimit, entry: Int?) async {
    state.withLock { $0.calls.append(.noted(remaining: limit.remaining, entry: entry)) }
  }

  func noteRefusal(seconds: Int) async {
    state.withLock { $0.calls.append(.refused(seconds)) }
  }
}
