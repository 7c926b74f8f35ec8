import Foundation
import HTTPTypes
import RiskAPI
import RiskServices
import RiskStore
import SimulatedAPI
import Testing

/// Each kind of write, cut short between its two lines.
struct RecoveryKindsTests {
  private let desk: JournalFixture

  init() throws { desk = try JournalFixture() }

  @Test(arguments: WriteKind.allCases, [true, false])
  func `a write that was cut short is closed with what the account shows`(
    kind: WriteKind,
    arrived: Bool
  ) async throws {
    let (left, api) = try await desk.killed(arrives: arrived, kind.write)
    let next = try ServiceHarness(api: api, journaling: left.journaling)

    let found = await next.service.recoverWrites()

    let wanted: AuditOutcome.Result = arrived ? .done : .unknown
    #expect(found.map(\.result) == [wanted])
    #expect(found.map(\.entry.intent.action) == [kind.action.rawValue])
    let outcome = try #require(try await left.onlyEntry().outcome)
    #expect(outcome.result == wanted)
    let remark = arrived ? "" : ": the account does not show it"
    #expect(outcome.detail == "looked at afterwards\(remark)")
    // Of what was never made there is nothing to show.
    #expect((outcome.after == nil) == (kind == .create && !arrived))
    #expect(next.line.requests.count == 1)
    #expect(next.line.requests.allSatisfy { $0.method == .get })
    // What does not show is looked at again.
    #expect(await next.service.recoverWrites().isEmpty == arrived)
    #expect(try await left.isSound())
  }

  @Test(arguments: WriteKind.allCases)
  func `where the account does not answer, the line stays open and is named`(
    kind: WriteKind
  ) async throws {
    let (left, api) = try await desk.killed(arrives: true, kind.write)
    let cut = try ServiceHarness(api: api, journaling: left.journaling) { _, _, _ in .loseRequest }

    let found = await cut.service.recoverWrites()

    #expect(found.map(\.result) == [.unknown])
    #expect(
      found.first?.words(timeZone: .gmt).contains("was cut short: unknown whether it happened")
        == true
    )
    #expect(try await left.journal.auditLog.openIntents().count == 1)
    let next = try ServiceHarness(api: api, journaling: left.journaling)
    #expect(await next.service.recoverWrites().map(\.result) == [.done])
  }

  @Test func `behaviors of which the account shows a part cannot be told`() async throws {
    let (left, api) = try await desk.killed(arrives: false) { bench in
      let base = try await bench.behaviors()
      var draft: [String: BehaviorSetting] = [:]
      for key in base.keys.sorted().prefix(2) {
        draft[key] = base[key]
        draft[key]?.isEnabled.toggle()
      }
      _ = await bench.service.carryOut(.behaviors(draft, base: base))
    }
    let keys = try await left.onlyEntry().intent.target.split(separator: ",").map(String.init)
    #expect(keys.count == 2)
    await api.edit { $0.behaviors[keys[0]]?.setting.isEnabled.toggle() }
    let next = try ServiceHarness(api: api, journaling: left.journaling)

    let found = try #require(await next.service.recoverWrites().first)

    #expect(found.result == .unknown)
    #expect(found.remark == "the account shows part of it")
    #expect(try await left.onlyEntry().outcome?.after?.contains(keys[1]) == true)
  }

  @Test func `an integration that the tenant had already is not taken for the new one`()
    async throws
  {
    let tenant = "https://twin.okta.com"
    let (left, api) = try await desk.killed(arrives: false) { bench in
      // Made at the very moment, as far as clocks can tell.
      _ = try await bench.clientBehindTheJournal().createIntegration(
        tenantURL: tenant,
        referenceID: nil
      )
      _ = await bench.service.createIntegration(
        NewIntegration(
          tenantURL: tenant,
          referenceID: nil,
          startsPaused: false
        )
      )
    }
    let next = try ServiceHarness(api: api, journaling: left.journaling)

    #expect(await next.service.recoverWrites().map(\.result) == [.unknown])
  }

  @Test func `somebody else's integration of the same tenant is not taken for the new one`()
    async throws
  {
    let new = NewIntegration(tenantURL: "https://new.okta.com", referenceID: "soc-1")
    let (left, api) = try await desk.killed(arrives: false) { bench in
      _ = await bench.service.createIntegration(new)
    }
    let next = try ServiceHarness(api: api, journaling: left.journaling)
    _ = try await next.clientBehindTheJournal().createIntegration(
      tenantURL: new.tenantURL,
      referenceID: "theirs"
    )

    #expect(await next.service.recoverWrites().map(\.result) == [.unknown])
    // Nor right after the write, whose proof is the same.
    let lost = try ServiceHarness { request, _, api in
      guard request.method == .post else { return nil }
      await api.edit {
        _ = $0.addIntegration(
          tenantURL: new.tenantURL,
          referenceID: "theirs",
          at: ServiceHarness.noon
        )
      }
      return .loseRequest
    }
    guard case .unknown = await lost.service.carryOut(.create(new)) else {
      Issue.record("expected unknown")
      return
    }
  }

  @Test func `one that was to be paused and is active is said to be`() async throws {
    let (left, api) = try await desk.killed(arrives: true) { bench in
      _ = await bench.service.createIntegration(
        NewIntegration(
          tenantURL: "https://new.okta.com",
          referenceID: "soc-1",
          startsPaused: true
        )
      )
    }
    // The run that was killed did not come so far as to turn it off.
    await api.edit { state in
      let place = state.integrations.firstIndex { $0.referenceID == "soc-1" }
      if let place { state.integrations[place].isActive = true }
    }
    let next = try ServiceHarness(api: api, journaling: left.journaling)

    let found = try #require(await next.service.recoverWrites().first)

    #expect(found.result == .done)
    #expect(found.remark == "it is active and was to be paused: turn it off")
    #expect(found.words(timeZone: .gmt).hasSuffix("it happened; \(found.remark ?? "")"))
  }

  @Test func `an integration that is gone does not tell whether it was changed`() async throws {
    let (left, api) = try await desk.killed(arrives: true, WriteKind.update.write)
    await api.edit { $0.integrations = [] }
    let next = try ServiceHarness(api: api, journaling: left.journaling)

    let found = try #require(await next.service.recoverWrites().first)

    #expect(found.result == .unknown)
    #expect(found.remark == "the integration is gone")
  }
}

