import Foundation
import GRDB

/// Takes texts out of the audit log and leaves their hashes, which still prove the lines.
enum ErasedTexts {
  /// Erases what people wrote and what was known of a target; returns how many texts, snapshots among them.
  ///
  /// The lines that say that something was erased stay as they are.
  static func erase(about target: String, _ database: Database) throws -> Int {
    var count = 0
    for column in AuditHash.personal.sorted() {
      let rows = try Row.fetchAll(
        database,
        sql: """
          SELECT seq, \(column) FROM audit
          WHERE target = ? AND action <> 'erase' AND \(column) IS NOT NULL AND \(column) <> ''
          """,
        arguments: [target]
      )
      for row in rows {
        let seq: Int64 = try row.get(0)
        try database.execute(
          sql: "INSERT INTO erased_text (audit_seq, column, hash) VALUES (?, ?, ?)",
          arguments: [seq, column, AuditHash.hash(text: try row.get(1))]
        )
        try database.execute(
          sql: "UPDATE audit SET \(column) = NULL WHERE seq = ?",
          arguments: [seq]
        )
      }
      count += rows.count
    }
    try database.execute(
      sql: "UPDATE snapshot SET content = NULL WHERE user_id = ? AND content IS NOT NULL",
      arguments: [target]
    )
    return count + database.changesCount
  }
}
