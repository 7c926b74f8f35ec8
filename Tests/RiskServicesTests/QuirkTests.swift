import Foundation
import HTTPTypes
import RiskAPI
import RiskServices
import SimulatedAPI
import Testing

/// Every kind of write against accounts that take what is not documented either way, and that show a
/// write at once, late, or too late for the writer's patience.
struct QuirkTests {
  /// Every set of quirks.
  static let quirks: [Set<Quirk>] = Quirk.allCases.reduce([[]]) { sets, quirk in
    sets + sets.map { $0.union([quirk]) }
  }

  @Test(arguments: quirks, 0...3)
  func `a reset is proven by what the account shows`(quirks: Set<Quirk>, lag: Int) async throws {
    let bench = try bench(quirks, lag)
    let user = try await bench.worstUser()
    let result = await bench.service.reset(user)

    expectPatience(of: bench, lag)
    #expect(bench.sent(.post).count == 1)
    guard lag < 3 else {
      expectVerdict(result, lag)
      // The next look, at the latest that of the next start, tells.
      let page = try await bench.service.fetchUser(user.id).value
      #expect(page.lastReset == ServiceHarness.noon && page.riskLevel == nil)
      return
    }
    #expect(result.isReset(at: ServiceHarness.noon))
    let page = try await bench.service.fetchUser(user.id).value
    #expect(page.events.isEmpty == quirks.contains(.dropsEvents))
  }

  @Test(arguments: quirks, 0...3)
  func `an update of behaviors changes no other one`(quirks: Set<Quirk>, lag: Int) async throws {
    let bench = try bench(quirks, lag)
    let before = try await bench.behaviors()
    let (key, draft) = try before.flipped()
    let result = await bench.service.carryOut(
      .behaviors(draft, base: before.filter { $0.key == key })
    )

    expectPatience(of: bench, lag)
    #expect(bench.sent(.put).count == 1)
    expectVerdict(result, lag)
    let after = await bench.api.edit { $0.behaviors.mapValues(\.setting) }
    #expect(after == before.merging(draft) { $1 })
  }

  @Test(arguments: quirks, 0...3)
  func `an update of an integration keeps its reference id`(
    quirks: Set<Quirk>,
    lag: Int
  ) async throws {
    let bench = try bench(quirks, lag)
    let seen = try await bench.integration()
    var wanted = seen.settings
    wanted.isActive.toggle()
    let result = await bench.service.carryOut(.update(seen.id, from: seen.settings, to: wanted))

    expectPatience(of: bench, lag)
    #expect(bench.sent(.put).count == 1)
    expectVerdict(result, lag)
    let after = try #require(await bench.api.edit { $0.integrations }.first)
    #expect(after.referenceID == seen.referenceID && after.isActive == wanted.isActive)
  }

  @Test(arguments: quirks, 0...3)
  func `an integration is made once`(quirks: Set<Quirk>, lag: Int) async throws {
    let bench = try bench(quirks, lag)
    let result = await bench.service.carryOut(
      .create(NewIntegration(tenantURL: "https://new.okta.com", referenceID: "new"))
    )

    expectPatience(of: bench, lag)
    expectVerdict(result, lag)
    let made = await bench.api.edit { $0.integrations.filter { $0.referenceID == "new" } }
    #expect(made.count == 1)
  }

  @Test(arguments: quirks, 0...3)
  func `an integration is deleted once`(quirks: Set<Quirk>, lag: Int) async throws {
    let bench = try bench(quirks, lag)
    let seen = try await bench.integration()
    let result = await bench.service.carryOut(.delete(seen.id))

    expectPatience(of: bench, lag)
    expectVerdict(result, lag)
    #expect(bench.sent(.delete).count == 1)
    #expect(await bench.api.edit { account in !account.integrations.contains { $0.id == seen.id } })
  }

  @Test(arguments: quirks)
  func `a list in pages is whole or says that it is not`(quirks: Set<Quirk>) async throws {
    let bench = try ServiceHarness(
      api: SimulatedAPI(
        SimulationOptions(users: 12, pageSize: 5, quirks: quirks, now: { ServiceHarness.noon })
      )
    )
    let summary = try await bench.service.fetchUsers().value
    let isWhole = !quirks.contains(.ignoresPaging)
    #expect(summary.users.count == (isWhole ? 12 : 5))
    #expect(summary.isComplete == isWhole)
  }

  // MARK: Benches and verdicts

  private func bench(_ quirks: Set<Quirk>, _ lag: Int) throws -> ServiceHarness {
    try ServiceHarness(
      api: SimulatedAPI(
        SimulationOptions(
          users: 12,
          quirks: quirks,
          laggingReads: lag,
          now: { ServiceHarness.noon }
        )
      )
    )
  }

  /// A write is looked for three times, with longer and longer pauses.
  private func expectPatience(
    of bench: ServiceHarness,
    _ lag: Int,
    sourceLocation: SourceLocation = #_sourceLocation
  ) {
    let pauses: [Duration] = [.seconds(1), .seconds(2)]
    #expect(bench.pauses.value == Array(pauses.prefix(lag)), sourceLocation: sourceLocation)
  }

  /// A write that was accepted and does not show in time is unknown, never failed.
  private func expectVerdict<State>(
    _ result: WriteResult<State>,
    _ lag: Int,
    sourceLocation: SourceLocation = #_sourceLocation
  ) {
    let isDone = if case .done = result { true } else { false }
    let isUnknown =
      if case .unknown(let doubt, nil) = result { doubt.error == nil } else { false }
    #expect(lag < 3 ? isDone : isUnknown, "\(result)", sourceLocation: sourceLocation)
  }
}
