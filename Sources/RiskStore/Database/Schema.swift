import GRDB

/// The steps that lead from an empty file to the newest form of a database.
///
/// `PRAGMA user_version` counts the steps that were taken; they are never taken back.
/// `PRAGMA application_id` tells the program's own files from other SQLite databases.
struct Schema: Sendable {
  /// Makes the next version of the one before, inside a transaction.
  typealias Step = @Sendable (Database) throws -> Void

  /// The first makes version 1.
  ///
  /// Once released, a step is never edited.
  var steps: [Step]
  /// The oldest version that can be read as it is, where the file cannot be written.
  var oldestReadable = 1
  /// Four letters in ASCII.
  var applicationID: Int32

  /// A step that is an SQL script.
  static func script(_ sql: String) -> Step {
    { try $0.execute(sql: sql) }
  }

  /// The newest version.
  var version: Int { steps.count }

  /// The version of a file; 0 when nothing was stored in it yet.
  ///
  /// Throws `StoreProblem` for a file that is newer, or not the program's own.
  func version(of database: Database) throws -> Int {
    let found = try Int.fetchOne(database, sql: "PRAGMA user_version") ?? 0
    let owner = try Int32.fetchOne(database, sql: "PRAGMA application_id") ?? 0
    if owner != applicationID {
      let tables = try Int.fetchOne(database, sql: "SELECT count(*) FROM sqlite_master") ?? 0
      if owner != 0 || found != 0 || tables != 0 { throw StoreProblem.foreign }
    }
    if found > version { throw StoreProblem.newerVersion(found: found, known: version) }
    return found
  }

  /// Takes the steps that are missing, all or none.
  ///
  /// Another process may have taken them meanwhile, so the version is read again inside the transaction.
  func migrate(_ database: Database) throws {
    guard try version(of: database) < version else { return }
    try database.inTransaction(.immediate) {
      let found = try version(of: database)
      for step in steps.dropFirst(found) { try step(database) }
      try database.execute(sql: "PRAGMA application_id = \(applicationID)")
      try database.execute(sql: "PRAGMA user_version = \(version)")
      return .commit
    }
  }
}
