import GRDB

/// When a kind of thing was fetched, and how much of it.
struct ResourceRow {
  enum Name: String {
    case users, behaviors, integrations
  }

  var fetchedAt: Double
  var rowCount: Int
  var totalCount: Int?
  var revision = 0

  static func fetch(_ name: Name, _ database: Database) throws -> ResourceRow? {
    let row = try Row.fetchOne(
      database,
      sql: "SELECT fetched_at, row_count, total_count, revision FROM resource WHERE name = ?",
      arguments: [name.rawValue]
    )
    guard let row else { return nil }
    return try ResourceRow(
      fetchedAt: row.get(0),
      rowCount: row.get(1),
      totalCount: row.get(2),
      revision: row.get(3)
    )
  }

  func save(_ name: Name, hasChanged: Bool, _ database: Database) throws {
    try database.execute(
      sql: """
        INSERT INTO resource (name, fetched_at, row_count, total_count, revision)
        VALUES (?1, ?2, ?3, ?4, 1)
        ON CONFLICT (name) DO UPDATE SET fetched_at = ?2, row_count = ?3, total_count = ?4,
          revision = revision + ?5
        """,
      arguments: [name.rawValue, fetchedAt, rowCount, totalCount, hasChanged ? 1 : 0]
    )
  }
}
