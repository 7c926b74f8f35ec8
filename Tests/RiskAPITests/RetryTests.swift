import Foundation
import HTTPTypes
import RiskAPI
import TestSupport
import Testing

struct RetryTests {
  static let transientFailures: [ScriptedTransport.Step] = [
    .failure(.notSent("refused")), .failure(.lost("reset")), .failure(.timedOut(wasSent: false)),
    .failure(.timedOut(wasSent: true)), Fixture.reply(408, ""), Fixture.reply(429, ""),
    Fixture.reply(500, ""), Fixture.reply(502, "<html>"), Fixture.reply(503, ""),
    Fixture.reply(529, ""), Fixture.failure(200, code: 10100),
  ]

  @Test(arguments: transientFailures)
  func `a read is tried again after what may pass`(failure: ScriptedTransport.Step) async throws {
    let bench = try ClientHarness(failure, Fixture.success(Fixture.users([1])))
    #expect(try await bench.client.summary().users.count == 1)
    #expect(bench.clock.sleeps == [.milliseconds(500)])
  }

  @Test(arguments: transientFailures)
  func `an update is tried again after what may pass`(failure: ScriptedTransport.Step) async throws
  {
    let bench = try ClientHarness(failure, Fixture.success(#"{"behaviors":{}}"#))
    _ = try await bench.client.updateBehaviors(Self.settings)
    #expect(bench.transport.requests.count == 2)
  }

  @Test func `four tries with pauses that double, then the error`() async throws {
    let down = Fixture.reply(503, "")
    let bench = try ClientHarness(down, down, down, down)
    let reply = APIError.Reply(status: 503, ray: Fixture.ray)
    await #expect(throws: APIError.serverFailed(reply)) { try await bench.client.summary() }
    #expect(bench.clock.sleeps == [.milliseconds(500), .seconds(1), .seconds(2)])
    #expect(
      bench.log.events == [
        .retrying(
          operation: "summary",
          attempt: 2,
          delay: .milliseconds(500),
          error: .serverFailed(reply)
        ),
        .retrying(
          operation: "summary",
          attempt: 3,
          delay: .seconds(1),
          error: .serverFailed(reply)
        ),
        .retrying(
          operation: "summary",
          attempt: 4,
          delay: .seconds(2),
          error: .serverFailed(reply)
        ),
      ]
    )
  }

  @Test func `pauses are drawn from the last quarter`() async throws {
    var configuration = APIClient.Configuration.test
    configuration.jitter = { $0.lowerBound }
    let bench = try ClientHarness(
      Fixture.reply(503, ""),
      Fixture.success(Fixture.users([])),
      configuration: configuration
    )
    _ = try await bench.client.summary()
    #expect(bench.clock.sleeps == [.milliseconds(375)])
  }

  @Test(arguments: [
    Obstacle.untrustedCertificate(host: "a"), .wrongCertificate(host: "a"),
    .expiredCertificate(host: "a", end: TestClock.noon), .outdatedTLS(host: "a"),
    .earlyCertificate(host: "a", start: TestClock.noon),
    .refusedByProxy(host: "a"), .proxyWantsCredentials,
  ])
  func `what does not pass by itself is tried once`(obstacle: Obstacle) async throws {
    let bench = try ClientHarness(.failure(.obstructed(obstacle)))
    await #expect(throws: APIError.obstructed(obstacle)) { try await bench.client.summary() }
    #expect(bench.transport.requests.count == 1)
    #expect(bench.clock.sleeps.isEmpty)
  }

  @Test func `a name that does not resolve is looked up twice`() async throws {
    let unknown = ScriptedTransport.Step.failure(.obstructed(.unknownHost("a.example")))
    let bench = try ClientHarness(unknown, unknown)
    await #expect(throws: APIError.obstructed(.unknownHost("a.example"))) {
      try await bench.client.summary()
    }
    #expect(bench.transport.requests.count == 2)

    let known = try ClientHarness(unknown, Fixture.success(Fixture.users([1])))
    #expect(try await known.client.summary().users.count == 1)
  }

