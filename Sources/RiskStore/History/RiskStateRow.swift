import Foundation
import GRDB
import RiskAPI

extension RiskState {
  /// Reads what a row of the history says, or of `standing`.
  init(values: [DatabaseValue]) throws {
    try self.init(
      level: (values[0].decodedIfPresent() as String?).map(RiskLevel.init),
      eventCount: values[1].decoded(),
      lastEvent: Moment.date(values[2].decodedIfPresent() as Int64?)
    )
  }

  /// In the order of the columns of ``HistoryTable/users``.
  var values: [DatabaseValue] {
    [
      level?.apiName.databaseValue ?? .null, eventCount.databaseValue,
      Moment.microseconds(lastEvent)?.databaseValue ?? .null,
    ]
  }
}

/// How users stand, on disk: what the next summary is compared with.
///
/// Nobody is shown anything of it: that comes from the newest row of the history.
enum RiskStateRow {
  static let columns = HistoryTable.users.columns.joined(separator: ", ")

  /// What differs between the rows and a summary.
  private struct Changes {
    /// Users who were seen before.
    var known: [Change] = []
    /// Places in the summary of users never seen before, by id.
    var added: [Int32] = []
  }

  /// A known user whose row differs from the summary.
  private struct Change {
    var key: Int64
    var user: UserSummary
    var isRenamed = false
    /// False when only the name or e-mail differs.
    var hasMoved = true
    var isGone = false
  }

  /// Writes a row for each user whose standing changed; returns how many.
  static func record(
    _ summary: RiskSummary,
    at moment: Date,
    _ database: Database
  ) throws -> Int {
    let changes = try changes(to: summary, database)
    let moved = changes.known.filter(\.hasMoved)
    var people = try PersonWriter(database)
    for change in changes.known where change.isRenamed {
      try people.rename(change.key, change.user)
    }
    // A look that showed nothing new leaves no trace.
    let count = moved.count + changes.added.count
    guard try count > 0 || ObservationRow.first(.users, database) == nil else { return 0 }
    let observation = try ObservationRow.add(.users, at: moment, rows: count, database)
    var history = try HistoryWriter(.users, observation, database)
    var stand = try BulkStatement(
      "REPLACE INTO standing (person, \(columns), is_gone) VALUES (?, ?, ?, ?, ?)",
      database
    )
    func write(_ user: UserSummary, _ key: Int64, isGone: Bool, isFirst: Bool) throws {
      let values = RiskState(user).values
      stand.bind(key)
      for value in values { stand.bind(value) }
      stand.bind(isGone)
      try stand.run()
      let id = user.id.rawValue
      try history.add(key.databaseValue, id: id, values, isGone: isGone, isFirst: isFirst)
    }
    for change in moved {
      try write(change.user, change.key, isGone: change.isGone, isFirst: false)
    }
    for place in changes.added {
      let user = summary.users[Int(place)]
      try write(user, people.add(user), isGone: false, isFirst: true)
    }
    return count
  }

  private static func changes(
    to summary: RiskSummary,
    _ database: Database
  ) throws -> Changes {
    var changes = Changes()
    var rows = try BulkStatement(
      """
      SELECT key, user_id, name, email, \(columns), is_gone
      FROM person LEFT JOIN standing ON person = key ORDER BY user_id
      """,
      database
    )
    changes.added = try summary.compare {
      try rows.next() ? UserID(utf8: rows.bytes(1).orCorrupt()) : nil
    } meet: { id, place in
      // Nil where somebody removed the row: then the user is recorded again.
      let isGone = try rows.integer(7).map { $0 != 0 }
      if let place {
        let user = summary.users[place]
        let change = try Change(
          key: rows.integer(0).orCorrupt(),
          user: user,
          isRenamed: !rows.isText(user.name, 2) || !rows.isText(user.email, 3),
          hasMoved: isGone != false || !says(rows, user)
        )
        if change.isRenamed || change.hasMoved { changes.known.append(change) }
      } else if isGone == false && summary.isComplete {
        let user = try UserSummary(
          id: id,
          name: rows.text(2).orCorrupt(),
          email: rows.text(3).orCorrupt(),
          maxRiskLevel: rows.text(4).map(RiskLevel.init),
          eventCount: Int(rows.integer(5).orCorrupt()),
          lastEvent: Moment.date(rows.integer(6))
        )
        changes.known.append(Change(key: try rows.integer(0).orCorrupt(), user: user, isGone: true))
      }
    }
    return changes
  }

  /// Whether a row has the user's standing.
  private static func says(_ row: BulkStatement, _ user: UserSummary) throws -> Bool {
    try row.integer(5) == Int64(user.eventCount)
      && row.integer(6) == Moment.microseconds(user.lastEvent)
      && row.isText(user.maxRiskLevel?.apiName, 4)
  }
}
