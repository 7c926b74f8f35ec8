import Foundation
import GRDB
import RiskAPI

/// A row of the summary on disk.
enum UserRow {
  static let columns = "id, name, email, level, event_count, last_event"

  static func fetch(
    _ database: Database,
    sql: String,
    limit: Int? = nil,
    capacity: Int = 0
  ) throws -> [UserSummary] {
    var users: [UserSummary] = []
    users.reserveCapacity(capacity)
    var rows = try BulkStatement(sql, database)
    if let limit { rows.bind(limit) }
    while try rows.next() { users.append(try user(rows)) }
    return users
  }

  private static func user(_ row: BulkStatement) throws -> UserSummary {
    try UserSummary(
      id: UserID(utf8: row.bytes(0).orCorrupt()),
      name: row.text(1).orCorrupt(),
      email: row.text(2).orCorrupt(),
      maxRiskLevel: row.text(3).map(RiskLevel.init),
      eventCount: Int(row.integer(4).orCorrupt()),
      lastEvent: Moment.date(row.integer(5))
    )
  }

  private static func says(_ row: BulkStatement, _ user: UserSummary) throws -> Bool {
    try row.integer(4) == Int64(user.eventCount)
      && row.integer(5) == Moment.microseconds(user.lastEvent)
      && row.isText(user.maxRiskLevel?.apiName, 3)
      && row.isText(user.name, 1) && row.isText(user.email, 2)
  }

  /// Writes the difference between the table and a new summary.
  ///
  /// Users missing from a summary that is not whole are kept as they were.
  static func replaceAll(
    with summary: RiskSummary,
    _ database: Database
  ) throws -> (changes: Cache.UserChanges, rowCount: Int, keptCount: Int) {
    let users = summary.users
    var changes = Cache.UserChanges()
    var changed: [Int] = []
    var kept: [RiskLevel?] = []
    var rows = try BulkStatement("SELECT \(columns) FROM user ORDER BY id", database)
    // In the order of the table new rows fill page after page.
    let added = try summary.compare {
      try rows.next() ? UserID(utf8: rows.bytes(0).orCorrupt()) : nil
    } meet: { id, place in
      if let place {
        if try !says(rows, users[place]) { changed.append(place) }
      } else if summary.isComplete {
        changes.removed.append(id)
      } else {
        kept.append(try rows.text(3).map(RiskLevel.init))
      }
    }
    changes.added = added.map { users[Int($0)].id }
    changes.changed = changed.map { users[$0].id }

    var remove = try BulkStatement("DELETE FROM user WHERE id = ?", database)
    for id in changes.removed {
      remove.bind(id.rawValue)
      try remove.run()
    }
    var update = try BulkStatement(
      """
      UPDATE user SET name = ?2, email = ?3, level = ?4, level_rank = ?5, event_count = ?6,
        last_event = ?7 WHERE id = ?1
      """,
      database
    )
    for place in changed { try write(users[place], with: &update) }
    var insert = try BulkStatement(
      """
      INSERT INTO user (id, name, email, level, level_rank, event_count, last_event)
      VALUES (?, ?, ?, ?, ?, ?, ?)
      """,
      database
    )
    // Sorting a whole index once is much quicker than finding each new row's place in it.
    let isBulk = added.count > 1000 && added.count > users.count / 2
    if isBulk { try database.execute(sql: "DROP INDEX user_by_risk") }
    for place in added { try write(users[Int(place)], with: &insert) }
    if isBulk { try database.execute(sql: CacheSchema.userIndex) }

    var counts: [String: Int] = [:]
    for place in summary.places {
      counts[users[Int(place)].maxRiskLevel?.apiName ?? "", default: 0] += 1
    }
    for level in kept { counts[level?.apiName ?? "", default: 0] += 1 }
    try save(counts, database)
    return (changes, summary.places.count + kept.count, kept.count)
  }

  private static func save(_ counts: [String: Int], _ database: Database) throws {
    let stored = try Row.fetchAll(database, sql: "SELECT level, users FROM level_count")
    let before = Dictionary(try stored.map { try ($0.get(0) as String, $0.get(1) as Int) }) { $1 }
    for level in before.keys where counts[level] == nil {
      try database.execute(sql: "DELETE FROM level_count WHERE level = ?", arguments: [level])
    }
    for (level, users) in counts where before[level] != users {
      try database.execute(
        sql: "REPLACE INTO level_count (level, users) VALUES (?, ?)",
        arguments: [level, users]
      )
    }
  }

  private static func write(_ user: UserSummary, with statement: inout BulkStatement) throws {
    statement.bind(user.id.rawValue)
    statement.bind(user.name.storable)
    statement.bind(user.email.storable)
    statement.bind(user.maxRiskLevel?.apiName)
    statement.bind(user.maxRiskLevel?.rank ?? 0)
    statement.bind(user.eventCount)
    statement.bind(Moment.microseconds(user.lastEvent))
    try statement.run()
  }
}
