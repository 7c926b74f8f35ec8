package import Foundation
import GRDB

extension SessionState {
  /// Moves the cursor: every change up to an observation was seen; nil is up to the newest.
  @discardableResult
  package func markSeen(
    upTo observation: Int64? = nil,
    at moment: Date
  ) async throws(JournalError) -> ReadCursor {
    try await write { database in
      let newest = try ObservationRow.newest(database)
      let cursor = ReadCursor(at: moment, observation: min(observation ?? newest, newest))
      try database.execute(
        sql: "REPLACE INTO last_seen (id, at, observation) VALUES (1, ?, ?)",
        arguments: [Moment.microseconds(cursor.at), cursor.observation]
      )
      try database.execute(
        sql: "DELETE FROM read_subject WHERE observation <= ?",
        arguments: [cursor.observation]
      )
      return cursor
    }
  }

  /// Remembers that the analyst opened something, whose changes up to an observation they have read.
  package func markRead(
    _ subject: ChangeSubject,
    upTo observation: Int64
  ) async throws(JournalError) {
    let (kind, id) = ReadRow.key(of: subject)
    try await write { database in
      try database.execute(
        sql: """
          INSERT INTO read_subject (kind, id, observation) VALUES (?, ?, ?)
          ON CONFLICT DO UPDATE SET observation = max(observation, excluded.observation)
          """,
        arguments: [kind, id, min(observation, try ObservationRow.newest(database))]
      )
    }
  }

  /// Up to where everything was seen; nil when that was never said.
  package func readCursor() async throws(JournalError) -> ReadCursor? {
    try await read { try ReadRow.all($0).cursor }
  }
}
