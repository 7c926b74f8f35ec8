import Foundation
import GRDB
import RiskAPI

/// A line of the audit log on disk.
enum AuditRow {
  /// The columns that a line says; the rest make the chain.
  struct Content {
    var kind: String
    var intentSeq: Int64?
    var intent: AuditIntent
    var time: Date
    var outcome: AuditOutcome?
    var snapshotHash: String?
  }

  /// Adds a line at the end of the chain.
  ///
  /// Needs a transaction that took the lock for writing before anything was read, or two processes fork the chain.
  static func append(_ content: Content, _ database: Database) throws -> Int64 {
    // The number after the last that was ever given, not the last that is still there: a gap tells.
    let last = try Int64.fetchOne(
      database,
      sql: "SELECT seq FROM sqlite_sequence WHERE name = 'audit'"
    )
    let previous = try head(database)
    let (intent, outcome) = (content.intent, content.outcome)
    let values: [(any DatabaseValueConvertible)?] = [
      (last ?? 0) + 1, content.kind, content.intentSeq, Moment.iso(content.time), intent.account,
      intent.operator, intent.action, intent.target, intent.reason, intent.note, intent.before,
      outcome?.after, outcome?.result.rawValue, outcome?.detail, outcome?.ray, outcome?.auditLogID,
      content.snapshotHash, previous,
    ]
    let stored = values.map { value in
      (value as? String)?.storable.databaseValue
        ?? value?.databaseValue ?? .null
    }
    let columns = AuditHash.columns.joined(separator: ", ")
    let marks = Array(repeating: "?", count: stored.count).joined(separator: ", ")
    try database.execute(
      sql: "INSERT INTO audit (\(columns), hash) VALUES (\(marks), ?)",
      arguments: StatementArguments(stored + [AuditHash.hash(stored).databaseValue])
    )
    return database.lastInsertedRowID
  }

  /// The hash of the last line; 64 zeros when there is none.
  static func head(_ database: Database) throws -> String {
    try String.fetchOne(database, sql: "SELECT hash FROM audit ORDER BY seq DESC LIMIT 1")
      ?? AuditHash.first
  }

  /// Writes with their last outcomes; `condition` is about the intent's line `i` or that outcome's `o`.
  static func entries(
    _ database: Database,
    where condition: String,
    arguments: StatementArguments
  ) throws -> [AuditEntry] {
    let sql = """
      SELECT i.seq, i.time, i.account, i.operator, i.action, i.target, i.reason, i.note, i.before,
        o.time, o.outcome, o.after, o.detail, o.ray, o.audit_log_id
      FROM audit AS i LEFT JOIN audit AS o
        ON o.seq = (SELECT max(seq) FROM audit WHERE intent_seq = i.seq)
      WHERE i.kind = 'intent' AND \(condition)
      """
    return try Row.fetchAll(database, sql: sql, arguments: arguments).map(entry)
  }

  /// When the last line was written; nil when there is none.
  static func lastTime(_ database: Database) throws -> Date? {
    try String.fetchOne(database, sql: "SELECT time FROM audit ORDER BY seq DESC LIMIT 1").map(date)
  }

  /// What is in the intent's line `seq`; nil when there is no such intent.
  static func entry(_ seq: Int64, _ database: Database) throws -> AuditEntry? {
    try entries(database, where: "i.seq = ?", arguments: [seq]).first
  }

  private static func entry(_ row: Row) throws -> AuditEntry {
    let outcomeTime: String? = try row.get(9)
    let outcome = try outcomeTime.map { time in
      try AuditOutcome(
        time: date(time),
        result: AuditOutcome.Result(rawValue: row.get(10) as String? ?? "") ?? .unknown,
        after: row.get(11),
        detail: row.get(12),
        ray: row.get(13),
        auditLogID: row.get(14)
      )
    }
    let intent = try AuditIntent(
      time: date(row.get(1)),
      account: row.get(2),
      operator: row.get(3),
      action: row.get(4),
      target: row.get(5),
      reason: row.get(6),
      note: row.get(7),
      before: row.get(8)
    )
    return AuditEntry(id: AuditID(line: try row.get(0)), intent: intent, outcome: outcome)
  }

  /// A text that is no time was tampered with; `verify` says so, and the list still shows the line.
  private static func date(_ text: String) -> Date {
    Timestamp.parse(text) ?? Date(timeIntervalSince1970: 0)
  }
}
