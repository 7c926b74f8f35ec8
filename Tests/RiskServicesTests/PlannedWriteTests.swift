import HTTPTypes
import RiskAPI
import RiskServices
import SimulatedAPI
import Testing

/// What a dry run prints is what leaves.
struct PlannedWriteTests {
  @Test(arguments: WriteKind.allCases)
  func `the plan is the one request that is sent`(kind: WriteKind) async throws {
    let bench = try ServiceHarness()
    let plan = try await kind.plan(on: bench)
    #expect(bench.line.requests.allSatisfy { $0.method == .get })

    try await kind.write(on: bench)

    let sent = bench.line.requests.filter { $0.method != .get }
    #expect(sent.map(\.method) == [plan.method])
    #expect(sent.map(\.path) == [plan.path])
    #expect(sent.map(\.body) == [plan.body])
  }

  @Test func `the full map is planned from what the account has, not from what was seen`()
    async throws
  {
    let bench = try ServiceHarness()
    let base = try await bench.behaviors()
    let (key, draft) = try base.flipped()
    let other = try #require(base.keys.first { $0 != key })
    await bench.api.edit { $0.behaviors[other]?.setting.isEnabled.toggle() }
    let now = try await bench.service.fetchBehaviors()

    let write = GuardedWrite.behaviors(draft, base: base)
    let plan = try await bench.service.plan(write, before: now)
    _ = await bench.service.carryOut(write)

    #expect(bench.sent(.put).map(\.body) == [plan.body])
  }

  @Test func `what cannot be sent cannot be planned`() async throws {
    let bench = try ServiceHarness()
    let write = GuardedWrite.update(
      "..",
      from: IntegrationSettings(tenantURL: "https://a", isActive: true, referenceID: ""),
      to: IntegrationSettings(tenantURL: "https://a", isActive: false, referenceID: "")
    )
    let integration = try await bench.integration()
    await #expect(throws: APIError.self) {
      try await bench.service.plan(write, before: integration)
    }
    let offline = try ServiceHarness(isOnline: false)
    await #expect(throws: APIError.self) {
      try await offline.service.plan(
        .update("a", from: integration.settings, to: integration.settings),
        before: integration
      )
    }
  }
}
