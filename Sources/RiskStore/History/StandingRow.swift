import Foundation
import GRDB
import RiskAPI

/// How users stood, on disk.
enum StandingRow {
  static let columns = "level, event_count, last_event"

  /// Reads `columns` from a place in a row on.
  static func standing(_ row: Row, at place: Int) throws -> Standing {
    let level: String? = try row.get(place)
    return try Standing(
      level: level.map(RiskLevel.init),
      eventCount: row.get(place + 1),
      lastEvent: Moment.date(row.get(place + 2))
    )
  }

  /// A user whose row differs from the summary.
  private struct Change {
    /// Nil for a user never seen before.
    var key: Int64?
    var user: RiskUser
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
    // A look that showed nothing new leaves no trace.
    let isFirst = try ObservationRow.first(.users, database) == nil
    let observation =
      moved > 0 || isFirst ? try ObservationRow.add(.users, at: moment, database) : 0

    let addPerson = try database.makeStatement(
      sql: "INSERT INTO person (user_id, name, email) VALUES (?, ?, ?)"
    )
    let rename = try database.makeStatement(
      sql: "UPDATE person SET name = ?, email = ? WHERE key = ?"
    )
    let stand = try database.makeStatement(
      sql: "REPLACE INTO standing (person, \(columns), is_gone) VALUES (?, ?, ?, ?, ?)"
    )
    let add = try database.makeStatement(
      sql: """
        INSERT INTO user_history (person, \(columns), is_gone, observation)
        VALUES (?, ?, ?, ?, ?, ?)
        """
    )
    for change in changes {
      let user = change.user
      if change.isRenamed, let key = change.key {
        try rename.execute(arguments: [user.name, user.email, key])
      }
      guard change.hasMoved else { continue }
      if change.key == nil {
        try addPerson.execute(arguments: [user.id.rawValue, user.name, user.email])
      }
      let row: StatementArguments = [
        change.key ?? database.lastInsertedRowID, user.maxRiskLevel?.apiName, user.eventCount,
        Moment.seconds(user.lastEvent), change.isGone,
      ]
      try stand.execute(arguments: row)
      try add.execute(arguments: row + [observation])
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
        FROM person JOIN standing ON person = key
        """
    )
    while let row = try rows.next() {
      let (id, isGone) = try (UserID(row.get(1)), row.get(7) as Bool)
      let known = try standing(row, at: 4)
      if let place = placeByID[id] {
        isKnown[place] = true
        let user = users[place]
        let change = try Change(
          key: row.get(0),
          user: user,
          isRenamed: user.name != row.get(2) as String || user.email != row.get(3) as String,
          hasMoved: isGone || Standing(user) != known
        )
        if change.isRenamed || change.hasMoved { changes.append(change) }
      } else if !isGone && summary.isComplete {
        let user = try RiskUser(
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
