/// Why the journal could not be opened, read or written.
package struct JournalError: Error, Hashable, Sendable {
  /// What is wrong.
  package var problem: StoreProblem
  /// The file.
  package var path: String

  package init(
    problem: StoreProblem,
    path: String
  ) {
    self.problem = problem
    self.path = path
  }

  /// What happened: `the journal /…/journal.sqlite cannot be used: the disk is full`.
  package var what: String { "the journal \(path) cannot be used: \(problem.words)" }

  /// What to do about it.
  package var advice: String {
    switch problem {
    case .diskFull: "free some room; until then no write is sent"
    case .readOnly, .notPermitted:
      "make the folder and the file writable; until then no write is sent"
    case .locked: "close the program that uses it; until then no write is sent"
    case .corrupt:
      "keep the file, try `sqlite3 journal.sqlite .recover` on a copy, or move it away to start a new one"
    case .foreign: "move the file away to begin a journal"
    case .newerVersion: "update ztriage"
    case .otherOwner: "move the file away, or correct the account or the base URL"
    case .failed: "no write is sent before it can be used"
    }
  }

  /// Both as one line: `WHAT HAPPENED; WHAT TO DO`.
  package var line: String { "\(what); \(advice)" }
}
