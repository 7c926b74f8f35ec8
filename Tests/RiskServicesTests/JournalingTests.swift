import Foundation
import RiskAPI
import RiskServices
import RiskStore
import SimulatedAPI
import Synchronization
import Testing

struct WriteJournalTests {
  private let desk: JournalDesk

  init() throws { desk = try JournalDesk() }

  @Test func `a reset leaves its intent, the user's page and its outcome`() async throws {
    let bench = try desk.bench()
    let user = try await bench.worstUser()
    let page = try await bench.service.fetchUser(user.id).value

    #expect(await bench.service.reset(user, note: "laptop rebuilt") == .reset(at: Bench.noon))

    let entry = try await desk.onlyEntry()
    #expect(entry.intent.action == "reset")
    #expect(entry.intent.target == user.id.rawValue)
    #expect(entry.intent.account == SimulatedAPI.accountID)
    #expect(entry.intent.operator == JournalDesk.analyst)
    #expect(entry.intent.reason == "remediated")
    #expect(entry.intent.note == "laptop rebuilt")
    #expect(entry.intent.time == Bench.noon)
    let outcome = try #require(entry.outcome)
    #expect(outcome.result == .done)
    #expect(outcome.after?.contains("last_reset_time") == true)
    #expect(outcome.ray?.isEmpty == false)
    #expect(outcome.auditLogID?.isEmpty == false)
    let kept = try await desk.journal.snapshots(of: user.id)
    #expect(kept.map(\.auditID) == [entry.id])
    #expect(kept.first?.risk == page)
    #expect(try await desk.isSound())
  }

  @Test func `the intent is on disk when the request leaves`() async throws {
    let journal = desk.journal
    let open = Box<[AuditEntry]>([])
    let bench = try desk.bench { request, _, _ in
      guard request.method == .post else { return nil }
      open.set((try? await journal.openIntents()) ?? [])
      return nil
    }
    let user = try await bench.worstUser()

    _ = await bench.service.reset(user)

    #expect(open.value.map(\.intent.target) == [user.id.rawValue])
    #expect(try await journal.openIntents().isEmpty)
  }

  @Test func `a reset that newer events stop is a refused line, without a send`() async throws {
    let bench = try desk.bench()
    let user = try await bench.worstUser()
    let later = Bench.noon.addingTimeInterval(30)
    await bench.api.edit { $0.addEvent(of: "imp_travel", to: user.id, at: later) }

    _ = await bench.service.reset(user)

    #expect(try await desk.onlyEntry().outcome?.result == .refused)
    #expect(try await desk.journal.snapshots(of: user.id).isEmpty)
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

    guard case .written = await bench.service.writeBehaviors(draft, base: base) else {
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

    guard case .conflict = await bench.service.writeBehaviors(draft, base: old) else {
      Issue.record("expected a conflict")
      return
    }
    let entry = try await desk.onlyEntry()
    #expect(entry.intent.action == "behaviors update")
    #expect(entry.intent.target == key)
    #expect(entry.outcome?.result == .refused)
    #expect(bench.sent(.put).isEmpty)
  }

  @Test func `an integration is noted when made, changed and deleted`() async throws {
    let bench = try desk.bench()
    let outcome = await bench.service.createIntegration(
      tenantURL: "https://journal.example",
      referenceID: "j-1",
      startsPaused: false
    )
    guard case .created(let made) = outcome else {
      Issue.record("expected created, got \(outcome)")
      return
    }
    var paused = made.settings
    paused.isActive = false
    _ = await bench.service.updateIntegration(id: made.id, from: made.settings, to: paused)
    _ = await bench.service.deleteIntegration(id: made.id)

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
    let bench = try Bench(journaling: .unavailable(error))
    let user = try await bench.worstUser()
    let base = try await bench.behaviors()
    let integration = try await bench.integration()
    let service = bench.service
    let refusal = APIError.invalidRequest(error.line)

    #expect(await service.reset(user) == .notReset(refusal))
    let draft = try base.flipped().draft
    #expect(await service.writeBehaviors(draft, base: base) == .notWritten(refusal))
    var wanted = integration.settings
    wanted.isActive.toggle()
    let updated = await service.updateIntegration(
      id: integration.id,
      from: integration.settings,
      to: wanted
    )
    #expect(updated == .notUpdated(refusal))
    let created = await service.createIntegration(
      tenantURL: "https://journal.example",
      referenceID: nil,
      startsPaused: false
    )
    #expect(created == .notCreated(refusal))
    #expect(await service.deleteIntegration(id: integration.id) == .notDeleted(refusal))

    #expect(await bench.api.received.allSatisfy { $0.method == "GET" })
  }

  private func expectResults(_ results: [AuditOutcome.Result]) async throws {
    #expect(try await desk.entries().map { $0.outcome?.result } == results)
  }
}

struct RecoveryTests {
  private let desk: JournalDesk

