package import Foundation
import GRDB

extension Cache {
  /// Whether what is too old has to be removed now, which one of the processes on the file does once a day.
  ///
  /// True is given to one that asks, and recorded, so that no other does it as well.
  package func claimThinning(at now: Date) async throws(CacheError) -> Bool {
    @Sendable func isDue(_ database: Database) throws -> Bool {
      let last = try Int64.fetchOne(database, sql: "SELECT at FROM thinning")
      // Also after the clock was set back.
      return last.map { abs(now.timeIntervalSince(Moment.date($0))) >= 86_400 } ?? true
    }
    guard isWritable else { return false }
    // Mostly it is not, and a reader waits for nobody.
    guard try await read(isDue) else { return false }
    return try await write { database in
      guard try isDue(database) else { return false }
      try database.execute(
        sql: "REPLACE INTO thinning (id, at) VALUES (1, ?)",
        arguments: [Moment.microseconds(now)]
      )
      return true
    }
  }

  /// Forgets events that the account has not given since a moment, and pages that were fetched last before another.
  ///
  /// Nil keeps them. Returns how many rows.
  @discardableResult
  package func thin(
    eventsGoneBefore gone: Date?,
    pagesFetchedBefore fetched: Date?
  ) async throws(CacheError) -> Int {
    guard isWritable else { return 0 }
    return try await write { database in
      let before = database.totalChangesCount
      if let gone {
        try database.execute(
          sql: "DELETE FROM event WHERE gone_at < ?",
          arguments: [Moment.microseconds(gone)]
        )
      }
      if let fetched {
        // Events that are no longer given have a time of their own.
        try database.execute(
          sql: """
            DELETE FROM event WHERE gone_at IS NULL
              AND user_id IN (SELECT user_id FROM user_page WHERE fetched_at < ?)
            """,
          arguments: [Moment.microseconds(fetched)]
        )
        try database.execute(
          sql: """
            DELETE FROM user_page WHERE fetched_at < ?
              AND NOT EXISTS (SELECT 1 FROM event WHERE event.user_id = user_page.user_id)
            """,
          arguments: [Moment.microseconds(fetched)]
        )
      }
      return database.totalChangesCount - before
    }
  }
}
