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
  ) async throws(JournalError) -> Checked<[HistoryMoment<Behavior>]> {
    try await read { try Behavior.moments(of: key, $0) }
  }

  /// How an integration was over time, oldest first.
  package func history(
    ofIntegration id: String
  ) async throws(JournalError) -> Checked<[HistoryMoment<Integration>]> {
    try await read { try Integration.moments(of: id, $0) }
  }

  /// What differs between a cursor and now.
  ///
  /// The cursor's order holds even when the clock was set back. Somebody who was opened since is told
  /// apart, and shown against what they were then.
  package func changes(
    since cursor: ReadCursor
  ) async throws(JournalError) -> Checked<AccountChanges> {
    try await read { database in
      var changes = try Changes(since: cursor, ReadRow.all(database), database)
      return try changes.gather(against: .whatWasRead)
    }
  }

  /// What differs between a moment and now, by the clock of the machine that looked at the account.
  package func changes(
    since moment: Date
  ) async throws(JournalError) -> Checked<AccountChanges> {
    try await read { database in
      var faults: [HistoryFault] = []
      let observation = try ObservationRow.newest(until: moment, &faults, database)
      let start = ReadCursor(at: moment, observation: observation)
      var changes = try Changes(since: start, ReadRow.all(database), database)
      changes.faults = faults.map(AuditFault.history)
      return try changes.gather(against: .theStart)
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
  var faults: [AuditFault] = []

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

  mutating func gather(against base: Base) throws -> Checked<AccountChanges> {
    var changes = AccountChanges(
      since: start.at,
      observation: try ObservationRow.newest(database),
      users: [],
      behaviors: try settings(Behavior.self, against: base) { .behavior($0) },
      integrations: try settings(Integration.self, against: base) { .integration($0) }
    )
    if let first = try ObservationRow.first(.users, database) {
      if start.observation < first.seq { changes.since = max(start.at, first.at) }
      changes.users = try users(since: max(start.observation, first.seq), against: base)
    }
    return Checked(changes, faults: faults)
  }

  /// Up to which observation something was read.
  private func readUpTo(_ subject: ChangeSubject) -> Int64 { max(cursor, read[subject] ?? 0) }

  private mutating func settings<Value: Recorded>(
    _ type: Value.Type,
    against base: Base,
    _ subject: (String) -> ChangeSubject
  ) throws -> [Change<Value>] {
    let rows = try RecordedRows<Value>(database)
    faults += rows.faults.map(AuditFault.history)
    return try rows.changes(since: start.observation, database).map { change in
      var change = change
      let opened = readUpTo(subject(change.id))
      change.isRead = rows.newestObservation(of: change.id) <= opened
      if base == .whatWasRead, !change.isRead, opened > start.observation {
        let before = try rows.state(of: change.id, at: opened)
        // What was changed and changed back since is as it was read.
        if before == change.after {
          change.isRead = true
        } else {
          change.before = before
          if change.isGone, let before { change.value = before }
        }
      }
      return change
    }
  }

  /// Who changed and does not stand as before, by id.
  private mutating func users(
    since observation: Int64,
    against base: Base
  ) throws -> [Change<UserSummary>] {
    let rows = try Row.fetchCursor(
      database,
      sql: """
        SELECT \(KnownPerson.selection)
        FROM (SELECT DISTINCT person AS moved FROM user_history WHERE observation > ?)
        JOIN person ON key = moved LEFT JOIN standing ON standing.person = key ORDER BY user_id
        """,
      arguments: [observation]
    )
    let thinned = try Thinning.newest(database)
    var changes: [Change<UserSummary>] = []
    while let row = try rows.next() {
      let person = try KnownPerson(row, since: observation, thinned: thinned, database)
      faults += person.faults
      let chain = person.chain
      guard let newest = chain.rows.last, newest.observation > observation else { continue }
      let opened = readUpTo(.user(person.id))
      var change = Change(
        person.summary(try RiskState(values: newest.values)),
        before: nil,
        isGone: newest.isGone,
        at: newest.at,
        isRead: newest.observation <= opened
      )
      try change.compare(with: person, since: observation)
      if base == .whatWasRead, !change.isRead, opened > observation {
        var sinceOpened = change
        try sinceOpened.compare(with: person, since: opened)
        if sinceOpened.isAny { change = sinceOpened } else { change.isRead = true }
      }
      if change.isAny { changes.append(change) }
    }
    return changes
  }
}

extension Change<UserSummary> {
  fileprivate var isAny: Bool { before != after || isBack }

  /// Fills in how the user stood at an observation, and whether they were away since.
  fileprivate mutating func compare(with person: KnownPerson, since observation: Int64) throws {
    let old = person.chain.row(at: observation)
    before = try old.flatMap { $0.isGone ? nil : person.summary(try RiskState(values: $0.values)) }
    // One who was away at the start counts as well, and so does one who left and came back since.
    let start = old?.observation ?? 0
    isBack = !isGone && person.chain.rows.contains { $0.isGone && $0.observation >= start }
  }
}
