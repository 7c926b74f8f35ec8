import Foundation
import GRDB
import RiskAPI

/// When a kind of thing was fetched, and how much of it.
struct ResourceRow {
  enum Name: String {
    case users, behaviors, integrations
  }

  var fetchedAt: Int64
  /// When it was asked for; 0 where that is not known.
  var askedAt: Int64
  var rowCount: Int
  var totalCount: Int?
  /// Rows that the last answer left out though it was not whole.
  var keptCount = 0
  var revision = 0

  static func fetch(_ name: Name, _ database: Database) throws -> ResourceRow? {
    let row = try Row.fetchOne(
      database,
      sql: """
        SELECT fetched_at, asked_at, row_count, total_count, kept_count, revision
        FROM resource WHERE name = ?
        """,
      arguments: [name.rawValue]
    )
    guard let row else { return nil }
    return try ResourceRow(
      fetchedAt: row.get(0),
      askedAt: row.get(1),
      rowCount: row.get(2),
      totalCount: row.get(3),
      keptCount: row.get(4),
      revision: row.get(5)
    )
  }

  /// Whether a newer question than that of `askedAt` has been answered already.
  static func isOvertaken(
    _ name: Name,
    askedAt: Date,
    now: Date,
    _ database: Database
  ) throws -> Bool {
    guard let newest = try fetch(name, database)?.askedAt else { return false }
    return Moment.isNewer(newest, than: askedAt, now: now)
  }

  func save(_ name: Name, hasChanged: Bool, _ database: Database) throws {
    try database.execute(
      sql: """
        INSERT INTO resource
          (name, fetched_at, row_count, total_count, kept_count, revision, asked_at)
        VALUES (?1, ?2, ?3, ?4, ?6, 1, ?7)
        ON CONFLICT (name) DO UPDATE SET fetched_at = ?2, row_count = ?3, total_count = ?4,
          kept_count = ?6, revision = revision + ?5, asked_at = ?7
        """,
      arguments: [
        name.rawValue, fetchedAt, rowCount, totalCount, hasChanged ? 1 : 0, keptCount, askedAt,
      ]
    )
  }
}
