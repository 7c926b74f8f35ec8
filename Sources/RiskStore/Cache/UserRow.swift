import Foundation
import GRDB
import RiskAPI

/// A row of the summary on disk.
enum UserRow {
  static let columns = "id, name, email, level, event_count, last_event"

  static func fetch(
    _ database: Database,
    sql: String,
    arguments: StatementArguments = [],
    capacity: Int = 0
  ) throws -> [UserSummary] {
    var users: [UserSummary] = []
    users.reserveCapacity(capacity)
    let rows = try Row.fetchCursor(
      database.cachedStatement(sql: sql),
      arguments: arguments
    )
    while let row = try rows.next() { users.append(try user(row)) }
    return users
  }

  private static func user(_ row: Row) throws -> UserSummary {
    let level: String? = try row.get(3)
    return try UserSummary(
      id: UserID(row.get(0)),
      name: row.get(1),
      email: row.get(2),
      maxRiskLevel: level.map(RiskLevel.init),
      eventCount: row.get(4),
      lastEvent: Moment.date(row.get(5) as Int64?)
    )
  }

  /// Writes the difference between the table and a new summary.
  ///
  /// Users missing from a summary that is not whole are kept as they were.
  static func replaceAll(
    with summary: RiskSummary,
    _ database: Database
  ) throws -> (changes: Cache.UserChanges, rowCount: Int, keptCount: Int) {
    let users = summary.users.map(\.storable)
    var placeByID = [UserID: Int](minimumCapacity: users.count)
    for (place, user) in users.enumerated() { placeByID[user.id] = place }

    var changes = Cache.UserChanges()
    var changed: [Int] = []
    var kept: [RiskLevel?] = []
    var isStored = [Bool](repeating: false, count: users.count)
    let rows = try Row.fetchCursor(database, sql: "SELECT \(columns) FROM user")
    while let row = try rows.next() {
      let stored = try user(row)
      guard let place = placeByID[stored.id] else {
        if summary.isComplete {
          changes.removed.append(stored.id)
        } else {
          kept.append(stored.maxRiskLevel)
        }
        continue
      }
      isStored[place] = true
      if stored != users[place] {
        changes.changed.append(stored.id)
        changed.append(place)
      }
    }
    // A repeated id counts once, with its last row. In the order of the table new rows fill page after page.
    let added = users.indices.filter { !isStored[$0] && placeByID[users[$0].id] == $0 }
      .sorted { users[$0].id < users[$1].id }
    changes.added = added.map { users[$0].id }

    let remove = try database.makeStatement(sql: "DELETE FROM user WHERE id = ?")
    for id in changes.removed { try remove.execute(arguments: [id.rawValue]) }
    let update = try database.makeStatement(
      sql: """
        UPDATE user SET name = ?2, email = ?3, level = ?4, level_rank = ?5, event_count = ?6,
          last_event = ?7 WHERE id = ?1
        """
    )
    for place in changed { try update.execute(arguments: arguments(users[place])) }
    let insert = try database.makeStatement(
      sql: """
        INSERT INTO user (id, name, email, level, level_rank, event_count, last_event)
        VALUES (?, ?, ?, ?, ?, ?, ?)
        """
    )
    // Sorting a whole index once is much quicker than finding each new row's place in it.
    let isBulk = added.count > 1000 && added.count > users.count / 2
    if isBulk { try database.execute(sql: "DROP INDEX user_by_risk") }
    for place in added { try insert.execute(arguments: arguments(users[place])) }
    if isBulk { try database.execute(sql: CacheSchema.userIndex) }

    var counts: [String: Int] = [:]
    for place in placeByID.values {
      counts[users[place].maxRiskLevel?.apiName ?? "", default: 0] += 1
    }
    for level in kept { counts[level?.apiName ?? "", default: 0] += 1 }
    try save(counts, database)
    return (changes, placeByID.count + kept.count, kept.count)
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

  private static func arguments(_ user: UserSummary) -> StatementArguments {
    [
      user.id.rawValue, user.name, user.email, user.maxRiskLevel?.apiName,
      user.maxRiskLevel?.rank ?? 0, user.eventCount, Moment.microseconds(user.lastEvent),
    ]
  }
}
