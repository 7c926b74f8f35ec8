import Presentation
import RiskAPI
import RiskServices
import RiskStore
import TerminalUI

/// What is kept of a user, a line each in the timeline.
enum RecordFormatter {
  /// `MEDIUM to HIGH, 6 events`.
  static func text(of change: Change<RiskState>) -> SafeText {
    switch (change.kind, change.before, change.after) {
    case (.left, let before?, _): "no longer at risk, was \(words(before))"
    case (.new, _, let after?): "first seen by this machine, \(words(after))"
    case (.back, _, let after?): "at risk again, \(words(after))"
    case (_, let before?, let after?):
      before.level == after.level
        ? "\(before.eventCount.counted("event")) to \(after.eventCount.grouped)"
        : "\(before.level.words) to \(words(after))"
    default: "\(change.kind.historyWord)"
    }
  }

  /// `not sent (offline); reason: other; note: rebuilt the laptop; by ana@desk`.
  static func text(of entry: AuditEntry) -> SafeText {
    let intent = entry.intent
    let detail = entry.outcome?.detail.map { " (\($0))" } ?? ""
    let parts = [
      outcome(of: entry) + detail, reason(of: intent).map { "reason: \($0)" },
      intent.note.map { "note: \($0)" }, "by \(entry.operator)",
    ]
    return SafeText(parts.compactMap(\.self).joined(separator: "; "))
  }

  /// How a write ended, in a word or two.
  static func outcome(of entry: AuditEntry) -> String {
    switch entry.outcome?.result {
    case .done: "done"
    case .refused: "not sent"
    case .failed: "failed"
    case .unknown: "outcome unknown"
    case nil: "unfinished"
    }
  }

  /// Why a write was made, in words; nil where no reason was given.
  static func reason(of intent: AuditIntent) -> String? {
    intent.reason.map { ResetReason(rawValue: $0)?.words ?? $0 }
  }

  /// `benign: on a journey · ana@desk`.
  static func text(of note: CaseNote) -> SafeText {
    let parts = [note.verdict?.words, note.note].compactMap(\.self).filter { !$0.isEmpty }
    return "\(parts.joined(separator: ": ")) · \(note.author)"
  }

  /// Why an event that the account gives no longer is still here.
  static func text(of origin: ArchivedEvent.Origin, _ words: TimeFormatter) -> SafeText {
    switch origin {
    case .gone(let moment): "gone since \(words.absolute(moment)), from the cache"
    case .reset(let moment): "gone, saved before the reset of \(words.absolute(moment))"
    }
  }

  /// `HIGH, 6 events`.
  static func words(_ standing: RiskState) -> String {
    "\(standing.level.words), \(standing.eventCount.counted("event"))"
  }
}
