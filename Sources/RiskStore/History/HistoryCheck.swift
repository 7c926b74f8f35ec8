import Foundation
import GRDB
import RiskAPI

/// Reads the whole history and finds any row that was changed, put in or removed.
enum HistoryCheck {
  /// The first thing that is wrong; nil when all is as it was written, or for a file from before there were hashes.
  static func fault(_ database: Database) throws -> HistoryFault? {
    guard try database.tableExists("observation"),
      try database.columns(in: "observation").contains(where: { $0.name == "hash" })
    else { return nil }
    let thinned = try Thinning.newest(database)
    let tables = [HistoryTable.users, Behavior.table, Integration.table]
    return try looks(thinned, database)
      ?? users(thinned, database)
      ?? others(Behavior.self, database)
      ?? others(Integration.self, database)
      ?? counts(tables.map(\.name), thinned, database)
  }

  private static func looks(_ thinned: Int64, _ database: Database) throws -> HistoryFault? {
    let rows = try Row.fetchCursor(
      database,
      sql: "SELECT \(ObservationRow.selection) FROM observation ORDER BY seq"
    )
    var before: ObservationRow.Stored?
    while let row = try rows.next() {
      let look = ObservationRow.Stored(row)
      guard look.isIntact else { return .look(look.seq) }
      // What was thinned out leaves gaps.
      if look.previous != before?.hash, look.seq > thinned {
        let next = (before?.seq ?? 0) + 1
        return next < look.seq ? .removedLook(next) : .look(look.seq)
      }
      before = look
    }
    let given = try Int64.fetchOne(
      database,
      sql: "SELECT seq FROM sqlite_sequence WHERE name = 'observation'"
    )
    let last = before?.seq ?? 0
    return given.flatMap { $0 > last ? .removedLook(last + 1) : nil }
  }

  private static func users(_ thinned: Int64, _ database: Database) throws -> HistoryFault? {
    let people = try Row.fetchCursor(
      database,
      sql: """
        SELECT \(KnownPerson.selection) FROM \(KnownPerson.source)
        """
    )
    while let row = try people.next() {
      let person = try KnownPerson(row, since: 0, thinned: thinned, database)
      if case .history(let fault) = person.faults.first { return fault }
    }
    // Rows of nobody.
    let stray = try Row.fetchOne(
      database,
      sql: """
        SELECT person, number FROM user_history WHERE person NOT IN (SELECT key FROM person)
        UNION ALL SELECT person, 0 FROM standing WHERE person NOT IN (SELECT key FROM person)
        LIMIT 1
        """
    )
    return stray.map { row in
      .changed(
        kind: HistoryTable.users.kind,
        id: "\(Int64.fromDatabaseValue(row[0] as DatabaseValue) ?? 0)",
        row: Int64.fromDatabaseValue(row[1] as DatabaseValue) ?? 0
      )
    }
  }

  private static func others<Value: Recorded>(
    _ type: Value.Type,
    _ database: Database
  ) throws -> HistoryFault? {
    try RecordedRows<Value>(database).faults.first
  }

  /// A look says how many rows it has, so that one that was removed from the end is missed.
  private static func counts(
    _ tables: [String],
    _ thinned: Int64,
    _ database: Database
  ) throws -> HistoryFault? {
    let rows = tables.map { "SELECT observation FROM \($0)" }.joined(separator: " UNION ALL ")
    return try Int64.fetchOne(
      database,
      sql: """
        SELECT seq FROM observation LEFT JOIN
          (SELECT observation, count(*) AS there FROM (\(rows)) GROUP BY observation)
          ON observation = seq
        WHERE coalesce(there, 0) > row_count OR coalesce(there, 0) < row_count AND seq > ?
        ORDER BY seq LIMIT 1
        """,
      arguments: [thinned]
    )
    .map { .rows(look: $0) }
  }
}
