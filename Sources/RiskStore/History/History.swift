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
      return try RiskStateRow.record(summary, at: moment, database)
    }
    await file.connection.tidyUp(afterWriting: rows)
    return rows
  }

  /// How a user stood over time, oldest first; empty for one who was never seen.
  package func history(
    of user: UserID
  ) async throws(JournalError) -> Checked<[HistoryMoment<RiskState>]> {
    try await read { database in
      let thinned = try Thinning.newest(database)
      guard let person = try Self.person(user, since: 0, thinned: thinned, database) else {
        return Checked([])
      }
      return try Checked(person.chain.standings(), faults: person.faults)
    }
  }

  /// How each of some users stood since a moment, oldest first, for a trend beside each.
  ///
  /// The first is what stood before that moment, where anything did; users who were never seen are
  /// left out.
  package func trends(
    of users: [UserID],
    since moment: Date
  ) async throws(JournalError) -> Checked<[UserID: [HistoryMoment<RiskState>]]> {
    try await read { database in
      var faults: [HistoryFault] = []
      let start = try ObservationRow.newest(until: moment, &faults, database)
      var trends = Checked<[UserID: [HistoryMoment<RiskState>]]>(
        [:],
        faults: faults.map(AuditFault.history)
      )
      let thinned = try Thinning.newest(database)
      for user in users {
        let person = try Self.person(user, since: start, thinned: thinned, database)
        guard let person else { continue }
        trends.faults += person.faults
        let moments = try person.chain.standings()
        if !moments.isEmpty { trends.value[user] = moments }
      }
      return trends
    }
  }

  /// Users who left the summary, the latest first.
  package func formerUsers() async throws(JournalError) -> Checked<[FormerUser]> {
    try await read { database in
      let rows = try Row.fetchCursor(
        database,
        sql: "SELECT \(KnownPerson.selection) FROM \(KnownPerson.source) WHERE is_gone"
      )
      let thinned = try Thinning.newest(database)
      var past = Checked<[FormerUser]>([])
      while let row = try rows.next() {
        // Where only the last row is wanted, only that is read.
        let person = try KnownPerson(row, since: Int64.max, thinned: thinned, database)
        past.faults += person.faults
        guard let seen = try person.seen(), seen.isGone, let left = person.chain.rows.last else {
          continue
        }
        past.value.append(FormerUser(user: seen.user, goneAt: left.at))
      }
      past.value.sort { ($1.goneAt, $0.id) < ($0.goneAt, $1.id) }
      return past
    }
  }

  private static func person(
    _ user: UserID,
    since observation: Int64,
    thinned: Int64,
    _ database: Database
  ) throws -> KnownPerson? {
    let statement = try database.cachedStatement(
      sql: "SELECT \(KnownPerson.selection) FROM \(KnownPerson.source) WHERE user_id = ?"
    )
    return try Row.fetchOne(statement, arguments: [user.rawValue]).map {
      try KnownPerson($0, since: observation, thinned: thinned, database)
    }
  }
}
