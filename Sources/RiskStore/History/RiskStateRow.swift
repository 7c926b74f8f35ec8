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

  /// A user whose row differs from the summary.
  private struct Change {
    /// Nil for a user never seen before.
    var key: Int64?
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
    let moved = changes.filter(\.hasMoved).count
    for change in changes where change.isRenamed {
      guard let key = change.key else { continue }
      try PersonRow.rename(key, change.user, database)
    }
    // A look that showed nothing new leaves no trace.
    guard try moved > 0 || ObservationRow.first(.users, database) == nil else { return 0 }
    let observation = try ObservationRow.add(.users, at: moment, rows: moved, database)
    var history = try HistoryWriter(.users, observation, database)
    let stand = try database.makeStatement(
      sql: "REPLACE INTO standing (person, \(columns), is_gone) VALUES (?, ?, ?, ?, ?)"
    )
    for change in changes where change.hasMoved {
      let user = change.user
      let key = try change.key ?? PersonRow.add(user, database)
      let values = RiskState(user).values
      try stand.execute(
        arguments: StatementArguments(
          [key.databaseValue] + values + [change.isGone.databaseValue]
        )
      )
      try history.add(
        key.databaseValue,
        id: user.id.rawValue,
        values,
        isGone: change.isGone,
        isFirst: change.key == nil
      )
    }
    return moved
  }

  private static func changes(to summary: RiskSummary, _ database: Database) throws -> [Change] {
    let users = summary.users.map(\.storable)
    var placeByID = [UserID: Int](minimumCapacity: users.count)
    for (place, user) in users.enumerated() { placeByID[user.id] = place }
    var changes: [Change] = []
    var isKnown = [Bool](repeating: false, count: users.count)
    let rows = try Row.fetchCursor(
      database,
      sql: """
        SELECT key, user_id, name, email, \(columns), is_gone
        FROM person LEFT JOIN standing ON person = key
        """
    )
    while let row = try rows.next() {
      // Nil where somebody removed the row: then the user is recorded again.
      let (id, isGone) = try (UserID(row.get(1)), row.get(7) as Bool?)
      let level: String? = try row.get(4)
      let known = try RiskState(
        level: level.map(RiskLevel.init),
        eventCount: row.get(5) ?? 0,
        lastEvent: Moment.date(row.get(6) as Int64?)
      )
      if let place = placeByID[id] {
        isKnown[place] = true
        let user = users[place]
        let change = try Change(
          key: row.get(0),
          user: user,
          isRenamed: user.name != row.get(2) as String || user.email != row.get(3) as String,
          hasMoved: isGone != false || RiskState(user) != known
        )
        if change.isRenamed || change.hasMoved { changes.append(change) }
      } else if isGone == false && summary.isComplete {
        let user = try UserSummary(
          id: id,
          name: row.get(2),
          email: row.get(3),
          maxRiskLevel: known.level,
          eventCount: known.eventCount,
          lastEvent: known.lastEvent
        )
        changes.append(try Change(key: row.get(0), user: user, isGone: true))
      }
    }
    // In the order of the index on ids, so that many new ones fill it page after page.
    let added = users.indices.filter { !isKnown[$0] && placeByID[users[$0].id] == $0 }
      .sorted { users[$0].id < users[$1].id }
    for place in added { changes.append(Change(user: users[place])) }
    return changes
  }
}
