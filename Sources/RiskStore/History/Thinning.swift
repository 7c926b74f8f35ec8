package import Foundation
import GRDB
import RiskAPI

/// Up to where the history was thinned out, as a line of the audit log says.
enum Thinning {
  static let kind = "thinning"

  /// The newest observation before which only the newest row of each is left; 0 where nothing was thinned out.
  ///
  /// Lines that are no part of the chain do not count.
  static func newest(_ database: Database) throws -> Int64 {
    let statement = try database.cachedStatement(
      sql: "SELECT seq FROM audit WHERE kind = 'thinning' ORDER BY seq DESC"
    )
    let lines = try Int64.fetchCursor(statement)
    while let seq = try lines.next() {
      guard let line = try StoredLine(seq, database), try line.fault(database) == nil else {
        continue
      }
      return line.text("target").flatMap(Int64.init) ?? 0
    }
    return 0
  }

  /// When it was thinned out last, by the clock of then; nil for never.
  static func newestTime(_ database: Database) throws -> Date? {
    try Int64.fetchOne(
      database,
      sql: "SELECT time FROM audit WHERE kind = 'thinning' ORDER BY seq DESC LIMIT 1"
    )
    .map { Moment.date($0) }
  }

  /// Removes, before a look, all but the newest rows of each, and the looks that are left with none.
  ///
  /// Returns how many rows and looks.
  static func thin(before look: Int64, _ database: Database) throws -> Int {
    let before = database.totalChangesCount
    let tables = [HistoryTable.users, Behavior.table, Integration.table]
    for table in tables {
      try database.execute(
        sql: """
          DELETE FROM \(table.name) WHERE observation < (
            SELECT max(newest.observation) FROM \(table.name) AS newest
            WHERE newest.\(table.key) = \(table.name).\(table.key) AND newest.observation <= ?)
          """,
        arguments: [look]
      )
    }
    let used = tables.map { "SELECT observation FROM \($0.name)" }.joined(separator: " UNION ")
    try database.execute(
      sql: "DELETE FROM observation WHERE seq < ? AND seq NOT IN (\(used))",
      arguments: [look]
    )
    return database.totalChangesCount - before
  }
}

extension History {
  /// Removes what is older than a moment, at most once a day; returns how many rows.
  ///
  /// The newest row of each before it stays, so that how they stood stays known. A line of the audit log says up to
  /// where it was done: it tells a row that was thinned out from one that somebody removed.
  @discardableResult
  package func thin(
    before moment: Date,
    by operatorName: String,
    at now: Date
  ) async throws(JournalError) -> Int {
    let account = file.owner.accountID
    let isDue = try await read { database in
      let last = try Thinning.newestTime(database)
      return last.map { abs(now.timeIntervalSince($0)) >= 86_400 } ?? true
    }
    guard isDue else { return 0 }
    return try await write { database in
      var faults: [HistoryFault] = []
      let look = try ObservationRow.newest(until: moment, &faults, database)
      guard try look > Thinning.newest(database) else { return 0 }
      let removed = try Thinning.thin(before: look, database)
      guard removed > 0 else { return 0 }
      let intent = AuditIntent(
        action: "thin history",
        target: String(look)
      )
      let line = AuditRow.Content(
        kind: Thinning.kind,
        time: now,
        account: account,
        operator: operatorName,
        intent: intent
      )
      _ = try AuditRow.append(line, database)
      return removed
    }
  }
}
