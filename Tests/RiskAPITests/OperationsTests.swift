import Foundation
import HTTPTypes
import RiskAPI
import SimulatedAPI
import TestSupport
import Testing

/// Each operation against a simulated account, in process and over a socket alike.
@Suite(.serialized)
struct OperationsTests {
  /// The way to the account.
  enum Road: CaseIterable {
    case inProcess
    case socket
  }

  @Test(arguments: Road.allCases)
  func `the summary lists every user once`(road: Road) async throws {
    try await road.travel(SimulationOptions(users: 50)) { client, api in
      let summary = try await client.summary()
      #expect(summary.isComplete && !summary.users.isEmpty)
      #expect(Set(summary.users.map(\.id)).count == summary.users.count)
      #expect(summary.users.allSatisfy { $0.id.isUUID && $0.eventCount > 0 && $0.lastEvent != nil })
      #expect(await api.received.count == 1)
    }
  }

  @Test(arguments: Road.allCases)
  func `a summary in pages is the same summary`(road: Road) async throws {
    let whole = try await Road.inProcess.travel(SimulationOptions(users: 50)) { client, _ in
      try await client.summary()
    }
    try await road.travel(SimulationOptions(users: 50, pageSize: 7)) { client, api in
      let paged = try await client.summary()
      #expect(paged.users.map(\.id) == whole.users.map(\.id))
      #expect(await api.received.count == (whole.users.count + 6) / 7)
    }
  }

  @Test(arguments: Road.allCases)
  func `an account without paging gives its first page and the total`(road: Road) async throws {
    let options = SimulationOptions(users: 50, pageSize: 7, quirks: [.ignoresPaging])
    try await road.travel(options) { client, api in
      let summary = try await client.summary()
      #expect(summary.users.count == 7 && !summary.isComplete)
      #expect(await api.received.count == 2)
    }
  }

  @Test(arguments: Road.allCases)
  func `a user's events carry what the summary counts`(road: Road) async throws {
    try await road.travel(SimulationOptions(users: 50)) { client, _ in
      let row = try #require(try await client.summary().users.first)
      let risk = try await client.userDetail(row.id)
      #expect(risk.email == row.email && risk.name == row.name)
      #expect(risk.riskLevel == row.maxRiskLevel)
      #expect(risk.events.count == row.eventCount)
      #expect(risk.events.compactMap(\.timestamp).max() == row.lastEvent)
      #expect(risk.events.allSatisfy { $0.details != nil })
    }
  }

  @Test(arguments: Road.allCases)
  func `a reset sends one POST without a body and the user leaves`(road: Road) async throws {
    try await road.travel(SimulationOptions(users: 20)) { client, api in
      let id = try #require(try await client.summary().users.first?.id)
      await api.forgetReceived()
      let receipt = try await client.resetUser(id)
      let received = await api.received
      #expect(receipt.ray != nil)
      #expect(received.map(\.method) == [.post])
      let plan = try client.plannedReset(id)
      #expect(received.first?.path == plan.path)
      #expect(received.first?.body?.isEmpty ?? true)
      #expect(try await client.summary().users.contains { $0.id == id } == false)
      #expect(try await client.userDetail(id).lastReset != nil)
    }
  }

  @Test(arguments: Road.allCases)
  func `behaviors are read, changed and read again`(road: Road) async throws {
    try await road.travel(SimulationOptions(users: 1)) { client, api in
      let before = try await client.behaviors()
      #expect(before.map(\.key) == before.map(\.key).sorted() && before.count > 2)
      var settings = Dictionary(uniqueKeysWithValues: before.map { ($0.key, $0.setting) })
      let key = try #require(before.first?.key)
      settings[key]?.isEnabled.toggle()
      let receipt = try await client.updateBehaviors(settings)
      #expect(receipt.value[key] == settings[key])
      let plan = try client.plannedUpdateBehaviors(settings)
      #expect(await api.received.last?.body == plan.body)
      let after = try await client.behaviors()
      #expect(after.map(\.setting) == before.map { settings[$0.key] })
    }
  }

  @Test(arguments: Road.allCases)
  func `integrations are listed, found by id and by reference id`(road: Road) async throws {
    try await road.travel(SimulationOptions(users: 1)) { client, _ in
      let all = try await client.integrations()
      let first = try #require(all.first)
      #expect(try await client.integration(id: first.id) == first)
      #expect(try await client.integration(referenceID: first.referenceID) == first)
    }
  }

  @Test(arguments: Road.allCases)
  func `a reference id of any text finds its integration`(road: Road) async throws {
    try await road.travel(SimulationOptions(users: 1)) { client, _ in
      let name = "Okta / prod? #1 100% ü"
      let made = try await client.createIntegration(
        tenantURL: "https://new.okta.com",
        referenceID: name
      )
      #expect(made.value.referenceID == name)
      #expect(try await client.integration(referenceID: name) == made.value)
    }
  }

