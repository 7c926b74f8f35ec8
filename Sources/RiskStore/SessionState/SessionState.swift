package import Foundation
import GRDB

/// Something written but not sent, or where somebody stood: JSON whose meaning is the writer's own.
package struct Draft: Hashable, Sendable {
  /// JSON.
  package var content: String
  package var savedAt: Date

  package init(
    content: String,
    savedAt: Date
  ) {
    self.content = content
    self.savedAt = savedAt
  }
}

/// What stays on this machine: where the analyst is, what they have read, what they typed and did not send.
package struct SessionState: JournalStore {
  let file: JournalFile

  /// Keeps drafts under names such as `behaviors`, in place of earlier ones, and forgets those that are nil.
  ///
  /// All of them or none. The contents are JSON.
  package func saveDrafts(
    _ drafts: [String: String?],
    at moment: Date
  ) async throws(JournalError) {
    try await write { database in
      for (name, content) in drafts {
        if let content {
          try database.execute(
            sql: "REPLACE INTO draft (name, content, saved_at) VALUES (?, ?, ?)",
            arguments: [name, content, Moment.microseconds(moment)]
          )
        } else {
          try database.execute(sql: "DELETE FROM draft WHERE name = ?", arguments: [name])
        }
      }
    }
  }

  /// Every draft by its name.
  package func drafts() async throws(JournalError) -> [String: Draft] {
    try await read { database in
      let rows = try Row.fetchAll(database, sql: "SELECT name, content, saved_at FROM draft")
      return Dictionary(
        try rows.map { try ($0.get(0), draft($0, at: 1)) }
      ) { $1 }
    }
  }

  /// Keeps where the analyst stands: focus, selection, filter, sort; `content` is JSON.
  ///
  /// Waits half a second at most for a lock: a person is waiting for the end.
  package func savePlace(_ content: String, at moment: Date) async throws(JournalError) {
    try await file.write(patience: 500) { database in
      try database.execute(
        sql: "REPLACE INTO place (id, content, saved_at) VALUES (1, ?, ?)",
        arguments: [content, Moment.microseconds(moment)]
      )
    }
  }

  /// Where the analyst stood; nil when never saved.
  package func place() async throws(JournalError) -> Draft? {
    try await file.readFirst { database in
      let row = try Row.fetchOne(database, sql: "SELECT content, saved_at FROM place")
      return try row.map { try draft($0, at: 0) }
    }
  }

  private func draft(_ row: Row, at place: Int) throws -> Draft {
    Draft(content: try row.get(place), savedAt: Moment.date(try row.get(place + 1) as Int64))
  }
}
