package import Foundation
import GRDB
package import RiskAPI

/// What was erased of a person.
package struct Erasure: Hashable, Sendable {
  /// Notes, what was there before and after a write, and snapshots.
  package var texts: Int
  /// Unsaved drafts that named the person.
  package var drafts: Int
  /// Whether a name or e-mail was there.
  package var hadName: Bool
}

extension Journal {
  /// Erases what is personal about a user: names, e-mails, notes, snapshots, drafts.
  ///
  /// Hashes stay, so that the audit log can still be checked, and so do levels and times. A line of the log says that
  /// it was done, by whom and when. What is freed on the disk is overwritten; copies of the file are not touched
  /// (``backups``).
  @discardableResult
  package func erase(
    _ user: UserID,
    by operatorName: String,
    at moment: Date
  ) async throws(JournalError) -> Erasure {
    try await overwriteFreed(true)
    let erasure = try await file.write { database in
      let texts = try ErasedTexts.erase(about: user.rawValue, database)
      let hadName = try PersonRow.erase(user, database)
      try database.execute(
        sql: "DELETE FROM draft WHERE instr(content, ?) > 0 OR instr(name, ?) > 0",
        arguments: [user.rawValue, user.rawValue]
      )
      let erasure = Erasure(texts: texts, drafts: database.changesCount, hadName: hadName)
      let intent = AuditIntent(
        action: "erase",
        target: user.rawValue
      )
      let detail = "\(texts) texts, \(erasure.drafts) drafts"
      _ = try auditLog.record(
        intent,
        by: operatorName,
        at: moment,
        AuditOutcome(time: moment, result: .done, detail: detail),
        database
      )
      return erasure
    }
    try await overwriteFreed(false)
    return erasure
  }

  /// The copies that were made before the file was brought up to date; what is erased is still in them.
  package var backups: [String] {
    let folder = (path as NSString).deletingLastPathComponent
    let name = (path as NSString).lastPathComponent
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
    return names.filter { $0.hasPrefix("\(name).v") && $0.contains("-backup-") }.sorted()
      .map { "\(folder)/\($0)" }
  }

  private func overwriteFreed(_ wanted: Bool) async throws(JournalError) {
    do throws(StoreProblem) {
      try await file.connection.writeWithoutTransaction { database in
        try database.execute(sql: "PRAGMA secure_delete = \(wanted ? "ON" : "OFF")")
        // The log has the pages as they were.
        if !wanted { _ = try? database.checkpoint(.truncate) }
      }
    } catch {
      throw JournalError(problem: error, path: path)
    }
  }
}