  @Test(arguments: Road.allCases)
  func `an integration is made, paused and deleted`(road: Road) async throws {
    try await road.travel(SimulationOptions(users: 1)) { client, api in
      let made = try await client.createIntegration(tenantURL: "https://new.okta.com").value
      #expect(made.isActive && !made.referenceID.isEmpty && made.createdAt != nil)
      var settings = made.settings
      settings.isActive = false
      let updated = try await client.updateIntegration(id: made.id, settings: settings).value
      #expect(updated.settings == settings)
      let body = try #require(await api.received.last?.body)
      let sent = try JSONDecoder().decode(JSONValue.self, from: body)
      #expect(
        sent
          == .object([
            "active": .bool(false), "tenant_url": .string("https://new.okta.com"),
            "reference_id": .string(made.referenceID),
          ])
      )
      #expect(try await client.deleteIntegration(id: made.id).ray != nil)
      #expect(try await client.integrations().contains { $0.id == made.id } == false)
    }
  }

  @Test(arguments: Road.allCases)
  func `what does not exist is not found`(road: Road) async throws {
    try await road.travel(SimulationOptions(users: 1)) { client, _ in
      for call: @Sendable () async throws -> Void in [
        { _ = try await client.userDetail(Fixture.user) },
        { _ = try await client.resetUser(Fixture.user) },
        { _ = try await client.integration(id: Fixture.integration) },
        { _ = try await client.integration(referenceID: "nobody") },
        { _ = try await client.deleteIntegration(id: Fixture.integration) },
      ] {
        let error = await #expect(throws: APIError.self) { try await call() }
        guard case .notFound(let reply)? = error, reply.ray != nil else {
          Issue.record("\(String(describing: error))")
          continue
        }
      }
    }
  }

  @Test(arguments: Road.allCases)
  func `a wrong token is unauthorized`(road: Road) async throws {
    try await road.travel(SimulationOptions(users: 1, token: "another-token")) { client, _ in
      let error = await #expect(throws: APIError.self) { try await client.summary() }
      guard case .unauthorized? = error else {
        Issue.record("\(String(describing: error))")
        return
      }
    }
  }

  @Test(arguments: Road.allCases)
  func `a token for reading alone lacks PII and writes`(road: Road) async throws {
    let options = SimulationOptions(users: 1, permissions: [.read])
    try await road.travel(options) { client, _ in
      let behaviors = try await client.behaviors()
      #expect(!behaviors.isEmpty)
      let summary = await #expect(throws: APIError.self) { try await client.summary() }
      let reset = await #expect(throws: APIError.self) { try await client.resetUser(Fixture.user) }
      guard case .forbidden(_, [.piiRead])? = summary, case .forbidden(_, [.write])? = reset else {
        Issue.record("\(String(describing: summary)) \(String(describing: reset))")
        return
      }
    }
  }

  @Test(arguments: Road.allCases)
  func `an account without the entitlement says so`(road: Road) async throws {
    try await road.travel(SimulationOptions(users: 1, isEntitled: false)) { client, _ in
      let error = await #expect(throws: APIError.self) { try await client.integrations() }
      guard case .forbidden(let reply, [])? = error else {
        Issue.record("\(String(describing: error))")
        return
      }
      #expect(reply.errors.contains { $0.code == 3314 })
    }
  }

  @Test(arguments: Road.allCases)
  func `a spent budget is rate limited for as long as the account says`(road: Road) async throws {
    let options = SimulationOptions(users: 1, budget: RequestQuota(calls: 1, seconds: 300))
    try await road.travel(options) { client, api in
      _ = try await client.summary()
      let error = await #expect(throws: APIError.self) { try await client.summary() }
      guard case .rateLimited(_, let seconds?)? = error else {
        Issue.record("\(String(describing: error))")
        return
      }
      #expect((200...300).contains(seconds))
      #expect(await api.received.count <= 2)
    }
  }

  @Test func `an account on a bad road is read all the same`() async throws {
    let options = SimulationOptions(users: 20, faults: .flaky)
    let whole = try await Road.inProcess.travel(SimulationOptions(users: 20)) { client, _ in
      try await client.summary()
    }
    let api = SimulatedAPI(options)
    let clock = TestClock()
    let client = try Fixture.client(api.transport(), clock: clock)
    for _ in 1...20 {
      #expect(try await client.summary().users.map(\.id) == whole.users.map(\.id))
    }
    #expect(!clock.sleeps.isEmpty)
  }
}

extension OperationsTests.Road {
  /// Runs a test against an account on this road.
  @discardableResult
  func travel<Outcome>(
    _ options: SimulationOptions,
    _ body: (APIClient, SimulatedAPI) async throws -> Outcome
  ) async throws -> Outcome {
    let api = SimulatedAPI(options)
    switch self {
    case .inProcess:
      return try await body(try Fixture.client(api.transport()), api)
    case .socket:
      return try await SimulatedServer.serve(api) { server in
        let transport = try LiveTransport(baseURL: server.baseURL)
        do {
          let outcome = try await body(try Fixture.client(transport), api)
          await transport.shutdown()
          return outcome
        } catch {
          await transport.shutdown()
          throw error
        }
      }
    }
  }
}

extension Fixture {
  /// A client that waits for nothing.
  static func client(
    _ transport: some Transport,
    clock: TestClock = TestClock(),
    configuration: APIClient.Configuration = .test
  ) throws -> APIClient {
    APIClient(
      accountID: account,
      credentials: .token(try APIToken(token)),
      transport: transport,
      configuration: configuration,
      clock: clock
    )
  }
}
