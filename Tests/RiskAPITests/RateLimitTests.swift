import HTTPTypes
import RiskAPI
import TestSupport
import Testing

struct RateLimitTests {
  @Test(arguments: [
    (#""default";r=50;t=30"#, #""burst";q=100;w=60"#, RateLimit(50, 30, 100, 60)),
    (#""default";r=50;t=30"#, nil, RateLimit(50, 30, nil, nil)),
    (nil, #""burst";q=100;w=60"#, RateLimit(nil, nil, 100, 60)),
    (#""a";r=9;t=1, "b"; r=2 ; T=5"#, nil, RateLimit(2, 5, nil, nil)),
    ("r=3.5;t=2.1", nil, RateLimit(4, 3, nil, nil)),
    ("default;r=1", nil, RateLimit(1, nil, nil, nil)),
    ("r=-1;r=99999999999999999999999;;=;r", nil, nil), ("", "", nil), (nil, nil, nil),
  ])
  func `the header fields are read as far as they can be`(
    limit: String?,
    policy: String?,
    expected: RateLimit?
  ) {
    #expect(RateLimit(limit: limit, policy: policy) == expected)
  }

  @Test func `what the account says of its budget is told`() async throws {
    let fields: HTTPFields = [
      .rateLimit: #""default";r=50;t=30"#,
      .rateLimitPolicy: #""burst";q=100;w=60"#,
    ]
    let bench = try ClientHarness(Fixture.success(Fixture.users([]), headers: fields))
    _ = try await bench.client.summary()
    #expect(bench.log.events == [.rateLimit(RateLimit(50, 30, 100, 60))])
  }

  @Test func `the whole Retry-After is waited, and told`() async throws {
    let bench = try ClientHarness(Self.refusal("30"), Fixture.success(Fixture.users([])))
    _ = try await bench.client.summary()
    #expect(bench.clock.sleeps == [.seconds(30)])
    guard case .retrying("summary", 2, .seconds(30), .rateLimited(_, 30)) = bench.log.events.first
    else {
      Issue.record("\(bench.log.events)")
      return
    }
  }

  @Test func `a date in Retry-After counts from the reply's own date`() async throws {
    let fields: HTTPFields = [
      .retryAfter: "Sat, 21 Nov 2026 08:40:20 GMT",
      .date: "Sat, 21 Nov 2026 08:40:00 GMT",
    ]
    let bench = try ClientHarness(
      Fixture.failure(429, code: 971, headers: fields),
      Fixture.success(Fixture.users([]))
    )
    _ = try await bench.client.summary()
    #expect(bench.clock.sleeps == [.seconds(20)])
  }

  @Test func `a refusal too long to wait for is thrown at once, for later calls too`() async throws
  {
    let bench = try ClientHarness(Self.refusal("300"))
    let item = APIError.Item(code: 10100, message: "no")
    let reply = APIError.Reply(status: 429, errors: [item], ray: Fixture.ray)
    for _ in 1...3 {
      await #expect(throws: APIError.rateLimited(reply, retryAfter: 300)) {
        try await bench.client.summary()
      }
    }
    await #expect(throws: APIError.rateLimited(reply, retryAfter: 300)) {
      try await bench.client.resetUser(Fixture.user)
    }
    #expect(bench.transport.requests.count == 1)
    #expect(bench.clock.sleeps.isEmpty)
  }

  @Test func `another call waits out the pause that a refusal began`() async throws {
    var configuration = APIClient.Configuration.test
    configuration.maxTries = 1
    let bench = try ClientHarness(
      Self.refusal("20"),
      Fixture.success("[]"),
      configuration: configuration
    )
    await #expect(throws: APIError.self) { try await bench.client.summary() }
    try await bench.clock.sleep(for: .seconds(5))
    _ = try await bench.client.integrations()
    #expect(
      bench.log.events.last
        == .waiting(
          operation: "integrations",
          delay: .seconds(15),
          reason: .refused,
          ray: Fixture.ray
        )
    )
    #expect(bench.clock.sleeps == [.seconds(5), .seconds(15)])
  }

  @Test func `a spent budget holds reads until the window ends, and no writes`() async throws {
    let spent: HTTPFields = [.rateLimit: #""default";r=0;t=12"#]
    let bench = try ClientHarness(
      Fixture.success("[]", headers: spent),
      Fixture.success("{}"),
      Fixture.success("[]")
    )
    _ = try await bench.client.integrations()
    _ = try await bench.client.resetUser(Fixture.user)
    #expect(bench.clock.sleeps.isEmpty)
    _ = try await bench.client.integrations()
    #expect(bench.clock.sleeps == [.seconds(12)])
  }

  @Test func `copies of a client share the pause`() async throws {
    let bench = try ClientHarness(Self.refusal("300"))
    let copy = bench.client
    await #expect(throws: APIError.self) { try await bench.client.summary() }
    await #expect(throws: APIError.self) { try await copy.behaviors() }
    #expect(bench.transport.requests.count == 1)
  }

  private static func refusal(_ seconds: String) -> ScriptedTransport.Step {
    Fixture.failure(429, code: 10100, headers: [.retryAfter: seconds])
  }
}

extension RateLimit {
  fileprivate init(_ remaining: Int?, _ reset: Int?, _ quota: Int?, _ window: Int?) {
    self.init(
      remaining: remaining,
      resetSeconds: reset,
      quota: quota,
      windowSeconds: window
    )
  }
}
