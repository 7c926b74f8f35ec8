import Foundation
import GRDB
import RiskAPI
import RiskStore
import SmallDisk

#if canImport(Darwin)
import Darwin
#elseif canImport(Musl)
import Musl
#else
import Glibc
import TestSupport
#endif

extension TemporaryFolder {
  /// The account's folder, which the store makes.
  var account: String { path + "/ztriage/account" }
  var cacheFile: String { account + "/cache.sqlite" }
  var journalFile: String { account + "/journal.sqlite" }

  /// The names in the account's folder, but SQLite's companions.
  func names() throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: account)
      .filter { !$0.hasSuffix("-wal") && !$0.hasSuffix("-shm") }.sorted()
  }
}

extension SmallDisk {
  /// The account's folder, which the store makes.
  var account: String { path + "/account" }
}

/// Runs SQL as another program would, without the store.
@discardableResult
func sqlite(_ path: String, _ sql: String) throws -> [Row] {
  let queue = try DatabaseQueue(path: path)
  defer { try? queue.close() }
  return try queue.writeWithoutTransaction { database in
    let statements = sql.split(separator: ";;").map(String.init)
    for statement in statements.dropLast() { try database.execute(sql: statement) }
    return try Row.fetchAll(database, sql: statements.last ?? "SELECT 1")
  }
}

func mode(_ path: String) -> Int {
  var status = stat()
  return stat(path, &status) == 0 ? Int(status.st_mode & 0o777) : -1
}

extension Date {
  /// Seconds after an arbitrary moment.
  static func at(_ seconds: Double) -> Date { Date(timeIntervalSince1970: 1_790_000_000 + seconds) }
}

extension UserSummary {
  static func sample(
    _ number: Int,
    level: RiskLevel? = .low,
    events: Int = 1,
    last: Double? = 0,
    name: String? = nil
  ) -> UserSummary {
    let digits = String(number)
    let padded = String(repeating: "0", count: 12 - digits.count) + digits
    return UserSummary(
      id: UserID("00000000-0000-4000-8000-\(padded)"),
      name: name ?? "User \(number)",
      email: "user\(number)@example.com",
      maxRiskLevel: level,
      eventCount: events,
      lastEvent: last.map(Date.at)
    )
  }
}

extension RiskSummary {
  static func of(_ users: UserSummary..., total: Int? = nil) -> RiskSummary {
    RiskSummary(users: users, totalCount: total)
  }

  static func sample(_ count: Int) -> RiskSummary {
    let levels: [RiskLevel?] = [.high, .medium, .low, nil, .other("severe")]
    let users = (0..<count).map {
      UserSummary.sample(
        $0,
        level: levels[$0 % 5],
        events: $0 % 40,
        last: Double($0 * 7919 % 100_003)
      )
    }
    return RiskSummary(users: users, totalCount: count)
  }
}

extension RiskEvent {
  static func sample(_ number: Int, at seconds: Double? = nil) -> RiskEvent {
    RiskEvent(
      id: "event-\(number)",
      name: "Impossible travel",
      riskLevel: .high,
      timestamp: .at(seconds ?? Double(-number)),
      details: .object(["ip": .string("192.0.2.1"), "attempts": .integer(3), "none": .null])
    )
  }
}

extension UserDetail {
  static func sample(events: [RiskEvent], total: Int? = nil) -> UserDetail {
    UserDetail(
      name: "Ana",
      email: "ana@example.com",
      events: events,
      lastReset: .at(-1000),
      riskLevel: .high,
      totalEventCount: total
    )
  }
}

extension Behavior {
  static func sample(_ key: String, on: Bool = true, level: RiskLevel = .high) -> Behavior {
    Behavior(
      key: key,
      name: "Name of \(key)",
      description: "fifteen times or more",
      setting: BehaviorSetting(isEnabled: on, riskLevel: level)
    )
  }
}

extension Integration {
  static func sample(_ id: String, active: Bool = true) -> Integration {
    Integration(
      id: id,
      accountTag: "account",
      type: "Okta",
      referenceID: "reference \(id)",
      tenantURL: "https://tenant.okta.com",
      wellKnownURL: "/.well-known/\(id)",
      isActive: active,
      createdAt: .at(-5000.25)
    )
  }
}

extension AccountAddress {
  /// The account of the samples.
  static let sample = AccountAddress(
    server: standardServer,
    accountID: "0123456789abcdef0123456789abcdef"
  )
}

/// A write of one analyst at a moment.
struct SampleWrite {
  var intent: AuditIntent
  var time: Date

  static func sample(_ target: String = "user-1", at seconds: Double = 0) -> SampleWrite {
    SampleWrite(
      intent: AuditIntent(
        action: "reset",
        target: target,
        reason: "false-positive",
        note: "known VPN",
        before: "HIGH, 3 events"
      ),
      time: .at(seconds)
    )
  }
}

extension AuditEntry {
  static func sample(_ id: AuditID, _ outcome: AuditOutcome?) -> AuditEntry {
    let write = SampleWrite.sample()
    return AuditEntry(
      id: id,
      time: write.time,
      account: AccountAddress.sample.accountID,
      operator: "ana@laptop",
      intent: write.intent,
      outcome: outcome
    )
  }
}

extension AuditLog {
  func begin(
    _ write: SampleWrite,
    snapshot: (user: UserID, risk: UserDetail)? = nil
  ) async throws(JournalError) -> AuditID {
    try await begin(write.intent, by: "ana@laptop", at: write.time, snapshot: snapshot)
  }

  @discardableResult
  func record(
    _ write: SampleWrite,
    _ outcome: AuditOutcome
  ) async throws(JournalError) -> AuditID {
    try await record(write.intent, by: "ana@laptop", at: write.time, outcome)
  }
}

extension AuditOutcome {
  static func sample(_ result: Result = .done, at seconds: Double = 1) -> AuditOutcome {
    AuditOutcome(time: .at(seconds), result: result, after: "unscored", ray: "8f00-FRA")
  }
}
