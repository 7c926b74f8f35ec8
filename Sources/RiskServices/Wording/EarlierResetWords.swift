package import RiskStore

/// Earlier resets of one user in words, for the question whether to reset them again.
package enum EarlierResetWords {
  /// Goes on after `reset`: `already on 2026-11-19 09:38:12 UTC by ana@desk: remediated`.
  ///
  /// The newest comes first; nil for none. Holds text from outside.
  package static func line(_ resets: [AuditEntry], _ words: TimeWords) -> String? {
    guard let last = resets.first else { return nil }
    let intent = last.intent
    let count = resets.count > 1 ? "\(resets.count) times in 7 days, last " : ""
    let moment: String
    let end: String
    if last.outcome?.result == .done {
      moment = (resets.count > 1 ? "" : "already ") + "on \(words.absolute(intent.time))"
      end = ""
    } else {
      moment = "begun \(words.ago(intent.time))"
      end = ", outcome unknown"
    }
    let reason = intent.reason.map { ResetReason(rawValue: $0)?.words ?? $0 } ?? "no reason given"
    return "\(count)\(moment) by \(intent.operator)\(end): \(reason)"
  }
}