  init() throws { desk = try JournalDesk() }

  @Test(arguments: [true, false])
  func `a reset that was cut short is closed with what the account shows`(
    happened: Bool
  ) async throws {
    let bench = try desk.bench()
    let user = try await bench.worstUser()
    let id = try await desk.leaveReset(of: user.id, seenBy: bench)
    if happened { try await bench.resetBehindTheJournal(user.id) }

    let found = await bench.service.recoverWrites()

    let wanted: AuditOutcome.Result = happened ? .done : .failed
    #expect(found.map(\.entry.id) == [id])
    #expect(found.map(\.result) == [wanted])
    #expect(try await desk.onlyEntry().outcome?.result == wanted)
    #expect(try await desk.onlyEntry().outcome?.after?.isEmpty == false)
    #expect(await bench.service.recoverWrites().isEmpty)
    #expect(try await desk.isSound())
  }

  @Test func `offline nothing is looked at and the line stays open`() async throws {
    let bench = try desk.bench()
    let user = try await bench.worstUser()
    try await desk.leaveReset(of: user.id, seenBy: bench)

    let offline = try Bench(journaling: desk.journaling, isOnline: false)

    #expect(await offline.service.recoverWrites().isEmpty)
    #expect(offline.line.requests.isEmpty)
    #expect(try await desk.journal.openIntents().count == 1)
  }

  @Test func `an account that does not answer leaves the line open`() async throws {
    let bench = try desk.bench()
    let user = try await bench.worstUser()
    try await desk.leaveReset(of: user.id, seenBy: bench)

    let cut = try desk.bench { _, _, _ in .loseRequest }

    #expect(await cut.service.recoverWrites().map(\.result) == [.unknown])
    #expect(try await desk.journal.openIntents().count == 1)
    // The next start, with an answer, closes it.
    #expect(await bench.service.recoverWrites().map(\.result) == [.failed])
    #expect(try await desk.journal.openIntents().isEmpty)
  }

  @Test func `a write that is under way is left to its own end`() async throws {
    let other = try desk.bench()
    let found = Box<[RecoveredWrite]?>(nil)
    let bench = try desk.bench { request, _, _ in
      if request.method == .post { found.set(await other.service.recoverWrites()) }
      return nil
    }
    let user = try await bench.worstUser()

    #expect(await bench.service.reset(user) == .reset(at: Bench.noon))

    #expect(found.value?.isEmpty == true)
    #expect(other.line.requests.isEmpty)
    #expect(try await desk.onlyEntry().outcome?.result == .done)
    #expect(try await desk.isSound())
  }
}

struct JournalKeepingTests {
  private let desk: JournalDesk

  init() throws { desk = try JournalDesk() }

  @Test func `only resets that may have happened within seven days are recent`() async throws {
    let bench = try desk.bench()
    let user = try await bench.worstUser()
    let day = 86_400.0
    try await desk.record(.done, of: user.id, ago: 7 * day + 1)
    try await desk.record(.done, of: user.id, ago: 7 * day - 1)
    try await desk.record(.unknown, of: user.id, ago: 3 * day)
    try await desk.record(.failed, of: user.id, ago: 2 * day)
    try await desk.record(.refused, of: user.id, ago: day)

    let recent = await bench.service.recentResets(of: [user.id, UserID("nobody")])

    #expect(recent.keys.map(\.rawValue) == [user.id.rawValue])
    #expect(recent[user.id]?.map { $0.outcome?.result } == [.unknown, .done])
  }

