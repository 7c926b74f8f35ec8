package import Foundation
import GRDB
package import RiskAPI

/// What an analyst concluded about a user's events.
package enum Verdict: String, CaseIterable, Sendable {
  case truePositive = "true-positive"
  case benign
  case falsePositive = "false-positive"
  case undetermined
}

/// A verdict or a note, at its time, by its author.
package struct CaseNote: Hashable, Sendable {
  package var user: UserID
  /// Nil for a note alone.
  package var verdict: Verdict?
  /// May be empty.
  package var note: String
  /// Who: `$USER@host`.
  package var author: String
  package var at: Date

  package init(user: UserID, verdict: Verdict?, note: String, author: String, at: Date) {
    self.user = user
    self.verdict = verdict
    self.note = note
    self.author = author
    self.at = at
  }
}

/// What analysts think of users: verdicts and notes.
///
/// Each is a line of the audit log's chain; a later one does not remove an earlier one.
package struct CaseNotes: JournalStore {
  let file: JournalFile

  /// Adds verdicts or notes, all of them or none, as lines of the chain; earlier ones stay.
  package func add(_ notes: [CaseNote]) async throws(JournalError) {
    let account = file.owner.accountID
    try await write { database in
      for note in notes {
        _ = try AuditRow.append(AuditRow.Content(note, account: account), database)
      }
    }
  }

  /// A user's verdicts and notes, in the order in which they were made.
  package func notes(of user: UserID) async throws(JournalError) -> Checked<[CaseNote]> {
    try await read { database in
      try Self.notes(
        database,
        lines: "SELECT seq FROM audit WHERE target = ? AND kind = 'case note' ORDER BY seq",
        arguments: [user.rawValue]
      )
    }
  }

  /// The latest verdict of each user who has one, for the list.
  package func latestVerdicts() async throws(JournalError) -> Checked<[UserID: CaseNote]> {
    try await read { database in
      let latest = try Self.notes(
        database,
        lines: """
          SELECT max(seq) FROM audit WHERE kind = 'case note' AND reason IS NOT NULL GROUP BY target
          """,
        arguments: []
      )
      return latest.map { Dictionary($0.map { ($0.user, $0) }) { $1 } }
    }
  }

  private static func notes(
    _ database: Database,
    lines: String,
    arguments: StatementArguments
  ) throws -> Checked<[CaseNote]> {
    var checked = Checked<[CaseNote]>([])
    for seq in try Int64.fetchAll(database, sql: lines, arguments: arguments) {
      guard let line = try AuditRow.line(seq, &checked.faults, database) else { continue }
      // Nothing is left of a note that was erased; a verdict stays.
      if line.text("reason") == nil, line.erased["note"] != nil { continue }
      checked.value.append(
        CaseNote(
          user: UserID(line.text("target") ?? ""),
          verdict: line.text("reason").flatMap(Verdict.init(rawValue:)),
          note: line.text("note") ?? "",
          author: line.text("operator") ?? "",
          at: line.time
        )
      )
    }
    return checked
  }
}

extension AuditRow.Content {
  /// A verdict or a note as a line of the chain.
  init(_ caseNote: CaseNote, account: String) {
    let intent = AuditIntent(
      action: caseNote.verdict == nil ? "note" : "verdict",
      target: caseNote.user.rawValue,
      reason: caseNote.verdict?.rawValue,
      note: caseNote.note
    )
    self.init(
      kind: "case note",
      time: caseNote.at,
      account: account,
      operator: caseNote.author,
      intent: intent
    )
  }
}
