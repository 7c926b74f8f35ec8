package import Foundation
import GRDB
package import RiskAPI

/// What cannot be fetched again: the audit log, verdicts and notes, history, drafts.
///
/// Precious: it is never replaced or repaired on its own. What a call saved is on the disk when the
/// call returns (`synchronous=FULL`). Several processes share one file. A call that was begun is
/// carried out even when its task is canceled.
///
/// ```swift
/// let journal = try Journal.open(folder: "/home/ana/.local/state/ztriage/ACCOUNT", owner: address)
/// let id = try await journal.auditLog.begin(intent, by: name, at: now)  // throws: then nothing may be sent
/// let receipt = try await client.resetUser(user)
/// try await journal.auditLog.complete(id, outcome)
/// ```
package struct Journal: Sendable {
  let file: JournalFile
  /// Where the file was copied to before its schema was brought up to date; nil when it was not.
  package let backupPath: String?

  /// The file.
  package var path: String { file.path }
  /// Whose it is; nobody else's account is ever compared with it.
  package var owner: AccountAddress { file.owner }

  /// What was written to the account, and how it ended.
  package var auditLog: AuditLog { AuditLog(file: file) }
  /// What analysts think of users.
  package var caseNotes: CaseNotes { CaseNotes(file: file) }
  /// How users, behaviors and integrations were over time.
  package var history: History { History(file: file) }
  /// Where the analyst is, what they have read, and what they typed and did not send.
  package var sessionState: SessionState { SessionState(file: file) }

  /// Opens `journal.sqlite` in a folder of the account, making both where they are missing.
  ///
  /// An older schema is brought up to date after the file was copied to `journal.sqlite.v1-backup-TIME`. Throws
  /// for a file that is damaged, foreign, from a newer version or of another account or server, and leaves
  /// it as it is. Waits two seconds for locks.
  package static func open(
    folder: String,
    owner: AccountAddress,
    now: Date = Date()
  ) throws(JournalError) -> Journal {
    try open(folder: folder, owner: owner, schema: JournalSchema.current, now: now)
  }

  /// Opens with another schema than the current one, as tests of its steps do.
  static func open(
    folder: String,
    owner: AccountAddress,
    schema: Schema,
    now: Date,
    patience: Double = 2
  ) throws(JournalError) -> Journal {
    let path = folder + "/journal.sqlite"
    do {
      try PrivateFiles.makeFolder(folder)
      return try FolderLock.hold(folder, waiting: patience) {
        let connection = try Connection.open(
          path,
          patience: patience,
          pageSize: JournalSchema.pageSize,
          synchronous: "FULL"
        )
        do {
          try OwnerRow.check(connection.writer, owner)
          let backup = try migrate(connection.writer, path, schema, now: now)
          try OwnerRow.save(connection.writer, owner)
          let file = JournalFile(connection: connection, path: path, owner: owner)
          return Journal(file: file, backupPath: backup)
        } catch {
          connection.close()
          throw error
        }
      }
    } catch {
      throw JournalError(problem: StoreProblem(error, folder: folder), path: path)
    }
  }

  /// Closes the file; later calls throw.
  package func close() {
    file.connection.close()
  }

  /// When the newest lines of the audit log and of the history were written, by the clock of then.
  ///
  /// Nil for a journal without lines. Newest by their numbers: the clock may have been set back.
  package func newestTime() async throws(JournalError) -> Date? {
    try await file.read { database in
      let line = try AuditRow.lastTime(database)
      let look = try Int64.fetchOne(
        database,
        sql: "SELECT at FROM observation ORDER BY seq DESC LIMIT 1"
      )
      return [line, Moment.date(look)].compactMap(\.self).max()
    }
  }

  private static func migrate(
    _ writer: any DatabaseWriter,
    _ path: String,
    _ schema: Schema,
    now: Date
  ) throws -> String? {
    try writer.writeWithoutTransaction { database in
      let found = try schema.version(of: database)
      var backup: String?
      if found > 0 && found < schema.version {
        let target = "\(path).v\(found)-backup-\(PrivateFiles.compactTime(now))"
        try back(up: writer, to: target, through: database)
        backup = target
      }
      do {
        try schema.migrate(database)
      } catch {
        // The file is as it was, and the next try makes a copy of its own.
        if let backup { PrivateFiles.remove(backup) }
        throw error
      }
      return backup
    }
  }

  /// Copies what the database holds, its log included.
  private static func back(
    up writer: any DatabaseWriter,
    to target: String,
    through database: Database
  ) throws {
    try PrivateFiles.makeFile(target)
    do {
      let copy = try DatabaseQueue(path: target)
      try copy.writeWithoutTransaction { try database.backup(to: $0) }
      try copy.close()
    } catch {
      PrivateFiles.remove(target)
      throw error
    }
  }
}
