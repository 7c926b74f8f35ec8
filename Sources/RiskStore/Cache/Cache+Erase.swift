import GRDB
package import RiskAPI

extension Cache {
  /// Forgets a user's page and events, and the name in the summary until the next refresh.
  package func erase(_ user: UserID) async throws(CacheError) {
    guard isWritable else { return }
    try await write { database in
      try database.execute(sql: "PRAGMA secure_delete = ON")
      for table in ["event", "user_page"] {
        try database.execute(
          sql: "DELETE FROM \(table) WHERE user_id = ?",
          arguments: [user.rawValue]
        )
      }
      try database.execute(
        sql: "UPDATE user SET name = '', email = '' WHERE id = ?",
        arguments: [user.rawValue]
      )
      try database.execute(sql: "PRAGMA secure_delete = OFF")
    }
  }
}
