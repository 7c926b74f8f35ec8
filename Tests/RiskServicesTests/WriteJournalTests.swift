import Foundation
import HTTPTypes
import RiskAPI
import RiskServices
import RiskStore
import SimulatedAPI
import Testing

struct WriteJournalTests {
  private let desk: JournalFixture

  init() throws { desk = try JournalFixture() }

  @Test func `a reset leaves its intent, the user's page and its outcome`() async throws {
    let bench = try desk.bench()
    let user = try await bench.worstUser()
    let page = try await bench.service.fetchUser(user.id).value

    #expect(
      await bench.service.reset(user, note: "laptop rebuilt").isReset(at: ServiceHarness.noon)
    )

    let entry = try await desk.onlyEntry()
    #expect(entry.intent.action == "reset")
    #expect(entry.intent.target == user.id.rawValue)
    #expect(entry.account == SimulatedAPI.accountID)
    #expect(entry.operator == JournalFixture.analyst)
    #expect(entry.intent.reason == "remediated")
    #expect(entry.intent.note == "laptop rebuilt")
    #expect(entry.time == ServiceHarness.noon)
    let outcome = try #require(entry.outcome)
    #expect(outcome.result == .done)
    #expect(outcome.after?.contains("last_reset_time") == true)
    #expect(outcome.ray?.isEmpty == false)
    #expect(outcome.auditLogID?.isEmpty == false)
    let kept = try await desk.journal.auditLog.snapshots(of: user.id).value
    #expect(kept.map(\.auditID) == [entry.id])
    #expect(kept.first?.risk == page)
    #expect(try await desk.isSound())
  }

  @Test func `the intent is on disk when the request leaves`() async throws {
    let journal = desk.journal
    let open = Box<[AuditEntry]>([])
    let bench = try desk.bench { request, _, _ in
      guard request.method == .post else { return nil }
      open.set((try? await journal.auditLog.openIntents()) ?? [])
      return nil
    }
    let user = try await bench.worstUser()

    _ = await bench.service.reset(user)

    #expect(open.value.map(\.intent.target) == [user.id.rawValue])
    #expect(try await journal.auditLog.openIntents().isEmpty)
  }

  @Test func `a reset that newer events stop is a refused line, without a send`() async throws {
    let bench = try desk.bench()
    let user = try await bench.worstUser()
    let later = ServiceHarness.noon.addingTimeInterval(30)
    await bench.api.edit { $0.addEvent(of: "imp_travel", to: user.id, at: later) }

    _ = await bench.service.reset(user)

    #expect(try await desk.onlyEntry().outcome?.result == .refused)
    #expect(try await desk.journal.auditLog.snapshots(of: user.id).value.isEmpty)
    #expect(bench.sent(.post).isEmpty)
  }

  @Test func `a reset without the permission is a failed line with its ray`() async throws {
    let bench = try desk.bench(permissions: [.piiRead, .read])
    let user = try await bench.worstUser()

    _ = await bench.service.reset(user)

    let outcome = try #require(try await desk.onlyEntry().outcome)
    #expect(outcome.result == .failed)
    #expect(outcome.detail?.isEmpty == false)
    #expect(outcome.ray?.isEmpty == false)
    #expect(try await desk.isSound())
  }

  @Test func `a reset whose reply and look are lost is an unknown line`() async throws {
    let bench = try desk.bench { request, earlier, _ in
      switch request.method {
      case .post: .loseReply
      // The summary and the look before come through, the look after does not.
      default: earlier >= 2 ? .loseRequest : nil
      }
    }
    let user = try await bench.worstUser()

    _ = await bench.service.reset(user)

    let outcome = try #require(try await desk.onlyEntry().outcome)
    #expect(outcome.result == .unknown)
    #expect(outcome.after == nil)
    #expect(await bench.service.recentResets(of: [user.id])[user.id]?.count == 1)
  }

  @Test func `behaviors are noted as they were and as they became`() async throws {
    let bench = try desk.bench()
    let base = try await bench.behaviors()
    let (key, draft) = try base.flipped()

    guard case .done = await bench.service.carryOut(.behaviors(draft, base: base)) else {
      Issue.record("expected written")
      return
    }

    let entry = try await desk.onlyEntry()
    #expect(entry.intent.action == "behaviors update")
    #expect(entry.intent.target == key)
    #expect(entry.intent.before?.contains(#""from":"#) == true)
    #expect(entry.outcome?.result == .done)
    #expect(entry.outcome?.after?.contains(key) == true)
    #expect(entry.outcome?.ray?.isEmpty == false)
    #expect(try await desk.isSound())
  }

  @Test func `behaviors that somebody else changed are a refused line`() async throws {
    let bench = try desk.bench()
    let base = try await bench.behaviors()
    let (key, draft) = try base.flipped()
    // The analyst started from something that is no longer there.
    var old = base
    old[key] = BehaviorSetting(
      isEnabled: base[key]?.isEnabled ?? false,
      riskLevel: base[key]?.riskLevel == .high ? .low : .high
    )

    guard case .changedMeanwhile = await bench.service.carryOut(.behaviors(draft, base: old)) else {
      Issue.record("expected a conflict")
      return
    }
    let entry = try await desk.onlyEntry()
    #expect(entry.intent.action == "behaviors update")
    #expect(entry.intent.target == key)
    #expect(entry.outcome?.result == .refused)
    let expected = #"{"from":\#(try json(base, key)),"to":\#(try json(draft, key))}"#
    #expect(entry.intent.before == expected)
    #expect(bench.sent(.put).isEmpty)
  }

  @Test func `an integration that somebody else changed is a refused line of what was there`()
    async throws
  {
    let bench = try desk.bench()
    let seen = try await bench.integration()
    await bench.api.edit { $0.integrations[0].referenceID = "theirs" }
    var wanted = seen.settings
    wanted.isActive = false

    let outcome = await bench.service.carryOut(
      .update(
        seen.id,
        from: seen.settings,
        to: wanted
      )
    )
    guard case .changedMeanwhile = outcome else {
      Issue.record("expected outdated, got \(outcome)")
      return
    }
    let entry = try await desk.onlyEntry()
    #expect(entry.outcome?.result == .refused)
    #expect(
      entry.intent.before == """
        {"from":{"active":true,"reference_id":"theirs","tenant_url":"\(seen.tenantURL)"},\
        "to":{"active":false,"reference_id":"\(seen.referenceID)","tenant_url":"\(seen.tenantURL)"}}
        """
    )
    #expect(bench.sent(.put).isEmpty)
  }

  @Test func `a lost reply and behaviors that are neither as before nor as wanted are unknown`()
    async throws
  {
    let base = try await ServiceHarness().behaviors()
    let (key, draft) = try base.flipped()
    let bench = try desk.bench { request, _, api in
      guard request.method == .put else { return nil }
      await api.edit {
        let level = $0.behaviors[key]?.setting.riskLevel
        $0.behaviors[key]?.setting.riskLevel = level == .low ? .high : .low
      }
      return .loseRequest
    }

    guard case .unknown(_, .some) = await bench.service.carryOut(.behaviors(draft, base: base))
    else {
      Issue.record("expected differs")
      return
    }
    let outcome = try #require(try await desk.onlyEntry().outcome)
    #expect(outcome.result == .unknown)
    #expect(outcome.detail?.hasSuffix("; the account shows something else") == true)
    #expect(outcome.after?.contains(key) == true)
  }

  @Test func `an integration of the tenant that was not looked at stops one more`() async throws {
    let bench = try desk.bench()
    let listed = try await bench.service.fetchIntegrations().value
    let twin = try #require(listed.first)
    // However the tenant is spelled.
    var new = NewIntegration(tenantURL: twin.tenantURL.uppercased() + "/", seenTwins: [])
    let stopped = await bench.service.createIntegration(new)
    #expect(stopped.made == .changedMeanwhile(listed))
    #expect(await bench.api.received.allSatisfy { $0.method == .get })
    #expect(try await desk.onlyEntry().outcome?.result == .refused)

    new.seenTwins = Set(new.twins(in: listed).map(\.id))
    let made = await bench.service.createIntegration(new)
    guard case .created = made.ending else {
      Issue.record("expected created, got \(made)")
      return
    }
  }

  @Test func `an integration is noted when made, changed and deleted`() async throws {
    let bench = try desk.bench()
    let outcome = await bench.service.createIntegration(
      NewIntegration(
        tenantURL: "https://journal.example",
        referenceID: "j-1",
        startsPaused: false
      )
    )
    guard case .done(let shown) = outcome.made, let made = shown.first else {
      Issue.record("expected created, got \(outcome)")
      return
    }
    var paused = made.settings
    paused.isActive = false
    _ = await bench.service.carryOut(.update(made.id, from: made.settings, to: paused))
    _ = await bench.service.carryOut(.delete(made.id))

    let entries = try await desk.entries()
    #expect(
      entries.map(\.intent.action)
        == ["integration create", "integration update", "integration delete"]
    )
    #expect(entries.map(\.intent.target) == ["https://journal.example", made.id, made.id])
    try await expectResults([.done, .done, .done])
    #expect(entries.allSatisfy { $0.outcome?.auditLogID?.isEmpty == false })
    #expect(try await desk.isSound())
  }

  @Test func `without a journal every write is refused and nothing is sent`() async throws {
    let error = JournalError(problem: .diskFull, path: "/var/journal.sqlite")
    let bench = try ServiceHarness(journaling: .unavailable(error))
    let user = try await bench.worstUser()
    let base = try await bench.behaviors()
    let integration = try await bench.integration()
    let service = bench.service
    let refusal = WriteError.journal(error)

    #expect(await service.reset(user) == .notDone(refusal))
    let draft = try base.flipped().draft
    #expect(await service.carryOut(.behaviors(draft, base: base)) == .notDone(refusal))
    var wanted = integration.settings
    wanted.isActive.toggle()
    let updated = await service.carryOut(
      .update(
        integration.id,
        from: integration.settings,
        to: wanted
      )
    )
    #expect(updated == .notDone(refusal))
    let created = await service.createIntegration(
      NewIntegration(
        tenantURL: "https://journal.example",
        referenceID: nil,
        startsPaused: false
      )
    )
    #expect(created.made == .notDone(refusal))
    #expect(await service.carryOut(.delete(integration.id)) == .notDone(refusal))

    #expect(await bench.api.received.allSatisfy { $0.method == .get })
  }

  /// One behavior as the audit log spells it.
  private func json(_ settings: [String: BehaviorSetting], _ key: String) throws -> String {
    let setting = try #require(settings[key])
    let level = setting.riskLevel.apiName
    return #"{"\#(key)":{"enabled":\#(setting.isEnabled),"risk_level":"\#(level)"}}"#
  }

  private func expectResults(_ results: [AuditOutcome.Result]) async throws {
    #expect(try await desk.entries().map { $0.outcome?.result } == results)
  }
}
