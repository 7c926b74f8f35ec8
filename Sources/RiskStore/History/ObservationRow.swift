import Foundation
import GRDB
import RiskAPI

/// A look at the account that showed something new.
enum ObservationRow {
  enum Subject: String {
    case users, behaviors, integrations
  }

  static func add(_ subject: Subject, at moment: Date, _ database: Database) throws -> Int64 {
    try database.execute(
      sql: "INSERT INTO observation (at, subject) VALUES (?, ?)",
      arguments: [Moment.seconds(moment), subject.rawValue]
    )
    return database.lastInsertedRowID
  }

  /// The newest one; 0 for none.
  static func newest(_ database: Database) throws -> Int64 {
    try Int64.fetchOne(database, sql: "SELECT max(seq) FROM observation") ?? 0
  }

  /// The newest one that is not after a moment; 0 for none.
  static func newest(until moment: Date, _ database: Database) throws -> Int64 {
    try Int64.fetchOne(
      database,
      sql: "SELECT max(seq) FROM observation WHERE at <= ?",
      arguments: [Moment.seconds(moment)]
    ) ?? 0
  }

  /// The first of a subject: what was before it is not known; nil for none.
  static func first(_ subject: Subject, _ database: Database) throws -> (seq: Int64, at: Date)? {
    let row = try Row.fetchOne(
      database,
      sql: "SELECT seq, at FROM observation WHERE subject = ? ORDER BY seq LIMIT 1",
      arguments: [subject.rawValue]
    )
    return try row.map { try ($0.get(0), Moment.date($0.get(1) as Double)) }
  }

  /// Whether an answer may be recorded, as the newest one there is; false where one that was asked for
  /// later is recorded already.
  static func mayRecord(
    _ subject: Subject,
    askedAt: Date,
    now: Date,
    _ database: Database
  ) throws -> Bool {
    let newest = try Double.fetchOne(
      database,
      sql: "SELECT asked_at FROM last_look WHERE subject = ?",
      arguments: [subject.rawValue]
    )
    if let newest, AnswerOrder.isNewer(newest, than: askedAt, now: now) { return false }
    try database.execute(
      sql: "REPLACE INTO last_look (subject, asked_at) VALUES (?, ?)",
      arguments: [subject.rawValue, Moment.seconds(askedAt)]
    )
    return true
  }
}
