import Foundation
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
