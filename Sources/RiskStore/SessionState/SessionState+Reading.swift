package import Foundation
import GRDB
package import RiskAPI

/// Something whose changes an analyst reads.
package enum ChangeSubject: Hashable, Sendable {
  case user(UserID)
  /// A behavior by its key.
  case behavior(String)
  /// An integration by its id.
  case integration(String)
}

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

/// What was read, on disk.
enum ReadRow {
  static func key(of subject: ChangeSubject) -> (kind: String, id: String) {
    switch subject {
    case .user(let id): ("user", id.rawValue)
    case .behavior(let key): ("behavior", key)
    case .integration(let id): ("integration", id)
    }
  }

  /// The cursor, and what was opened beyond it.
  static func all(
    _ database: Database
  ) throws -> (cursor: ReadCursor?, opened: [ChangeSubject: Int64]) {
    let cursor = try Row.fetchOne(database, sql: "SELECT at, observation FROM last_seen").map {
      try ReadCursor(at: Moment.date($0.get(0) as Int64), observation: $0.get(1))
    }
    var opened: [ChangeSubject: Int64] = [:]
    let rows = try Row.fetchCursor(database, sql: "SELECT kind, id, observation FROM read_subject")
    while let row = try rows.next() {
      let id: String = try row.get(1)
      let subject: ChangeSubject =
        switch try row.get(0) as String {
        case "user": .user(UserID(id))
        case "behavior": .behavior(id)
        default: .integration(id)
        }
      opened[subject] = try row.get(2)
    }
    return (cursor, opened)
  }
}
