import Foundation
package import RiskAPI
package import RiskStore

/// Earlier resets of one user in words, for the question whether to reset them again.
package enum EarlierResetFormatter {
  /// `Already reset 2026-11-19 09:38:12 UTC by ana@desk: remediated`.
  ///
  /// The newest comes first, with the reasons of those before it: `…: remediated; before: false
  /// positive`. Nil for none. Holds text from outside.
  package static func line(_ resets: [AuditEntry], _ words: TimeFormatter) -> String? {
    guard let last = resets.first else { return nil }
    let isDone = last.outcome?.result == .done
    let moment = isDone ? words.absolute(last.time) : "started \(words.ago(last.time))"
    let head =
      resets.count > 1
      ? "Reset \(resets.count) times in 7 days, last" : isDone ? "Already reset" : "Reset"
    let end = isDone ? "" : ", outcome unknown"
    let before = resets.dropFirst().map(reason)
    let distinct = before.indices.filter { !before[..<$0].contains(before[$0]) }
    let earlier =
      distinct.isEmpty
      ? "" : "; before: " + distinct.map { before[$0] }.joined(separator: ", ")
    return "\(head) \(moment) by \(last.operator)\(end): \(reason(last))\(earlier)"
  }

  /// The reason of one reset: `false positive`.
  package static func reason(_ reset: AuditEntry) -> String {
    guard let reason = reset.intent.reason else { return "no reason given" }
    return ResetReason(rawValue: reason)?.words ?? reason
  }
}

extension RiskService {
  /// Resets of some users within seven days, the newest first: a reason to look twice.
  ///
  /// Those whose outcome is unknown or open are among them.
  package func recentResets(of users: [UserID]) async -> [UserID: [AuditEntry]] {
    let since = now().addingTimeInterval(-7 * 86_400)
    var found: [UserID: [AuditEntry]] = [:]
    for user in users {
      let entries = await readEvidence { journal throws(JournalError) in
        try await journal.auditLog.entries(
          target: user.rawValue,
          action: AuditAction.reset.rawValue,
          since: since
        )
      }
      guard let entries else { break }
      // A reset that was refused or failed is no earlier reset; one without outcome may be.
      let resets = entries.filter { [.done, .unknown, nil].contains($0.outcome?.result) }
      if !resets.isEmpty { found[user] = resets }
    }
    return found
  }
}
