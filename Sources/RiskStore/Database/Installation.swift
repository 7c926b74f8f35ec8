import GRDB

/// Names the journal's rows among those of other installations: the *origin* is a random id that was made with the
/// journal and never changes.
///
/// A row that may be shared one day is named by its origin and its number there: audit lines and case notes by
/// `audit.seq`, history rows by `number`, looks at the account by `observation.seq`.
enum Installation {
  /// Makes the origin.
  static func make(_ database: Database) throws {
    let hex = String(UInt64.random(in: .min ... .max), radix: 16)
    let origin = String(repeating: "0", count: 16 - hex.count) + hex
    try database.execute(
      sql: "INSERT INTO installation (id, origin) VALUES (1, ?)",
      arguments: [origin]
    )
  }

  /// The origin of what is written here.
  static func origin(_ database: Database) throws -> String {
    let statement = try database.cachedStatement(sql: "SELECT origin FROM installation")
    guard let origin = try String.fetchOne(statement) else { throw StoreProblem.corrupt }
    return origin
  }
}
