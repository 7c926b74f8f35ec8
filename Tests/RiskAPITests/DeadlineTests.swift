import HTTPTypes
import RiskAPI
import TestSupport
import Testing

/// The moment by which all calls must have ended; on a clock whose sleeps cost nothing.
struct DeadlineTests {
  @Test func `a pause that does not fit is not begun`() async throws {
    let down = Fixture.reply(503, "")
    let bench = try ClientHarness(down, down, timeLimit: .seconds(1))
    await #expect(throws: APIError.serverFailed(APIError.Reply(status: 503, ray: Fixture.ray))) {
      try await bench.client.summary()
    }
    // The second pause would be of a second, and half a second is left.
    #expect(bench.clock.sleeps == [.milliseconds(500)])
    #expect(bench.transport.requests.count == 2)
  }

  @Test func `a pause that the account asks for ends the call when it does not fit`() async throws {
    let refusal = Fixture.failure(429, code: 971, headers: [.retryAfter: "45"])
    let bench = try ClientHarness(refusal, timeLimit: .seconds(30))
    let error = await #expect(throws: APIError.self) { try await bench.client.summary() }
    guard case .rateLimited(_, retryAfter: 45)? = error else {
      Issue.record("\(String(describing: error))")
      return
    }
    #expect(bench.clock.sleeps.isEmpty)

    // The next call of the client learns it from the gate.
    await #expect(throws: APIError.self) { try await bench.client.behaviors() }
    #expect(bench.transport.requests.count == 1)
  }

  @Test func `a pause that fits is waited for`() async throws {
    let refusal = Fixture.failure(429, code: 971, headers: [.retryAfter: "45"])
    let bench = try ClientHarness(
      refusal,
      Fixture.success(Fixture.users([1])),
      timeLimit: .seconds(60)
    )
    _ = try await bench.client.summary()
    #expect(bench.clock.sleeps == [.seconds(45)])
    // A try may take what is left.
    #expect(bench.transport.requests.map(\.timeout) == [.seconds(30), .seconds(15)])
  }

  @Test func `nothing is asked once the time is over`() async throws {
    let bench = try ClientHarness(timeLimit: .seconds(2))
    try await bench.clock.sleep(for: .seconds(2))
    await #expect(throws: APIError.timedOut) { try await bench.client.summary() }
    await #expect(throws: APIError.timedOut) { try await bench.client.resetUser(Fixture.user) }
    #expect(bench.transport.requests.isEmpty)
    #expect(bench.deadline?.isOver == true)
    #expect(bench.deadline?.hasSentWrite == false)
  }

  @Test func `an update that was lost is unknown once there is no time for another try`()
    async throws
  {
    let bench = try ClientHarness(.failure(.lost("reset")), timeLimit: .milliseconds(400))
    let settings = ["imp_travel": BehaviorSetting(isEnabled: true, riskLevel: .high)]
    await #expect(throws: APIError.outcomeUnknown(nil, "reset")) {
      try await bench.client.updateBehaviors(settings)
    }
  }

  @Test func `a write that has left is waited for and looked after`() async throws {
    let bench = try ClientHarness(
      Fixture.success("{}"),
      Fixture.success(Fixture.users([])),
      timeLimit: .seconds(1)
    )
    try await bench.clock.sleep(for: .milliseconds(900))
    _ = try await bench.client.resetUser(Fixture.user)
    #expect(bench.transport.requests.first?.timeout == .seconds(2))

    try await bench.clock.sleep(for: .seconds(3))
    _ = try await bench.client.summary()
    #expect(bench.transport.requests.last?.timeout == .milliseconds(2100))
    // No other write leaves, and the look ends too.
    await #expect(throws: APIError.timedOut) { try await bench.client.resetUser(Fixture.user) }
    try await bench.clock.sleep(for: .seconds(3))
    await #expect(throws: APIError.timedOut) { try await bench.client.summary() }
    #expect(bench.transport.requests.count == 2)
  }

  @Test func `time in which a person was asked does not count`() async throws {
    let bench = try ClientHarness(Fixture.success(Fixture.users([])), timeLimit: .seconds(5))
    try await bench.clock.sleep(for: .seconds(60))
    bench.deadline?.postpone(by: .seconds(60))
    _ = try await bench.client.summary()
    #expect(bench.transport.requests.first?.timeout == .seconds(5))
  }

  @Test func `without a limit a try has its usual time`() async throws {
    let bench = try ClientHarness(Fixture.success(Fixture.users([])))
    _ = try await bench.client.summary()
    #expect(bench.transport.requests.first?.timeout == .seconds(30))
  }
}
