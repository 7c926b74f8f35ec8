import Foundation
import GRDB
import RiskAPI

/// A line of the audit log as it is on disk, not yet trusted.
struct StoredLine {
  /// In the order of `AuditHash.columns`.
  let values: [DatabaseValue]
  /// What the line says its hash is.
  let hash: String
  /// The hashes of the texts that were erased from the line, by column; none that no erasure vouches for.
  private(set) var erased: [String: String] = [:]

  /// The columns that `init(_:)` reads, those of the hash first; a file from before version 4 has no `form`, one from
  /// before version 5 no `origin`.
  static func columns(_ database: Database) throws -> String {
    let there = Set(try database.columns(in: "audit").map(\.name))
    let names = AuditHash.columns.map { name in
      there.contains(name) ? name : name == "form" ? "1" : "NULL"
    }
    return (names + ["hash"]).joined(separator: ", ")
  }

  init(_ row: Row) {
    values = AuditHash.columns.indices.map { row[$0] as DatabaseValue }
    // Read as any kind: somebody may have put a number where text was.
    hash = String.fromDatabaseValue(row[AuditHash.columns.count]) ?? ""
  }

  /// Reads one line; nil where there is none.
  init?(_ seq: Int64, _ database: Database) throws {
    let names = (AuditHash.columns + ["hash"]).joined(separator: ", ")
    let statement = try database.cachedStatement(sql: "SELECT \(names) FROM audit WHERE seq = ?")
    guard let row = try Row.fetchOne(statement, arguments: [seq]) else { return nil }
    self.init(row)
    try loadErased(database)
  }

  /// Reads what was erased from the line, by ``Journal/erase(_:by:at:)``.
  mutating func loadErased(_ database: Database) throws {
    let statement = try database.cachedStatement(
      sql: "SELECT column, hash FROM erased_text WHERE audit_seq = ?"
    )
    let rows = try Row.fetchAll(statement, arguments: [seq])
    guard try !rows.isEmpty && isErasedLater(database) else { return }
    for row in rows { erased[try row.get(0)] = try row.get(1) }
  }

  /// Whether a later line says that the texts about the line's target were erased.
  private func isErasedLater(_ database: Database) throws -> Bool {
    let statement = try database.cachedStatement(
      sql: """
        SELECT 1 FROM audit WHERE target = ? AND kind = 'intent' AND action = 'erase' AND seq > ?
        """
    )
    return try Row.fetchOne(statement, arguments: [text("target"), seq]) != nil
  }

  /// Whether the line says what was written.
  ///
  /// A line of form 1 whose text was erased proves nothing by itself: its hash was over the text. Its place in the
  /// chain still does.
  var isIntact: Bool {
    number("form") == 1 && !erased.isEmpty || AuditHash.hash(values, erased: erased) == hash
  }

  /// The line's number.
  var seq: Int64 { Int64.fromDatabaseValue(values[0]) ?? 0 }
  /// The hash of the line before, as this line says.
  var previous: String? { text("previous") }

  /// A column's text; nil where there is none.
  func text(_ column: String) -> String? {
    AuditHash.columns.firstIndex(of: column).flatMap { String.fromDatabaseValue(values[$0]) }
  }

  /// A column's number; nil where there is none.
  func number(_ column: String) -> Int64? {
    AuditHash.columns.firstIndex(of: column).flatMap { Int64.fromDatabaseValue(values[$0]) }
  }

  /// The column `time`.
  ///
  /// What is no time was tampered with, and the line's hash tells.
  var time: Date {
    AuditHash.columns.firstIndex(of: "time").flatMap { Self.time(values[$0]) }
      ?? Date(timeIntervalSince1970: 0)
  }

  /// A time as it stands in the column: a number, or a text from before version 5.
  static func time(_ value: DatabaseValue) -> Date? {
    if let number = Int64.fromDatabaseValue(value) { return Moment.date(number) }
    return String.fromDatabaseValue(value).flatMap(Timestamp.parse)
  }

  /// Whether a value is the line's time; before version 5, in seconds, with more digits than the line's.
  private func isTime(_ value: DatabaseValue) -> Bool {
    switch value.storage {
    case .int64(let microseconds): microseconds == Moment.microseconds(time)
    case .double(let seconds): abs(seconds - time.timeIntervalSince1970) < 0.001
    default: false
    }
  }

  /// Why the line is no part of the chain; nil where it is one.
  ///
  /// The line after it has to name its hash. Where that is missing, or was never written, the line has to
  /// name the one before it.
  func fault(_ database: Database) throws -> AuditFault? {
    guard isIntact else { return .changed(line: seq) }
    if let next = try StoredLine(seq + 1, database) {
      return next.previous == hash ? nil : .broken(line: seq)
    }
    let before =
      try String.fetchOne(
        database,
        sql: "SELECT hash FROM audit WHERE seq < ? ORDER BY seq DESC LIMIT 1",
        arguments: [seq]
      ) ?? AuditHash.first
    return previous == before ? nil : .broken(line: seq)
  }

  /// Why the user's page that is kept with the line is not the one that was kept; nil where it is.
  func snapshotFault(_ database: Database) throws -> AuditFault? {
    let row = try Row.fetchOne(
      database,
      sql: "SELECT content, user_id, taken_at FROM snapshot WHERE audit_seq = ?",
      arguments: [seq]
    )
    guard let wanted = text("snapshot_hash") else {
      return row == nil ? nil : .addedSnapshot(line: seq)
    }
    if let row, (row[0] as DatabaseValue).isNull, try isErasedLater(database) { return nil }
    guard let row, let content = String.fromDatabaseValue(row[0]),
      AuditHash.hash(text: content) == wanted,
      String.fromDatabaseValue(row[1]) == text("target"),
      isTime(row[2])
    else { return .snapshot(line: seq) }
    return nil
  }
}
