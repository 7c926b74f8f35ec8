import RiskAPI
import RiskServices
import RiskStore
package import TerminalUI

/// What is kept of a user, a line each in the timeline.
enum RecordWords {
  /// `MEDIUM to HIGH, 6 events`.
  static func text(of change: StandingChange) -> SafeText {
    switch (change.kind, change.before, change.after) {
    case (.gone, let before?, _): "left the risk summary at \(words(before))"
    case (.seen, _, let after?): "first seen here at \(words(after))"
    case (.back, _, let after?): "in the risk summary again at \(words(after))"
    case (_, let before?, let after?):
      before.level == after.level
        ? "\(before.eventCount.counted("event")) to \(after.eventCount.grouped)"
        : "\(before.level.words) to \(words(after))"
    default: "\(change.kind.rawValue)"
    }
  }

  /// `done, remediated: rebuilt the laptop · ana@desk`.
  static func text(of entry: AuditEntry) -> SafeText {
    let intent = entry.intent
    let reason = intent.reason.map { ResetReason(rawValue: $0)?.words ?? $0 }
    let head = [entry.outcome?.result.rawValue ?? "outcome open", reason].compactMap(\.self)
    let what = [head.joined(separator: ", "), intent.note].compactMap(\.self)
    let detail = entry.outcome?.detail
    return SafeText(
      [what.joined(separator: ": "), detail, intent.operator].compactMap(\.self)
        .joined(separator: " · ")
    )
  }

  /// `benign: on a journey · ana@desk`.
  static func text(of note: Assessment) -> SafeText {
    let parts = [note.verdict?.words, note.note].compactMap(\.self).filter { !$0.isEmpty }
    return "\(parts.joined(separator: ": ")) · \(note.author)"
  }

  /// Why an event that the account gives no longer is still here.
  static func text(of origin: KeptEvent.Origin, _ words: TimeWords) -> SafeText {
    switch origin {
    case .gone(let moment): "gone since \(words.absolute(moment))"
    case .reset(let moment): "gone, kept before the reset of \(words.absolute(moment))"
    }
  }

  private static func words(_ standing: Standing) -> SafeText {
    "\(standing.level.words), \(standing.eventCount.counted("event"))"
  }
}

extension StandingChange.Kind {
  /// What colors the word.
  package var role: Role {
    switch self {
    case .seen, .back, .events: .news
    case .raised: .warning
    case .lowered: .success
    case .gone, .changed: .dim
    }
  }
}

extension AuditOutcome.Result? {
  /// What colors a write's word; nil is a write whose outcome is open.
  package var role: Role {
    switch self {
    case .done: .success
    case .refused: .dim
    case .failed: .error
    case .unknown, nil: .warning
    }
  }
}
