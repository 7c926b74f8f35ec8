import Presentation
import Foundation
import RiskAPI
import RiskServices
import RiskStore
import TerminalUI

/// All that the journal knows of a user, oldest first.
struct UserHistory {
  let user: LocalUser
  let entries: [HistoryEntry]
  /// What had to be left out, because it is not as it was written.
  let faults: [AuditFault]

  /// Gathers standings, writes, verdicts and notes.
  init(of user: LocalUser, in journal: Journal) async throws(Failure) {
    self.user = user
    var entries: [HistoryEntry]
    do throws(JournalError) {
      let moments = try await journal.history.history(of: user.id)
      entries = HistoryEntry.standings(moments.value, of: user)
      // Oldest first, as the others are.
      let writes = try await journal.auditLog.entries(target: user.id.rawValue)
      entries += writes.value.reversed().map(HistoryEntry.init)
      let caseNotes = try await journal.caseNotes.notes(of: user.id)
      entries += caseNotes.value.map(HistoryEntry.init)
      faults = moments.faults + writes.faults + caseNotes.faults
    } catch {
      throw Failure(error)
    }
    // Equal times keep the order above.
    self.entries = entries.enumerated()
      .sorted { ($0.element.time, $0.offset) < ($1.element.time, $1.offset) }
      .map(\.element)
  }

  /// For rows of entries.
  var report: Report<HistoryEntry> {
    let columns = HistoryColumns(TimeFormatter.now)
    return Report(
      fields: columns.fields,
      view: .drawn { output, ink in
        try output.write(head(ink))
        try TextTable(entries, columns.table).write(to: &output, ink: ink)
      }
    )
  }

  /// Who it is, and how they stand.
  private func head(_ ink: Ink) -> String {
    let id: SafeText = "\(user.id.rawValue)"
    guard let seen = user.seen else { return "\(id.string)\nnever seen at risk\n\n" }
    let name: SafeText = "\(seen.user.name)"
    let email: SafeText = "\(seen.user.email)"
    let level = seen.isGone ? nil : seen.user.maxRiskLevel
    let now: SafeText =
      seen.isGone
      ? "no longer at risk"
      : "\(level.words), \(seen.user.eventCount.counted("event"))"
    return "\(ink.paint(name, .header))  \(email.string)  \(ink.paint(id, .dim))\n"
      + "\(ink.paint(now, seen.isGone ? .warning : .risk(level)))\n\n"
  }
}

/// What is told of a moment of a user's history.
private struct HistoryColumns {
  typealias Column = ReportColumn<HistoryEntry>

  let time: Column
  let what = Column(
    name: "what",
    heading: "WHAT",
    limit: 24,
    value: { .string($0.what) },
    cell: { .init(SafeText($0.what), $0.role) }
  )
  let level = Column(
    name: "max_risk_level",
    heading: "LEVEL",
    value: { .text($0.standing?.level?.apiName) },
    cell: { entry in
      guard let standing = entry.standing else { return .init("") }
      return .init("\(standing.level.words)", .risk(standing.level))
    }
  )
  let events = Column.number("event_count", "EVENTS") { $0.standing?.eventCount }
  let author = Column.text("operator", "BY", limit: 40, .dim, none: "") { $0.author }
  let details = Column(heading: "DETAILS", limit: 300, cell: { .init(SafeText($0.details)) })

  init(_ words: TimeFormatter) {
    time = .time("time", "TIME", words) { $0.time }
  }

  var fields: [Column] {
    [
      time, what, .text("user_id") { $0.user.rawValue }, level, events,
      .time("last_event") { $0.standing?.lastEvent }, .text("verdict") { $0.verdict?.rawValue },
      .text("reason") { $0.reason }, .text("note") { $0.note }, author,
      .text("outcome") { $0.outcome },
    ]
  }

  var table: [Column] { [time, what, level, events, author, details] }
}

/// One moment of a user's history.
struct HistoryEntry {
  var user: UserID
  var time: Date
  /// `seen`, `raised`, `reset`, `verdict` and the like.
  var what: String
  /// How the summary showed the user from then on.
  var standing: RiskState?
  var verdict: Verdict?
  var reason: String?
  var note: String?
  /// Who wrote it: `ana@host`.
  var author: String?
  /// How a write ended, in one word.
  var outcome: String?
  /// What colors it.
  var role = Role.text

  /// What a person reads beside the columns.
  fileprivate var details: String {
    let head = [outcome, verdict?.rawValue, reason].compactMap(\.self).joined(separator: ", ")
    return [head, note ?? ""].filter { !$0.isEmpty }.joined(separator: ": ")
  }
}

extension HistoryEntry {
  /// What was seen of a user, each named by how it differs from what was before.
  static func standings(
    _ moments: [HistoryMoment<RiskState>],
    of user: LocalUser
  ) -> [HistoryEntry] {
    Change.list(moments).map { change in
      HistoryEntry(
        user: user.id,
        time: change.at ?? .distantPast,
        what: change.kind.historyWord,
        standing: change.after,
        role: change.kind.role
      )
    }
  }

  fileprivate init(_ entry: AuditEntry) {
    self.init(
      user: UserID(entry.intent.target),
      time: entry.time,
      what: entry.intent.action,
      reason: entry.intent.reason,
      note: entry.intent.note,
      author: entry.operator,
      outcome: entry.outcomeWord,
      role: entry.outcomeRole
    )
  }

  fileprivate init(_ caseNote: CaseNote) {
    self.init(
      user: caseNote.user,
      time: caseNote.at,
      what: caseNote.verdict == nil ? "note" : "verdict",
      verdict: caseNote.verdict,
      note: caseNote.note.isEmpty ? nil : caseNote.note,
      author: caseNote.author
    )
  }
}
