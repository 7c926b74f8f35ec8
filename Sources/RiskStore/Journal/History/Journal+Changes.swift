package import Foundation
import GRDB
package import RiskAPI

extension Journal {
  /// Notes how the behaviors are, a row only for those that changed; returns how many.
  @discardableResult
  package func recordBehaviors(
    _ behaviors: [Behavior],
    at moment: Date
  ) async throws(JournalError) -> Int {
    try await write { try Behavior.record(behaviors, at: moment, $0) }
  }

  /// Notes how the integrations are, a row only for those that changed; returns how many.
  @discardableResult
  package func recordIntegrations(
    _ integrations: [Integration],
    at moment: Date
  ) async throws(JournalError) -> Int {
    try await write { try Integration.record(integrations, at: moment, $0) }
  }

  /// How a behavior was over time, oldest first.
  package func history(
    ofBehavior key: String
  ) async throws(JournalError) -> [HistoryMoment<Behavior>] {
    try await read { try Behavior.moments(of: key, $0) }
  }

  /// How an integration was over time, oldest first.
  package func history(
    ofIntegration id: String
  ) async throws(JournalError) -> [HistoryMoment<Integration>] {
    try await read { try Integration.moments(of: id, $0) }
  }

  /// Remembers that the analyst saw everything up to now, as at quitting.
  @discardableResult
  package func markSeen(at moment: Date) async throws(JournalError) -> SeenMark {
    try await write { try Self.markSeen(at: moment, $0) }
  }

  static func markSeen(at moment: Date, _ database: Database) throws -> SeenMark {
    let mark = SeenMark(at: moment, observation: try ObservationRow.newest(database))
    try database.execute(
      sql: "REPLACE INTO last_seen (id, at, observation) VALUES (1, ?, ?)",
      arguments: [Moment.seconds(mark.at), mark.observation]
    )
    return mark
  }

  /// When the analyst last saw everything; nil when never.
  package func lastSeen() async throws(JournalError) -> SeenMark? {
    try await read { database in
      let row = try Row.fetchOne(database, sql: "SELECT at, observation FROM last_seen")
      return try row.map {
        try SeenMark(at: Moment.date($0.get(0) as Double), observation: $0.get(1))
      }
    }
  }

  /// What differs between a mark and now; the mark's order holds even when the clock was set back.
  package func changes(since mark: SeenMark) async throws(JournalError) -> AccountChanges {
    try await read { try Self.changes(since: mark, $0) }
  }

  /// What differs between a moment and now, by the clock of the machine that looked at the account.
  package func changes(since moment: Date) async throws(JournalError) -> AccountChanges {
    try await read { database in
      let observation = try ObservationRow.newest(until: moment, database)
      return try Self.changes(since: SeenMark(at: moment, observation: observation), database)
    }
  }

  private static func changes(
    since mark: SeenMark,
    _ database: Database
  ) throws -> AccountChanges {
    var changes = AccountChanges(
      since: mark.at,
      users: [],
      behaviors: try Behavior.differences(since: mark.observation, database),
      integrations: try Integration.differences(since: mark.observation, database)
    )
    guard let first = try ObservationRow.first(.users, database) else { return changes }
    if mark.observation < first.seq { changes.since = max(mark.at, first.at) }
    changes.users = try users(since: max(mark.observation, first.seq), database)
    return changes
  }

  /// Who changed and does not stand as before, by id.
  private static func users(
    since observation: Int64,
    _ database: Database
  ) throws -> [UserDifference] {
    let before = try database.makeStatement(
      sql: """
        SELECT \(StandingRow.columns), is_gone FROM user_history
        WHERE person = ? AND observation <= ? ORDER BY observation DESC LIMIT 1
        """
    )
    let rows = try Row.fetchCursor(
      database,
      sql: """
        SELECT key, user_id, name, email, \(StandingRow.columns), is_gone
        FROM (SELECT DISTINCT person AS moved FROM user_history WHERE observation > ?)
        JOIN person ON key = moved JOIN standing ON person = moved ORDER BY user_id
        """,
      arguments: [observation]
    )
    var differences: [UserDifference] = []
    while let row = try rows.next() {
      let old = try Row.fetchOne(before, arguments: [row.get(0) as Int64, observation])
      let difference = try UserDifference(
        id: UserID(row.get(1)),
        name: row.get(2),
        email: row.get(3),
        before: old.flatMap { try $0.get(3) ? nil : StandingRow.standing($0, at: 0) },
        after: row.get(7) ? nil : StandingRow.standing(row, at: 4)
      )
      if difference.before != difference.after { differences.append(difference) }
    }
    return differences
  }
}