  @Test func `a name that is lost between two failures is looked up twice in all`() async throws {
    let unknown = ScriptedTransport.Step.failure(.obstructed(.unknownHost("a.example")))
    let bench = try ClientHarness(unknown, Fixture.reply(503, ""), unknown)
    await #expect(throws: APIError.obstructed(.unknownHost("a.example"))) {
      try await bench.client.summary()
    }
  }

  @Test func `a reset that meets an obstacle was not sent`() async throws {
    let bench = try ClientHarness(.failure(.obstructed(.proxyWantsCredentials)))
    await #expect(throws: APIError.obstructed(.proxyWantsCredentials)) {
      try await bench.client.resetUser(Fixture.user)
    }
  }

  @Test func `an update that was lost and then meets an obstacle is unknown`() async throws {
    let bench = try ClientHarness(
      .failure(.lost("reset")),
      .failure(.obstructed(.refusedByProxy(host: "a")))
    )
    await expectUnknown { try await bench.client.updateBehaviors(Self.settings) }
  }

  @Test(arguments: [400, 401, 403, 404, 405, 409, 422])
  func `a definite answer is not questioned`(status: Int) async throws {
    let bench = try ClientHarness(Fixture.failure(status, code: 1000))
    await #expect(throws: APIError.self) { try await bench.client.summary() }
    #expect(bench.transport.requests.count == 1)
  }

  @Test(arguments: [TransportError.notSent("refused"), .timedOut(wasSent: false)])
  func `a reset that never left is sent again`(failure: TransportError) async throws {
    let bench = try ClientHarness(.failure(failure), Fixture.success("{}"))
    let receipt = try await bench.client.resetUser(Fixture.user)
    #expect(receipt.ray == Fixture.ray)
    #expect(bench.transport.requests.count == 2)
  }

  @Test func `a reset that was refused with 429 is sent again after the pause`() async throws {
    let bench = try ClientHarness(
      Fixture.failure(429, code: 10100, headers: [.retryAfter: "7"]),
      Fixture.success("null")
    )
    _ = try await bench.client.resetUser(Fixture.user)
    #expect(bench.clock.sleeps == [.seconds(7)])
  }

  @Test func `a reset that never left at all is unreachable, not unknown`() async throws {
    let refused = ScriptedTransport.Step.failure(.notSent("refused"))
    let bench = try ClientHarness(refused, refused, refused, refused)
    await #expect(throws: APIError.unreachable("refused")) {
      try await bench.client.resetUser(Fixture.user)
    }
  }

  @Test(arguments: [
    ScriptedTransport.Step.failure(.lost("reset")), .failure(.timedOut(wasSent: true)),
    Fixture.reply(408, ""), Fixture.reply(500, ""), Fixture.reply(504, "<html>"),
    .failure(.tooLarge(limit: 9, status: 200, ray: nil)), Fixture.reply(200, "<html>"),
    .failure(.canceled),
  ])
  func `a reset, create or delete that may have acted is sent once and unknown`(
    failure: ScriptedTransport.Step
  ) async throws {
    let reset = try ClientHarness(failure)
    let create = try ClientHarness(failure)
    let delete = try ClientHarness(failure)
    await expectUnknown { try await reset.client.resetUser(Fixture.user) }
    await expectUnknown {
      try await create.client.createIntegration(tenantURL: "https://a.okta.com")
    }
    await expectUnknown { try await delete.client.deleteIntegration(id: Fixture.integration) }
    for bench in [reset, create, delete] { #expect(bench.transport.requests.count == 1) }
  }

  @Test func `an unknown outcome keeps the ray of the reply`() async throws {
    let bench = try ClientHarness(Fixture.reply(502, ""))
    let reply = APIError.Reply(status: 502, ray: Fixture.ray)
    await #expect(
      throws: APIError.outcomeUnknown(reply, "the account answered with status 502")
    ) { try await bench.client.resetUser(Fixture.user) }
  }

  @Test func `an update lost four times is unknown`() async throws {
    let lost = ScriptedTransport.Step.failure(.lost("reset"))
    let bench = try ClientHarness(lost, lost, lost, lost)
    await #expect(throws: APIError.outcomeUnknown(nil, "reset")) {
      try await bench.client.updateBehaviors(Self.settings)
    }
  }

  @Test func `an update lost once and then refused by the network is unknown`() async throws {
    let refused = ScriptedTransport.Step.failure(.notSent("refused"))
    let bench = try ClientHarness(.failure(.lost("reset")), refused, refused, refused)
    await expectUnknown { try await bench.client.updateBehaviors(Self.settings) }
  }

  @Test func `an update lost once and then forbidden is forbidden`() async throws {
    let bench = try ClientHarness(.failure(.lost("reset")), Fixture.failure(403, code: 10000))
    let item = APIError.Item(code: 10000, message: "no")
    let reply = APIError.Reply(status: 403, errors: [item], ray: Fixture.ray)
    await #expect(throws: APIError.forbidden(reply, missing: [.write])) {
      try await bench.client.updateBehaviors(Self.settings)
    }
  }

  @Test func `a canceled read is canceled and not tried again`() async throws {
    let bench = try ClientHarness(.giveUp)
    let client = bench.client
    let task = Task { try await client.summary() }
    await #expect(throws: APIError.canceled) { try await task.value }
    #expect(bench.transport.requests.count == 1)
  }

  private static let settings = [
    "imp_travel": BehaviorSetting(isEnabled: true, riskLevel: .high)
  ]
}

/// Expects `.outcomeUnknown`, whatever its words.
private func expectUnknown(_ body: () async throws -> some Any) async {
  do {
    _ = try await body()
    Issue.record("succeeded")
  } catch APIError.outcomeUnknown {
  } catch {
    Issue.record("\(error)")
  }
}
