package import Foundation
import RiskAPI
package import RiskStore

/// A write that an earlier run began and did not finish, and what the account shows of it.
package struct RecoveredWrite: Hashable, Sendable {
  /// The write as it was meant.
  package var entry: AuditEntry
  /// What looking at the account told.
  package var result: AuditOutcome.Result

  /// One line for a person: `reset of 0f1e… begun 19 Nov 09:38 was cut short: it happened`.
  package func words(timeZone: TimeZone) -> String {
    let words = TimeWords(now: entry.intent.time, timeZone: timeZone)
    let verdict =
      switch result {
      case .done: "it happened"
      case .failed, .refused: "it did not happen"
      case .unknown: "whether it happened cannot be told"
      }
    let intent = entry.intent
    return "\(intent.action) of \(intent.target), begun \(words.absolute(intent.time)) by "
      + "\(intent.operator), was cut short: \(verdict)"
  }
}

extension RiskService {
  /// Looks what became of writes that were begun and not finished, and closes their lines.
  ///
  /// Does nothing while any process has a write under way: its line is open rightly. What cannot be
  /// told, for want of an answer, stays open for the next start.
  package func recoverWrites() async -> [RecoveredWrite] {
    guard isOnline, case .kept(let journal, _) = journaling else { return [] }
    var recovered: [RecoveredWrite] = []
    do throws(JournalError) {
      for entry in try await intentsLeftBehind(in: journal) {
        let (result, after) = await look(at: entry, in: journal)
        recovered.append(RecoveredWrite(entry: entry, result: result))
        guard result != .unknown else { continue }
        let end = AuditEnd(result, after: after, detail: "cut short; looked at afterwards")
        try await journal.complete(entry.id, outcome(end))
      }
    } catch {
      tell(error.line)
    }
    return recovered
  }

  /// Intents whose process is gone.
  ///
  /// Listed before the lock is asked and again after it: a write that began in between is not in the
  /// first list, and one that ended in between is not in the second.
  private func intentsLeftBehind(in journal: Journal) async throws(JournalError) -> [AuditEntry] {
    let earlier = Set(try await journal.openIntents().map(\.id))
    guard !earlier.isEmpty, let lock = WriteLock(besideJournal: journal.path), lock.isFree()
    else { return [] }
    return try await journal.openIntents().filter { earlier.contains($0.id) }
  }

  private func look(
    at entry: AuditEntry,
    in journal: Journal
  ) async -> (result: AuditOutcome.Result, after: String?) {
    do throws(APIError) {
      switch AuditAction(rawValue: entry.intent.action) {
      case .reset: return try await lookAtReset(entry, in: journal)
      case .behaviorsUpdate:
        guard let wanted = AuditText.wantedBehaviors(in: entry.intent.before) else { break }
        let now = try await fetchBehaviors().value.filter { wanted[$0.key] != nil }
        let shown = Dictionary(now.map { ($0.key, $0.setting) }) { first, _ in first }
        return (shown == wanted ? .done : .failed, AuditText.text(of: shown))
      case .integrationUpdate:
        guard let wanted = AuditText.wantedIntegration(in: entry.intent.before) else { break }
        let shown = try await fetchIntegration(id: entry.intent.target).value.settings
        return (shown == wanted ? .done : .failed, AuditText.text(of: shown))
      case .integrationCreate:
        let made = try await integrations(ofTenant: entry.intent.target).first {
          ($0.createdAt ?? .distantPast) >= entry.intent.time.addingTimeInterval(-1)
        }
        return (made == nil ? .failed : .done, made.map { AuditText.text(of: $0.settings) })
      case .integrationDelete:
        let isListed = try await fetchIntegrations().value.contains { $0.id == entry.intent.target }
        return (isListed ? .failed : .done, nil)
      case nil: break
      }
    } catch {
      return (.unknown, nil)
    }
    return (.unknown, nil)
  }

  private func lookAtReset(
    _ entry: AuditEntry,
    in journal: Journal
  ) async throws(APIError) -> (result: AuditOutcome.Result, after: String?) {
    let user = UserID(entry.intent.target)
    let kept: [ResetSnapshot]
    do throws(JournalError) {
      kept = try await journal.snapshots(of: user)
    } catch {
      return (.unknown, nil)
    }
    guard let before = kept.first(where: { $0.auditID == entry.id })?.risk else {
      return (.unknown, nil)
    }
    let after = try await fetchUser(user).value
    return (Self.isReset(after, since: before) ? .done : .failed, AuditText.text(of: after))
  }
}
