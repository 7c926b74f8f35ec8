import Foundation
import GRDB
import RiskAPI

/// A look at the account that showed something new.
///
/// Its `hash` is the SHA-256 of ``HashedFields`` in the form `ztriage-look-1`: every other column, `previous` among
/// them, the hash of the look before (NULL for the first).
struct ObservationRow {
  enum Subject: String {
    case users, behaviors, integrations
  }

  let origin: String
  let seq: Int64
  /// When, in microseconds.
  let microseconds: Int64
  /// The number of its first history row; the next look's rows follow on its own.
  let firstRow: Int64

  private static let columns = [
    "origin", "seq", "at", "subject", "first_row", "row_count", "previous",
  ]
  /// What ``Stored`` reads.
  static let selection = (columns + ["hash"]).joined(separator: ", ")

  private static func hash(_ values: [DatabaseValue]) -> Data {
    var fields = HashedFields(form: "ztriage-look-1")
    for (column, value) in zip(columns, values) { fields.add(column, value) }
    return fields.hash
  }

  /// A look as it is on disk, not yet trusted.
  struct Stored {
    let seq: Int64
    let at: Date
    let rowCount: Int64
    let previous: Data?
    let hash: Data?
    let isIntact: Bool

    init(_ row: Row) {
      let values = columns.indices.map { row[$0] as DatabaseValue }
      seq = Int64.fromDatabaseValue(values[1]) ?? 0
      at = Moment.date(Int64.fromDatabaseValue(values[2]) ?? 0)
      rowCount = Int64.fromDatabaseValue(values[5]) ?? 0
      previous = Data.fromDatabaseValue(values[6])
      hash = Data.fromDatabaseValue(row[columns.count] as DatabaseValue)
      isIntact = hash == ObservationRow.hash(values)
    }
  }

  /// Adds a look that shows so many changes.
  static func add(
    _ subject: Subject,
    at moment: Date,
    rows: Int,
    _ database: Database
  ) throws -> ObservationRow {
    try add(
      subject,
      seq: try Int64.fetchOne(
        database,
        sql: "SELECT seq FROM sqlite_sequence WHERE name = 'observation'"
      ).map { $0 + 1 } ?? 1,
      at: Moment.microseconds(moment),
      rows: rows,
      database
    )
  }

  /// Adds one with a number of its own, as the migration does.
  static func add(
    _ subject: Subject,
    seq: Int64,
    at microseconds: Int64,
    rows: Int,
    _ database: Database
  ) throws -> ObservationRow {
    let last = try Row.fetchOne(
      database,
      sql: "SELECT first_row + row_count, hash FROM observation ORDER BY seq DESC LIMIT 1"
    )
    let observation = ObservationRow(
      origin: try Installation.origin(database),
      seq: seq,
      microseconds: microseconds,
      firstRow: try last?.get(0) ?? 1
    )
    let values: [DatabaseValue] = [
      observation.origin.databaseValue, seq.databaseValue, microseconds.databaseValue,
      subject.rawValue.databaseValue, observation.firstRow.databaseValue, rows.databaseValue,
      try (last?.get(1) as Data?)?.databaseValue ?? .null,
    ]
    try database.execute(
      sql: "INSERT INTO observation (\(selection)) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
      arguments: StatementArguments(values + [hash(values).databaseValue])
    )
    return observation
  }

  /// The newest one; 0 for none.
  static func newest(_ database: Database) throws -> Int64 {
    try Int64.fetchOne(database, sql: "SELECT max(seq) FROM observation") ?? 0
  }

  /// The newest one that is not after a moment; 0 for none.
  ///
  /// One that was put in is passed over, and the reason added.
  static func newest(
    until moment: Date,
    _ faults: inout [HistoryFault],
    _ database: Database
  ) throws -> Int64 {
    let rows = try Row.fetchCursor(
      database,
      sql: "SELECT \(selection) FROM observation WHERE at <= ? ORDER BY seq DESC",
      arguments: [Moment.microseconds(moment)]
    )
    while let row = try rows.next() {
      let look = Stored(row)
      if look.isIntact { return look.seq }
      faults.append(.look(look.seq))
    }
    return 0
  }

  /// The first of a subject, or where what was thinned out ends: what was before it is not known; nil for none.
  static func first(_ subject: Subject, _ database: Database) throws -> (seq: Int64, at: Date)? {
    let rows = try Row.fetchCursor(
      database,
      sql: "SELECT \(selection) FROM observation WHERE subject = ? ORDER BY seq",
      arguments: [subject.rawValue]
    )
    var first: Stored?
    while first == nil, let row = try rows.next() {
      let look = Stored(row)
      if look.isIntact { first = look }
    }
    guard let first else { return nil }
    let thinned = try Thinning.newest(database)
    guard thinned > first.seq,
      let row = try Row.fetchOne(
        database,
        sql: "SELECT \(selection) FROM observation WHERE seq = ?",
        arguments: [thinned]
      )
    else { return (first.seq, first.at) }
    return (thinned, Stored(row).at)
  }

  /// Whether an answer may be recorded, as the newest one there is; false where one that was asked for
  /// later is recorded already.
  static func mayRecord(
    _ subject: Subject,
    askedAt: Date,
    now: Date,
    _ database: Database
  ) throws -> Bool {
    let newest = try Int64.fetchOne(
      database,
      sql: "SELECT asked_at FROM last_look WHERE subject = ?",
      arguments: [subject.rawValue]
    )
    if let newest, Moment.isNewer(newest, than: askedAt, now: now) { return false }
    try database.execute(
      sql: "REPLACE INTO last_look (subject, asked_at) VALUES (?, ?)",
      arguments: [subject.rawValue, Moment.microseconds(askedAt)]
    )
    return true
  }
}
