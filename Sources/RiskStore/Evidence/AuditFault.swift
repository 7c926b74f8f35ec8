/// What is not as it was written, and so no part of a chain.
package enum AuditFault: Hashable, Sendable {
  /// What the line says is not what was written.
  case changed(line: Int64)
  /// The line stands where another one was written; `from` is its own number.
  case moved(line: Int64, from: Int64)
  /// The lines from this number on are missing, up to the next one that is there.
  case removed(line: Int64)
  /// The line was put in, or written anew together with its hash: it does not follow the one before.
  case broken(line: Int64)
  /// The user's page that was kept with the line is missing or changed.
  case snapshot(line: Int64)
  /// A user's page was put in beside a line that has none, or that is not there.
  case addedSnapshot(line: Int64)
  /// Something in the history is not as it was written.
  case history(HistoryFault)
  /// The head that was kept elsewhere is not in the chain: lines are missing at the end, or all was written anew.
  case missingHead(String)

  /// The line, where there is one.
  package var line: Int64? {
    switch self {
    case .changed(let line), .moved(let line, _), .removed(let line), .broken(let line),
      .snapshot(let line), .addedSnapshot(let line):
      line
    case .history, .missingHead: nil
    }
  }

  /// Where it is, for a person.
  package var place: String {
    if case .history = self { "the history" } else { "the audit log" }
  }

  /// What was found, for a person.
  package var words: String {
    switch self {
    case .changed(let line): "line \(line) was changed"
    case .moved(let line, let from): "line \(from) was moved to \(line)"
    case .removed(let line): "line \(line) was removed"
    case .broken(let line): "line \(line) does not follow the line before it"
    case .snapshot(let line): "the snapshot saved with line \(line) was changed or removed"
    case .addedSnapshot(let line): "a snapshot was added to line \(line)"
    case .history(let fault): fault.words
    case .missingHead(let head): "no line has the hash \(head): lines are missing at the end"
    }
  }
}
