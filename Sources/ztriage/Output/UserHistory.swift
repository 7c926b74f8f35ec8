import Dashboard
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
      let assessments = try await journal.caseNotes.notes(of: user.id)
      entries += assessments.value.map(HistoryEntry.init)
      faults = moments.faults + writes.faults + assessments.faults
    } catch {
      throw Failure(error)
    }
    // Equal times keep the order above.
    self.entries = entries.enumerated()
      .sorted { ($0.element.time, $0.offset) < ($1.element.time, $1.offset) }
      .map(\.element)
  }

  func writeTable(to output: inout Output, _ ink: Ink) throws {
    let words = TimeWords(now: Date(), timeZone: .current)
    let email: SafeText = "\(user.seen?.user.email ?? "")"
    let id: SafeText = "\(user.id.rawValue)"
    if let seen = user.seen {
      let name: SafeText = "\(seen.user.name)"
      try output.write("\(ink.paint(name, .header))  \(email.string)  \(ink.paint(id, .dim))\n")
      let level = seen.isGone ? nil : seen.user.maxRiskLevel
      let now: SafeText =
        seen.isGone
        ? "no longer at risk"
        : "\(level.words), \(seen.user.eventCount.counted("event"))"
      try output.write("\(ink.paint(now, seen.isGone ? .warning : level.role))\n\n")
    } else {
      try output.write("\(id.string)\nnever seen at risk\n\n")
    }
    var table = TextTable(columns: [
      .init(title: "TIME"), .init(title: "WHAT", limit: 24), .init(title: "LEVEL"),
      .init(title: "EVENTS", isNumber: true), .init(title: "BY", limit: 40),
      .init(title: "DETAILS", limit: 300),
    ])
    table.rows = entries.map { entry in
      [
        .init("\(words.absolute(entry.time))"),
        .init("\(entry.what)", entry.role),
        entry.standing.map { .init("\($0.level.words)", $0.level.role) } ?? .init(""),
        .init("\(entry.standing?.eventCount.grouped ?? "")"),
        .init("\(entry.author ?? "")", .dim),
        .init("\(entry.details)"),
      ]
    }
    try table.write(to: &output, ink: ink)
  }
}

/// One moment of a user's history.
struct HistoryEntry: Record {
  var user: UserID
  var time: Date
  /// `seen`, `raised`, `reset`, `verdict` and the like.
  var what: String
  /// How the summary showed the user from then on.
  var standing: Standing?
  var verdict: Verdict?
  var reason: String?
  var note: String?
  /// Who wrote it: `ana@host`.
  var author: String?
  /// How a write ended, in one word.
  var outcome: String?
  /// What colors it.
  var role = Role.text

  static let fieldNames = [
    "time", "what", "user_id", "max_risk_level", "event_count", "last_event", "verdict", "reason",
    "note", "operator", "outcome",
  ]

  var fields: [OrderedJSON.Member] {
    [
      .init("time", .string(Timestamp.format(time))),
      .init("what", .string(what)),
      .init("user_id", .string(user.rawValue)),
      .init("max_risk_level", .text(standing?.level?.apiName)),
      .init("event_count", standing.map { .integer($0.eventCount) } ?? .null),
      .init("last_event", .text(standing?.lastEvent.map(Timestamp.format))),
      .init("verdict", .text(verdict?.rawValue)),
      .init("reason", .text(reason)),
      .init("note", .text(note)),
      .init("operator", .text(author)),
      .init("outcome", .text(outcome)),
    ]
  }

  /// What a person reads beside the columns.
  fileprivate var details: String {
    let head = [outcome, verdict?.rawValue, reason].compactMap(\.self).joined(separator: ", ")
    return [head, note ?? ""].filter { !$0.isEmpty }.joined(separator: ": ")
  }
}

extension HistoryEntry {
  /// What was seen of a user, each named by how it differs from what was before.
  static func standings(
    _ moments: [HistoryMoment<Standing>],
    of user: LocalUser
  ) -> [HistoryEntry] {
    StandingChange.list(moments, of: user.id).map { change in
      HistoryEntry(
        user: user.id,
        time: change.at,
        what: change.kind.rawValue,
        standing: change.after,
        role: change.kind.role
      )
    }
  }

  fileprivate init(_ entry: AuditEntry) {
    self.init(
      user: UserID(entry.intent.target),
      time: entry.intent.time,
      what: entry.intent.action,
      reason: entry.intent.reason,
      note: entry.intent.note,
      author: entry.intent.operator,
      outcome: AuditRecord.word(entry.outcome),
      role: AuditRecord.role(entry.outcome)
    )
  }

  fileprivate init(_ assessment: CaseNote) {
    self.init(
      user: assessment.user,
      time: assessment.at,
      what: assessment.verdict == nil ? "note" : "verdict",
      verdict: assessment.verdict,
      note: assessment.note.isEmpty ? nil : assessment.note,
      author: assessment.author
    )
  }
}

/// How a user changed, in one word.
enum ChangeWord: String {
  case back, new, raised, lowered, left, events
  /// Fewer events are counted.
  case changed

  init(_ kind: UserDifference.Kind) {
    self =
      switch kind {
      case .back: .back
      case .appeared: .new
      case .left: .left
      case .raised: .raised
      case .lowered: .lowered
      case .newEvents: .events
      case .changed: .changed
      }
  }

  var role: Role {
    switch self {
    case .new, .events: .news
    case .back, .raised: .warning
    case .lowered: .success
    case .left, .changed: .dim
    }
  }
}
