package import Foundation
import GRDB
package import RiskAPI

extension Cache {
  /// How the cache stands, for `cache info`.
  package struct Info: Hashable, Sendable {
    /// The file; nil for a cache in memory.
    package var path: String?
    /// Bytes on disk, with SQLite's companions of the file.
    package var bytes: Int64
    /// The schema's version.
    package var version: Int
    package var users: Kept
    /// Users whose page and events were saved; its date is the oldest of theirs.
    package var userPages: Kept
    package var events: Int
    package var behaviors: Kept
    package var integrations: Kept

    package init(
      path: String? = nil,
      bytes: Int64,
      version: Int,
      users: Kept,
      userPages: Kept,
      events: Int,
      behaviors: Kept,
      integrations: Kept
    ) {
      self.path = path
      self.bytes = bytes
      self.version = version
      self.users = users
      self.userPages = userPages
      self.events = events
      self.behaviors = behaviors
      self.integrations = integrations
    }
  }

  /// How much of one kind is kept, and since when.
  package struct Kept: Hashable, Sendable {
    package var rows: Int
    /// How many the account counts; nil when it did not say, or is never asked.
    package var totalCount: Int?
    /// Rows of an earlier answer, kept because the last one was not whole.
    package var keptCount: Int
    /// Nil before the first save.
    package var fetchedAt: Date?

    package init(
      rows: Int,
      totalCount: Int? = nil,
      keptCount: Int = 0,
      fetchedAt: Date? = nil
    ) {
      self.rows = rows
      self.totalCount = totalCount
      self.keptCount = keptCount
      self.fetchedAt = fetchedAt
    }
  }

  /// Which save the file holds of each kind; compared with an earlier one, tells what another process saved.
  package struct Freshness: Hashable, Sendable {
    package var users: Mark?
    package var behaviors: Mark?
    package var integrations: Mark?

    package init(
      users: Mark? = nil,
      behaviors: Mark? = nil,
      integrations: Mark? = nil
    ) {
      self.users = users
      self.behaviors = behaviors
      self.integrations = integrations
    }

    /// One kind's last save.
    package struct Mark: Hashable, Sendable {
      package var fetchedAt: Date
      /// Grows whenever a save changed a row.
      package var revision: Int

      package init(
        fetchedAt: Date,
        revision: Int
      ) {
        self.fetchedAt = fetchedAt
        self.revision = revision
      }
    }
  }

  /// When each kind was last fetched by any process; reads three rows.
  package func freshness() async throws(CacheError) -> Freshness {
    try await read { database in
      func mark(_ name: ResourceRow.Name) throws -> Freshness.Mark? {
        try ResourceRow.fetch(name, database).map {
          Freshness.Mark(fetchedAt: Moment.date($0.fetchedAt), revision: $0.revision)
        }
      }
      return Freshness(
        users: try mark(.users),
        behaviors: try mark(.behaviors),
        integrations: try mark(.integrations)
      )
    }
  }

  /// When a user's page was last fetched by any process; nil when never.
  package func freshness(of id: UserID) async throws(CacheError) -> Date? {
    try await read { database in
      let microseconds = try Int64.fetchOne(
        database,
        sql: "SELECT fetched_at FROM user_page WHERE user_id = ?",
        arguments: [id.rawValue]
      )
      return Moment.date(microseconds)
    }
  }

  /// Counts rows and bytes; takes some milliseconds for each 100 000 events.
  package func info() async throws(CacheError) -> Info {
    let path = path
    return try await read { database in
      func kept(_ name: ResourceRow.Name) throws -> Kept {
        let row = try ResourceRow.fetch(name, database)
        return Kept(
          rows: row?.rowCount ?? 0,
          totalCount: row?.totalCount,
          keptCount: row?.keptCount ?? 0,
          fetchedAt: Moment.date(row?.fetchedAt)
        )
      }
      let pages = try Row.fetchOne(
        database,
        sql: "SELECT count(*), min(fetched_at) FROM user_page"
      )
      return Info(
        path: path,
        bytes: path.map { PrivateFiles.size(of: $0) } ?? 0,
        version: try CacheSchema.current.version(of: database),
        users: try kept(.users),
        userPages: Kept(
          rows: try pages?.get(0) ?? 0,
          fetchedAt: Moment.date(try pages?.get(1) as Int64?)
        ),
        events: try Int.fetchOne(database, sql: "SELECT count(*) FROM event") ?? 0,
        behaviors: try kept(.behaviors),
        integrations: try kept(.integrations)
      )
    }
  }

  /// Forgets everything and gives the room back to the disk; other processes find an empty cache.
  package func clear() async throws(CacheError) {
    guard isWritable else { return }
    try await write { database in
      let tables = [
        "resource", "user", "level_count", "user_page", "event", "behavior", "integration",
      ]
      for table in tables { try database.execute(sql: "DELETE FROM \(table)") }
    }
    try await compact()
  }

  private func compact() async throws(CacheError) {
    do throws(StoreProblem) {
      try await connection?.writeWithoutTransaction { database in
        try database.execute(sql: "VACUUM")
        try database.checkpoint(.truncate)
      }
    } catch {
      // The rows are gone all the same; only their room is not free yet.
      guard error != .locked else { return }
      throw CacheError(problem: error, path: path)
    }
  }
}