/// The five writes, each as an analyst would make it.
enum WriteKind: CaseIterable {
  case reset, behaviors, update, create, delete

  var action: AuditAction {
    switch self {
    case .reset: .reset
    case .behaviors: .behaviorsUpdate
    case .update: .integrationUpdate
    case .create: .integrationCreate
    case .delete: .integrationDelete
    }
  }

  func write(on bench: ServiceHarness) async throws {
    let service = bench.service
    switch self {
    case .reset: _ = await service.carryOut(try await Self.reset(on: bench))
    case .behaviors: _ = await service.carryOut(try await Self.behaviors(on: bench))
    case .update: _ = await service.carryOut(try await Self.update(on: bench))
    case .create: _ = await service.carryOut(Self.creation)
    case .delete: _ = await service.carryOut(.delete(try await bench.integration().id))
    }
  }

  /// What the write would send.
  func plan(on bench: ServiceHarness) async throws -> PlannedRequest {
    let service = bench.service
    let integration = try await bench.integration()
    switch self {
    case .reset:
      let user = try await bench.worstUser()
      return try await service.plan(
        try await Self.reset(on: bench),
        before: ShownUser(listing: .row(user))
      )
    case .behaviors:
      return try await service.plan(
        try await Self.behaviors(on: bench),
        before: try await service.fetchBehaviors()
      )
    case .update:
      return try await service.plan(try await Self.update(on: bench), before: integration)
    case .create: return try await service.plan(Self.creation, before: [integration])
    case .delete: return try await service.plan(.delete(integration.id), before: integration)
    }
  }

  private static let creation = GuardedWrite.create(
    NewIntegration(tenantURL: "https://new.okta.com")
  )

  private static func reset(on bench: ServiceHarness) async throws -> GuardedWrite<ShownUser> {
    let user = try await bench.worstUser()
    return .reset(ResetRequest(userID: user.id, seen: RiskState(user), reason: .remediated))
  }

  private static func behaviors(on bench: ServiceHarness) async throws -> GuardedWrite<
    Fetched<[Behavior]>
  > {
    let base = try await bench.behaviors()
    return .behaviors(try base.flipped().draft, base: base)
  }

  private static func update(on bench: ServiceHarness) async throws -> GuardedWrite<Integration> {
    let integration = try await bench.integration()
    var wanted = integration.settings
    wanted.isActive.toggle()
    return .update(integration.id, from: integration.settings, to: wanted)
  }
}
