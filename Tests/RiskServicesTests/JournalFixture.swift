import Foundation
import HTTPTypes
import RiskAPI
import RiskServices
import RiskStore
import SimulatedAPI
import Synchronization
import TestSupport
import Testing

/// A journal in a folder of its own, and benches that write to it.
final class JournalFixture: Sendable {
  static let analyst = "ana@desk"

  let journal: Journal
  private let folder: String

  convenience init() throws {
    try self.init(folder: NSTemporaryDirectory() + "risk-services-" + UUID().uuidString)
  }

  private init(folder: String) throws {
    self.folder = folder
    journal = try Journal.open(folder: folder, owner: .simulated)
  }

  deinit {
    journal.close()
    try? FileManager.default.removeItem(atPath: folder)
  }

  var journaling: Journaling { .kept(journal, operator: Self.analyst) }

  /// The same file, as the next run opens it.
  func reopened() throws -> Journaling {
    .kept(try Journal.open(folder: folder, owner: .simulated), operator: Self.analyst)
  }

  func bench(
    permissions: Set<PermissionGroup> = Set(PermissionGroup.allCases),
    trouble: @escaping Line.Plan = { _, _, _ in nil }
  ) throws -> ServiceHarness {
    try ServiceHarness(permissions: permissions, journaling: journaling, trouble: trouble)
  }

  /// What a run leaves that is killed while the request of its write is under way.
  ///
  /// The journal as it is on disk at that moment; `arrives` says whether the account got the request.
  func killed(
    arrives: Bool,
    users: Int = 12,
    _ write: (ServiceHarness) async throws -> Void
  ) async throws -> (desk: JournalFixture, api: SimulatedAPI) {
    let copy = folder + "-killed-" + UUID().uuidString
    let bench = try ServiceHarness(journaling: journaling, users: users) { [folder] request, _, _ in
      guard request.method != .get else { return nil }
      if !FileManager.default.fileExists(atPath: copy) {
        try? FileManager.default.createDirectory(atPath: copy, withIntermediateDirectories: true)
        for name in ["journal.sqlite", "journal.sqlite-wal"] {
          try? FileManager.default.copyItem(atPath: "\(folder)/\(name)", toPath: "\(copy)/\(name)")
        }
      }
      return arrives ? nil : .loseRequest
    }
    try await write(bench)
    return (try JournalFixture(folder: copy), bench.api)
  }

  /// Every write, oldest first.
  func entries() async throws -> [AuditEntry] {
    try await journal.auditLog.entries(limit: 100).value.reversed()
  }

  func onlyEntry() async throws -> AuditEntry {
    let entries = try await entries()
    #expect(entries.count == 1)
    return try #require(entries.first)
  }

  func isSound() async throws -> Bool { try await journal.auditLog.verify().fault == nil }

  /// An intent without outcome, as a run that was killed leaves it.
  @discardableResult
  func leaveReset(of user: UserID, seenBy bench: ServiceHarness) async throws -> AuditID {
    let page = try await bench.service.fetchUser(user).value
    return try await begin(intent(user), ago: 60, snapshot: (user, page))
  }

  /// How many lines a write has: its intent, and an outcome for each look.
  func lineCount() async throws -> Int { try await journal.auditLog.verify().lines }

  func record(_ result: AuditOutcome.Result, of user: UserID, ago: TimeInterval) async throws {
    let time = ServiceHarness.noon.addingTimeInterval(-ago)
    let outcome = AuditOutcome(time: time, result: result)
    try await journal.auditLog.record(intent(user), by: Self.analyst, at: time, outcome)
  }

  /// A write that the analyst began seconds before noon.
  @discardableResult
  func begin(
    _ intent: AuditIntent,
    ago: TimeInterval,
    snapshot: (user: UserID, risk: UserDetail)? = nil
  ) async throws -> AuditID {
    let time = ServiceHarness.noon.addingTimeInterval(-ago)
    return try await journal.auditLog.begin(
      intent,
      by: Self.analyst,
      at: time,
      snapshot: snapshot
    )
  }

  func intent(_ user: UserID) -> AuditIntent {
    AuditIntent(
      action: AuditAction.reset.rawValue,
      target: user.rawValue,
      reason: "remediated"
    )
  }
}

/// A value that a line's plan leaves for the test.
final class Box<Value: Sendable>: Sendable {
  private let mutex: Mutex<Value>

  init(_ value: Value) { mutex = Mutex(value) }

  var value: Value { mutex.withLock { $0 } }
  func set(_ value: Value) { mutex.withLock { $0 = value } }
}

extension RiskService {
  func reset(_ user: UserSummary, note: String = "") async -> WriteResult<ShownUser> {
    await carryOut(
      .reset(
        ResetRequest(userID: user.id, seen: RiskState(user), reason: .remediated, note: note)
      )
    )
  }
}

extension ServiceHarness {
  /// The request that the killed run had sent.
  func resetBehindTheJournal(_ user: UserID) async throws {
    _ = try await clientBehindTheJournal().resetUser(user)
  }

  /// Somebody else, as far as the journal and the line know.
  func clientBehindTheJournal() throws -> APIClient {
    APIClient(
      accountID: SimulatedAPI.accountID,
      credentials: .token(try APIToken("s3cret-T0ken_value")),
      transport: api.transport(),
      clock: TestClock()
    )
  }
}

extension [String: BehaviorSetting] {
  /// One behavior switched over.
  func flipped() throws -> (key: String, draft: [String: BehaviorSetting]) {
    let key = try #require(keys.min())
    var setting = try #require(self[key])
    setting.isEnabled.toggle()
    return (key, [key: setting])
  }
}

extension AccountAddress {
  /// The account of a simulated server that has no port.
  static let simulated = AccountAddress(
    server: "127.0.0.1:0",
    accountID: SimulatedAPI.accountID
  )
}

extension WriteResult<ShownUser> {
  /// Whether the account shows the reset, and at this moment; nil where only the summary shows it.
  func isReset(at moment: Date?) -> Bool {
    if case .done(let shown) = self { shown.page?.lastReset == moment } else { false }
  }
}
