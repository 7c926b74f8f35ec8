import Foundation
import GRDB
import RiskAPI

/// An event on disk.
struct EventRow: Equatable {
  var id: String
  var name: String
  var level: String?
  var timestamp: Int64?
  var details: String?
  var goneAt: Int64?

  init(_ event: RiskEvent) throws {
    id = event.id.storable
    name = event.name.storable
    level = event.riskLevel?.apiName
    timestamp = Moment.microseconds(event.timestamp)
    details = try event.details.map(JSONText.encode)
  }

  private init(_ row: Row) throws {
    id = try row.get(0)
    name = try row.get(1)
    level = try row.get(2)
    timestamp = try row.get(3)
    details = try row.get(4)
    goneAt = try row.get(5)
  }

  private var event: RiskEvent {
    RiskEvent(
      id: id,
      name: name,
      riskLevel: level.map(RiskLevel.init),
      timestamp: Moment.date(timestamp),
      details: details.flatMap { JSONText.decode(JSONValue.self, $0) }
    )
  }

  static func load(
    _ user: UserID,
    _ database: Database
  ) throws -> (current: [RiskEvent], past: [ArchivedEvent]) {
    var current: [RiskEvent] = []
    var past: [ArchivedEvent] = []
    for row in try rows(of: user, database) {
      if let goneAt = row.goneAt {
        past.append(ArchivedEvent(row.event, .gone(Moment.date(goneAt))))
      } else {
        current.append(row.event)
      }
    }
    return (current, past)
  }

  /// Writes the events that are new or differ, and marks those that are missing.
  static func merge(
    _ events: [RiskEvent],
    of user: UserID,
    isWhole: Bool,
    at moment: Date,
    _ database: Database
  ) throws {
    let stored = Dictionary(
      try rows(of: user, database).map { ($0.id, $0) },
      uniquingKeysWith: { $1 }
    )
    let fresh = Dictionary(try events.map { ($0.id, try EventRow($0)) }, uniquingKeysWith: { $1 })
    let upsert = try database.cachedStatement(
      sql: """
        REPLACE INTO event (user_id, id, name, level, timestamp, details, gone_at)
        VALUES (?, ?, ?, ?, ?, ?, NULL)
        """
    )
    for row in fresh.values where stored[row.id] != row {
      try upsert.execute(
        arguments: [user.rawValue, row.id, row.name, row.level, row.timestamp, row.details])
    }
    guard isWhole else { return }
    for row in stored.values where row.goneAt == nil && fresh[row.id] == nil {
      try database.execute(
        sql: "UPDATE event SET gone_at = ? WHERE user_id = ? AND id = ?",
        arguments: [Moment.microseconds(moment), user.rawValue, row.id]
      )
    }
  }

  private static func rows(of user: UserID, _ database: Database) throws -> [EventRow] {
    let statement = try database.cachedStatement(
      sql: """
        SELECT id, name, level, timestamp, details, gone_at FROM event
        WHERE user_id = ? ORDER BY timestamp DESC, id
        """
    )
    return try Row.fetchAll(statement, arguments: [user.rawValue]).map(EventRow.init)
  }
}
