package import Foundation
import GRDB
package import RiskAPI

/// How users, behaviors and integrations were over time, as far as this machine looked.
package struct History: JournalStore {
  let file: JournalFile

  /// Notes how the summary shows each user, a row only for those who changed; returns how many.
  ///
  /// Users missing from a summary that is not whole (`isComplete`) are not taken for gone. Records nothing
  /// when a summary that was asked for later is recorded already.
  @discardableResult
  package func recordUsers(
    _ summary: RiskSummary,
    askedAt: Date? = nil,
    at moment: Date,
    clock: @escaping @Sendable () -> Date = { Date() }
  ) async throws(JournalError) -> Int {
    let rows = try await write { database in
      let asked = askedAt ?? moment
      guard try ObservationRow.mayRecord(.users, askedAt: asked, now: clock(), database) else {
        return 0
      }
      return try StandingRow.record(summary, at: moment, database)
    }
    await file.connection.tidyUp(afterWriting: rows)
    return rows
  }

  /// How a user stood over time, oldest first; empty for one who was never seen.
  package func history(of user: UserID) async throws(JournalError) -> [HistoryMoment<Standing>] {
    try await read { try Self.moments(of: user, since: 0, $0) }
  }

  /// How each of some users stood since a moment, oldest first, for a trend beside each.
  ///
  /// The first is what stood before that moment, where anything did; users who were never seen are
  /// left out.
  package func trends(
    of users: [UserID],
    since moment: Date
  ) async throws(JournalError) -> [UserID: [HistoryMoment<Standing>]] {
    try await read { database in
      let start = try ObservationRow.newest(until: moment, database)
      var trends: [UserID: [HistoryMoment<Standing>]] = [:]
      for user in users {
        let moments = try Self.moments(of: user, since: start, database)
        if !moments.isEmpty { trends[user] = moments }
      }
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
    since observation: Int64,
    _ database: Database
  ) throws -> [HistoryMoment<Standing>] {
    let statement = try database.cachedStatement(
      sql: """
        SELECT at, \(StandingRow.columns), is_gone
        FROM person JOIN user_history AS h ON h.person = key JOIN observation ON seq = h.observation
        WHERE user_id = ?1 AND h.observation >= coalesce(
          (SELECT max(observation) FROM user_history WHERE person = key AND observation <= ?2), 0)
        ORDER BY h.observation
        """
    )
    let rows = try Row.fetchAll(statement, arguments: [user.rawValue, observation])
    return try rows.map { row in
      try HistoryMoment(
        at: Moment.date(row.get(0) as Double),
        value: row.get(4) ? nil : StandingRow.standing(row, at: 1)
      )
    }
  }
}