  @Test func `drafts and the place outlive the run, until they are let go`() async throws {
    let service = try desk.bench().service
    await service.saveDrafts(["behaviors": #"{"a":1}"#, "note": #""half a""#])
    await service.savePlace(#"{"pane":"users"}"#)

    let next = try Bench(journaling: try desk.reopened()).service
    #expect(
      await next.drafts().mapValues(\.content) == ["behaviors": #"{"a":1}"#, "note": #""half a""#]
    )
    #expect(await next.drafts()["note"]?.savedAt == Bench.noon)
    #expect(await next.place()?.content == #"{"pane":"users"}"#)

    await next.saveDrafts(["note": nil])
    #expect(await service.drafts().keys.sorted() == ["behaviors"])
  }

  @Test func `verdicts and notes are kept with their author`() async throws {
    let service = try desk.bench().service
    let user = UserID("7f3c1a52-9d4e-4b6f-8a21-5c0d9e8f7a6b")

    #expect(await service.assess(user, verdict: .benign, note: "travels") == nil)
    #expect(await service.assess(user, verdict: nil, note: "called") == nil)

    let next = try Bench(journaling: try desk.reopened()).service
    let kept = await next.assessments(of: user)
    #expect(kept.map(\.note) == ["travels", "called"])
    #expect(kept.map(\.author) == [JournalDesk.analyst, JournalDesk.analyst])
    #expect(await next.latestVerdicts()[user]?.verdict == .benign)

    let error = JournalError(problem: .readOnly, path: "/var/journal.sqlite")
    let without = try Bench(journaling: .unavailable(error)).service
    #expect(await without.assess(user, verdict: .benign, note: "") == error.line)
  }
}

// MARK: Fixtures

/// A journal in a folder of its own, and benches that write to it.
private final class JournalDesk: Sendable {
  static let analyst = "ana@desk"

  let journal: Journal
  private let folder: String

  init() throws {
    folder = NSTemporaryDirectory() + "risk-services-" + UUID().uuidString
    journal = try Journal.open(folder: folder)
  }

  deinit {
    journal.close()
    try? FileManager.default.removeItem(atPath: folder)
  }

  var journaling: Journaling { .kept(journal, operator: Self.analyst) }

  /// The same file, as the next run opens it.
  func reopened() throws -> Journaling {
    .kept(try Journal.open(folder: folder), operator: Self.analyst)
  }

  func bench(
    permissions: Set<PermissionGroup> = Set(PermissionGroup.allCases),
    trouble: @escaping Line.Plan = { _, _, _ in nil }
  ) throws -> Bench {
    try Bench(permissions: permissions, journaling: journaling, trouble: trouble)
  }

  /// Every write, oldest first.
  func entries() async throws -> [AuditEntry] {
    try await journal.entries(limit: 100).reversed()
  }

  func onlyEntry() async throws -> AuditEntry {
    let entries = try await entries()
    #expect(entries.count == 1)
    return try #require(entries.first)
  }

  func isSound() async throws -> Bool { try await journal.verify().fault == nil }

  /// An intent without outcome, as a run that was killed leaves it.
  @discardableResult
  func leaveReset(of user: UserID, seenBy bench: Bench) async throws -> AuditID {
    let page = try await bench.service.fetchUser(user).value
    return try await journal.begin(intent(user, ago: 60), snapshot: (user, page))
  }

  func record(_ result: AuditOutcome.Result, of user: UserID, ago: TimeInterval) async throws {
    let intent = intent(user, ago: ago)
    try await journal.record(intent, AuditOutcome(time: intent.time, result: result))
  }

  private func intent(_ user: UserID, ago: TimeInterval) -> AuditIntent {
    AuditIntent(
      time: Bench.noon.addingTimeInterval(-ago),
      account: SimulatedAPI.accountID,
      operator: Self.analyst,
      action: AuditAction.reset.rawValue,
      target: user.rawValue,
      reason: "remediated"
    )
  }
}

/// A value that a line's plan leaves for the test.
private final class Box<Value: Sendable>: Sendable {
  private let mutex: Mutex<Value>

  init(_ value: Value) { mutex = Mutex(value) }

  var value: Value { mutex.withLock { $0 } }
  func set(_ value: Value) { mutex.withLock { $0 = value } }
}

extension RiskService {
  fileprivate func reset(_ user: RiskUser, note: String = "") async -> ResetOutcome {
    await resetUser(
      ResetRequest(userID: user.id, seen: SeenRisk(user), reason: .remediated, note: note)
    )
  }
}

extension Bench {
  /// The request that the killed run had sent.
  fileprivate func resetBehindTheJournal(_ user: UserID) async throws {
    let client = APIClient(
      accountID: SimulatedAPI.accountID,
      credentials: .token(try APIToken("s3cret-T0ken_value")),
      transport: api.transport(),
      clock: InstantClock()
    )
    _ = try await client.resetUser(user)
  }
}

extension [String: BehaviorSetting] {
  /// One behavior switched over.
  fileprivate func flipped() throws -> (key: String, draft: [String: BehaviorSetting]) {
    let key = try #require(keys.min())
    var setting = try #require(self[key])
    setting.isEnabled.toggle()
    return (key, [key: setting])
  }
}
