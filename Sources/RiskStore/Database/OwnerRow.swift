import GRDB
import RiskAPI

/// Whose a journal is, in its own file.
enum OwnerRow {
  /// Throws `StoreProblem.otherOwner` for a journal of somebody else, before anything in it is changed.
  ///
  /// One from before version 4 does not name its server: it lies in the folder that the standard server
  /// has had since, so its audit log's account decides.
  static func check(_ writer: any DatabaseWriter, _ owner: AccountAddress) throws {
    try writer.writeWithoutTransaction { database in
      if let found = try load(database), found != owner { throw StoreProblem.otherOwner(found) }
    }
  }

  /// Notes the owner of a journal that has none yet; another process may have been quicker.
  static func save(_ writer: any DatabaseWriter, _ owner: AccountAddress) throws {
    try writer.writeWithoutTransaction { database in
      guard try database.tableExists("owner") else { return }
      try database.execute(
        sql: "INSERT OR IGNORE INTO owner (id, server, account) VALUES (1, ?, ?)",
        arguments: [owner.server, owner.accountID]
      )
    }
    try check(writer, owner)
  }

  private static func load(_ database: Database) throws -> AccountAddress? {
    if try database.tableExists("owner") {
      let row = try Row.fetchOne(database, sql: "SELECT server, account FROM owner")
      if let row { return try AccountAddress(server: row.get(0), accountID: row.get(1)) }
    }
    guard try database.tableExists("audit") else { return nil }
    let account = try String.fetchOne(
      database,
      sql: "SELECT account FROM audit ORDER BY seq LIMIT 1"
    )
    return account.map {
      AccountAddress(server: AccountAddress.standardServer, accountID: $0)
    }
  }
}
