package import Foundation
import GRDB
package import RiskAPI

extension History {
  /// Notes how the behaviors are, a row only for those that changed; returns how many.
  @discardableResult
  package func recordBehaviors(
    _ behaviors: [Behavior],
    askedAt: Date? = nil,
    at moment: Date,
    clock: @escaping @Sendable () -> Date = { Date() }
  ) async throws(JournalError) -> Int {
    try await write { database in
      let asked = askedAt ?? moment
      guard try ObservationRow.mayRecord(.behaviors, askedAt: asked, now: clock(), database)
      else { return 0 }
      return try Behavior.record(behaviors, at: moment, database)
    }
  }

  /// Notes how the integrations are, a row only for those that changed; returns how many.
  @discardableResult
  package func recordIntegrations(
    _ integrations: [Integration],
    askedAt: Date? = nil,
    at moment: Date,
    clock: @escaping @Sendable () -> Date = { Date() }
  ) async throws(JournalError) -> Int {
    try await write { database in
      let asked = askedAt ?? moment
      guard try ObservationRow.mayRecord(.integrations, askedAt: asked, now: clock(), database)
      else { return 0 }
      return try Integration.record(integrations, at: moment, database)
    }
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

  /// What differs between a cursor and now.
  ///
  /// The cursor's order holds even when the clock was set back. Somebody who was opened since is told
  /// apart, and shown against what they were then.
  package func changes(since cursor: ReadCursor) async throws(JournalError) -> AccountChanges {
    try await read { database in
      try Changes(since: cursor, ReadRow.all(database), database).gather(against: .whatWasRead)
    }
  }

  /// What differs between a moment and now, by the clock of the machine that looked at the account.
  package func changes(since moment: Date) async throws(JournalError) -> AccountChanges {
    try await read { database in
      let observation = try ObservationRow.newest(until: moment, database)
      let start = ReadCursor(at: moment, observation: observation)
      return try Changes(since: start, ReadRow.all(database), database).gather(against: .theStart)
    }
  }
}

/// Gathers what differs between an observation and now.
private struct Changes {
  /// What something is compared with.
  enum Base {
    /// Always with the start.
    case theStart
    /// With what it was when it was opened last, where that is later.
    case whatWasRead
  }

  let start: ReadCursor
  let read: [ChangeSubject: Int64]
  let cursor: Int64
  let database: Database

  init(
    since start: ReadCursor,
    _ read: (cursor: ReadCursor?, opened: [ChangeSubject: Int64]),
    _ database: Database
  ) {
    self.start = start
    self.read = read.opened
    cursor = read.cursor?.observation ?? 0
    self.database = database
  }

  func gather(against base: Base) throws -> AccountChanges {
    var changes = AccountChanges(
      since: start.at,
      observation: try ObservationRow.newest(database),
      users: [],
      behaviors: try differences(Behavior.self, against: base) { .behavior($0) },
      integrations: try differences(Integration.self, against: base) { .integration($0) }
    )
    guard let first = try ObservationRow.first(.users, database) else { return changes }
    if start.observation < first.seq { changes.since = max(start.at, first.at) }
    changes.users = try users(since: max(start.observation, first.seq), against: base)
    return changes
  }

  /// Up to which observation something was read.
  private func readUpTo(_ subject: ChangeSubject) -> Int64 { max(cursor, read[subject] ?? 0) }

  private func differences<Value: Recorded>(
    _ type: Value.Type,
    against base: Base,
    _ subject: (String) -> ChangeSubject
  ) throws -> [Difference<Value>] {
    let all = try Value.differences(since: start.observation, database)
    return try all.map { difference in
      guard let id = (difference.after ?? difference.before)?.id else { return difference }
      var difference = difference
      let opened = readUpTo(subject(id))
      difference.isRead = try Value.newestObservation(of: id, database) <= opened
      if base == .whatWasRead, !difference.isRead, opened > start.observation {
        let before = try Value.state(of: id, at: opened, database)
        // What was changed and changed back since is as it was read.
        if before == difference.after {
          difference.isRead = true
        } else {
          difference.before = before
        }
      }
      return difference
    }
  }

  /// Who changed and does not stand as before, by id.
  private func users(since observation: Int64, against base: Base) throws -> [UserDifference] {
    let rows = try Row.fetchCursor(
      database,
      sql: """
        SELECT key, user_id, name, email, \(StandingRow.columns), is_gone, newest, at
        FROM (SELECT person AS moved, max(observation) AS newest FROM user_history
              WHERE observation > ? GROUP BY person)
        JOIN person ON key = moved JOIN standing ON person = moved
        JOIN observation ON seq = newest ORDER BY user_id
        """,
      arguments: [observation]
    )
    let history = try UserHistoryStatements(database)
    var differences: [UserDifference] = []
    while let row = try rows.next() {
      let key: Int64 = try row.get(0)
      let id = UserID(try row.get(1))
      let newest: Int64 = try row.get(8)
      let opened = readUpTo(.user(id))
      let changedAt: Date = Moment.date(try row.get(9) as Double)
      var difference = try UserDifference(
        id: id,
        name: row.get(2),
        email: row.get(3),
        after: row.get(7) ? nil : StandingRow.standing(row, at: 4),
        changedAt: changedAt,
        isRead: newest <= opened
      )
      try history.compare(&difference, key, since: observation)
      if base == .whatWasRead, !difference.isRead, opened > observation {
        var sinceOpened = difference
        try history.compare(&sinceOpened, key, since: opened)
        if sinceOpened.isChange { difference = sinceOpened } else { difference.isRead = true }
      }
      if difference.isChange { differences.append(difference) }
    }
    return differences
  }
}

extension UserDifference {
  fileprivate var isChange: Bool { before != after || isBack && after != nil }
}

/// What a user was, asked for many users.
private struct UserHistoryStatements {
  private let before: Statement
  private let absence: Statement

  init(_ database: Database) throws {
    before = try database.makeStatement(
      sql: """
        SELECT \(StandingRow.columns), is_gone, observation FROM user_history
        WHERE person = ? AND observation <= ? ORDER BY observation DESC LIMIT 1
        """
    )
    absence = try database.makeStatement(
      sql: "SELECT 1 FROM user_history WHERE person = ? AND observation >= ? AND is_gone LIMIT 1"
    )
  }

  /// Fills in how the user stood at an observation, and whether they were away since.
  func compare(
    _ difference: inout UserDifference,
    _ person: Int64,
    since observation: Int64
  ) throws {
    let old = try Row.fetchOne(before, arguments: [person, observation])
    difference.before = try old.flatMap { row in
      try row.get(3) ? nil : StandingRow.standing(row, at: 0)
    }
    // One who was away at the start counts as well, and so does one who left and came back since.
    let start: Int64 = try old?.get(4) ?? 0
    difference.isBack =
      try difference.after != nil
      && Row.fetchOne(absence, arguments: [person, start]) != nil
  }
}
