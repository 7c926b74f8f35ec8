import Foundation
import GRDB
import RiskAPI

/// Lines of the audit log on disk: adding them, and reading those that are part of the chain.
enum AuditRow {
  /// The columns that a line says; the rest make the chain.
  struct Content {
    var kind: String
    var intentSeq: Int64?
    var time: Date
    var account: String
    var `operator`: String
    var intent: AuditIntent
    var outcome: AuditOutcome?
    var snapshotHash: String?
  }

  /// Adds a line at the end of the chain, in a form that the table has the columns for.
  ///
  /// Needs a transaction that took the lock for writing before anything was read, or two processes fork the chain.
  static func append(
    _ content: Content,
    form: Int = AuditHash.currentForm,
    _ database: Database
  ) throws -> Int64 {
    // The number after the last that was ever given, not the last that is still there: a gap tells.
    let last = try Int64.fetchOne(
      database,
      sql: "SELECT seq FROM sqlite_sequence WHERE name = 'audit'"
    )
    let previous = try head(database)
    let (intent, outcome) = (content.intent, content.outcome)
    let time: any DatabaseValueConvertible =
      form > 2 ? Moment.microseconds(content.time) : Moment.iso(content.time)
    let values: [(any DatabaseValueConvertible)?] = [
      (last ?? 0) + 1, form, content.kind, content.intentSeq, time, content.account,
      content.operator, intent.action, intent.target,
      intent.reason, intent.note, intent.before, outcome?.after, outcome?.result.rawValue,
      outcome?.detail, outcome?.ray, outcome?.auditLogID, content.snapshotHash, previous,
      form > 2 ? try Installation.origin(database) : nil,
    ]
    let stored = values.map { value in
      (value as? String)?.storable.databaseValue
        ?? value?.databaseValue ?? .null
    }
    let said = Set(AuditHash.columns(ofForm: form))
    let places = AuditHash.columns.indices.filter { said.contains(AuditHash.columns[$0]) }
    let columns = places.map { AuditHash.columns[$0] }.joined(separator: ", ")
    let marks = Array(repeating: "?", count: places.count).joined(separator: ", ")
    try database.execute(
      sql: "INSERT INTO audit (\(columns), hash) VALUES (\(marks), ?)",
      arguments: StatementArguments(
        places.map { stored[$0] } + [AuditHash.hash(stored).databaseValue]
      )
    )
    return database.lastInsertedRowID
  }

  /// The hash of the last line; 64 zeros when there is none.
  static func head(_ database: Database) throws -> String {
    try String.fetchOne(database, sql: "SELECT hash FROM audit ORDER BY seq DESC LIMIT 1")
      ?? AuditHash.first
  }

  /// Writes with their last outcomes; `condition` is about the intent's line `i` or that outcome's `o`.
  ///
  /// A write whose intent or outcome is no part of the chain is left out.
  static func entries(
    _ database: Database,
    where condition: String,
    arguments: StatementArguments
  ) throws -> Checked<[AuditEntry]> {
    let sql = """
      SELECT i.seq, o.seq
      FROM audit AS i LEFT JOIN audit AS o
        ON o.seq = (SELECT max(seq) FROM audit WHERE intent_seq = i.seq)
      WHERE i.kind = 'intent' AND \(condition)
      """
    var checked = Checked<[AuditEntry]>([])
    for row in try Row.fetchAll(database, sql: sql, arguments: arguments) {
      guard let intent = try line(row.get(0), &checked.faults, database) else { continue }
      var outcome: StoredLine?
      if let seq = try row.get(1) as Int64? {
        outcome = try line(seq, &checked.faults, database)
        if outcome == nil { continue }
      }
      checked.value.append(entry(intent, outcome))
    }
    return checked
  }

  /// When the last line was written; nil when there is none.
  static func lastTime(_ database: Database) throws -> Date? {
    let value = try DatabaseValue.fetchOne(
      database,
      sql: "SELECT time FROM audit ORDER BY seq DESC LIMIT 1"
    )
    return value.flatMap(StoredLine.time)
  }

  /// What the intent's line `seq` says, to add how it ended; nil when there is no such intent.
  ///
  /// Also when the line is no longer part of the chain: how a write ended is never withheld from the log.
  static func entry(_ seq: Int64, _ database: Database) throws -> AuditEntry? {
    guard let intent = try StoredLine(seq, database), intent.text("kind") == "intent" else {
      return nil
    }
    let end = try Int64.fetchOne(
      database,
      sql: "SELECT max(seq) FROM audit WHERE intent_seq = ?",
      arguments: [seq]
    )
    return entry(intent, try end.flatMap { try StoredLine($0, database) })
  }

  /// A line that is part of the chain; nil, and the reason added, for another.
  static func line(
    _ seq: Int64,
    _ faults: inout [AuditFault],
    _ database: Database
  ) throws -> StoredLine? {
    guard let line = try StoredLine(seq, database) else { return nil }
    guard let fault = try line.fault(database) else { return line }
    if !faults.contains(fault) { faults.append(fault) }
    return nil
  }

  private static func entry(_ line: StoredLine, _ end: StoredLine?) -> AuditEntry {
    let outcome = end.map { end in
      AuditOutcome(
        time: end.time,
        result: end.text("outcome").flatMap(AuditOutcome.Result.init(rawValue:)) ?? .unknown,
        after: end.text("after"),
        detail: end.text("detail"),
        ray: end.text("ray"),
        auditLogID: end.text("audit_log_id")
      )
    }
    let intent = AuditIntent(
      action: line.text("action") ?? "",
      target: line.text("target") ?? "",
      reason: line.text("reason"),
      note: line.text("note"),
      before: line.text("before")
    )
    return AuditEntry(
      id: AuditID(line: line.seq),
      time: line.time,
      account: line.text("account") ?? "",
      operator: line.text("operator") ?? "",
      intent: intent,
      outcome: outcome
    )
  }
}
