package import Foundation
import GRDB
package import RiskAPI

extension Journal {
  /// Notes how the summary shows each user, a row only for those who changed; returns how many.
  ///
  /// Users missing from a summary that is not whole (`isComplete`) are not taken for gone.
  @discardableResult
  package func recordUsers(_ summary: RiskSummary, at moment: Date) async throws(JournalError)
    -> Int
  {
    let rows = try await write { try StandingRow.record(summary, at: moment, $0) }
    await connection.tidyUp(afterWriting: rows)
    return rows
  }

  /// How a user stood over time, oldest first; empty for one who was never seen.
  package func history(of user: UserID) async throws(JournalError) -> [HistoryMoment<Standing>] {
    try await read { try Self.moments(of: user, last: Int.max, $0) }
  }

  /// The last changes of each of some users, oldest first, for a trend beside each.
  package func trends(
    of users: [UserID],
    last count: Int
  ) async throws(JournalError) -> [UserID: [HistoryMoment<Standing>]] {
    try await read { database in
      var trends: [UserID: [HistoryMoment<Standing>]] = [:]
      for user in users { trends[user] = try Self.moments(of: user, last: count, database) }
      return trends
    }
  }

  /// Users who left the summary, the latest first.
  package func pastUsers() async throws(JournalError) -> [PastUser] {
    try await read { database in
      let rows = try Row.fetchAll(
        database,
        sql: """
          SELECT user_id, name, email, \(StandingRow.columns),
            (SELECT at FROM user_history AS h JOIN observation ON seq = h.observation
             WHERE h.person = key ORDER BY h.observation DESC LIMIT 1)
          FROM person JOIN standing ON person = key WHERE is_gone ORDER BY 7 DESC, user_id
          """
      )
      return try rows.map { row in
        let standing = try StandingRow.standing(row, at: 3)
        let user = try RiskUser(
          id: UserID(row.get(0)),
          name: row.get(1),
          email: row.get(2),
          maxRiskLevel: standing.level,
          eventCount: standing.eventCount,
          lastEvent: standing.lastEvent
        )
        return PastUser(user: user, goneAt: Moment.date(try row.get(6) as Double))
      }
    }
  }

  private static func moments(
    of user: UserID,
    last count: Int,
    _ database: Database
  ) throws -> [HistoryMoment<Standing>] {
    let statement = try database.cachedStatement(
      sql: """
        SELECT at, \(StandingRow.columns), is_gone
        FROM user_history JOIN observation ON seq = observation
        WHERE person = (SELECT key FROM person WHERE user_id = ?)
        ORDER BY observation DESC LIMIT ?
        """
    )
    let rows = try Row.fetchAll(statement, arguments: [user.rawValue, count])
    return try rows.reversed().map { row in
      try HistoryMoment(
        at: Moment.date(row.get(0) as Double),
        value: row.get(4) ? nil : StandingRow.standing(row, at: 1)
      )
    }
  }
}
