package import Foundation
import GRDB

extension Cache {
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
