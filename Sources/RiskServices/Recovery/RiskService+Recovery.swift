package import Foundation
import RiskAPI
package import RiskStore

/// A write whose end an earlier run did not see, and what the account shows of it.
package struct RecoveredWrite: Hashable, Sendable {
  /// The write as it was meant, with the outcome that it had before the look.
  package var entry: AuditEntry
  /// What looking at the account told.
  package var result: AuditOutcome.Result
  /// What a person should know besides; nil for nothing.
  package var remark: String?

  /// One line for a person: `reset of 0f1e…, begun 2026-11-19 09:38:12 UTC by ana@desk, was cut
  /// short: it happened`.
  package func words(timeZone: TimeZone) -> String {
    let words = TimeFormatter(now: entry.time, timeZone: timeZone)
    let verdict =
      switch result {
      case .done: "it happened"
      case .failed, .refused: "it did not happen"
      case .unknown: "unknown whether it happened"
      }
    return
      "\(entry.intent.action) of \(entry.intent.target), begun \(words.absolute(entry.time)) by "
      + "\(entry.operator), \(entry.outcome == nil ? "was cut short" : "was left unknown"): "
      + verdict + (remark.map { "; \($0)" } ?? "")
      + ErrorFormatter.words(forRay: entry.outcome?.ray)
  }
}

extension RiskService {
  /// How long ago a write of unknown outcome may have begun and still be looked at.
  private static let patience: TimeInterval = 7 * 86_400
  /// How many outcomes a write has at most, the first one and those of later looks.
  private static let outcomeLimit = 4

  /// Looks what became of writes whose end nobody saw, and adds it to the audit log.
  ///
  /// Those that were begun and not finished, unless any process has a write under way: its line is
  /// open rightly. And those whose outcome was unknown within the last seven days, three times at
  /// most. What cannot be told, for want of an answer or because it does not show, is left to the next
  /// start.
  package func recoverWrites() async -> [RecoveredWrite] {
    guard isOnline, case .kept(let journal, _) = journaling else { return [] }
    var recovered: [RecoveredWrite] = []
    do throws(JournalError) {
      let unknown = try await journal.auditLog.unknownOutcomes(
        since: now().addingTimeInterval(-Self.patience),
        limit: Self.outcomeLimit
      )
      var look = AccountLook(self, isShared: true)
      for entry in try await intentsLeftBehind(in: journal) + unknown {
        guard let finding = await finding(about: entry, in: journal, &look) else {
          // A write of unknown outcome was told as such before, and nothing is new.
          if entry.outcome == nil {
            recovered.append(RecoveredWrite(entry: entry, result: .unknown))
          }
          continue
        }
        var outcome = AuditOutcome(finding.result, at: now(), after: finding.after)
        outcome.detail = "looked at afterwards" + (finding.remark.map { ": \($0)" } ?? "")
        // Whoever settled it meanwhile has told of it.
        guard try await journal.auditLog.settle(entry.id, outcome) else { continue }
        recovered.append(
          RecoveredWrite(entry: entry, result: finding.result, remark: finding.remark)
        )
      }
    } catch {
      warn(error.line)
    }
    return recovered
  }

  /// Intents whose process is gone.
  ///
  /// Listed before the lock is asked and again after it: a write that began in between is not in the
  /// first list, and one that ended in between is not in the second.
  private func intentsLeftBehind(in journal: Journal) async throws(JournalError) -> [AuditEntry] {
    let earlier = Set(try await journal.auditLog.openIntents().map(\.id))
    guard !earlier.isEmpty, let lock = WriteLock(besideJournal: journal.path), lock.isFree()
    else { return [] }
    return try await journal.auditLog.openIntents().filter { earlier.contains($0.id) }
  }
}
