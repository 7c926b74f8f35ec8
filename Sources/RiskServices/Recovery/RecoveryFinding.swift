import Foundation
import RiskAPI
import RiskStore

/// What the account shows of a write whose end nobody saw.
struct RecoveryFinding {
  var result: AuditOutcome.Result
  var after: String?
  /// What a person should know besides.
  var remark: String?

  static func unknown(_ remark: String, after: String? = nil) -> RecoveryFinding {
    RecoveryFinding(result: .unknown, after: after, remark: remark)
  }
}

extension RiskService {
  /// Tells from the account what became of a write; nil where it does not answer.
  func finding(
    about entry: AuditEntry,
    in journal: Journal,
    _ look: inout AccountLook
  ) async -> RecoveryFinding? {
    guard let action = AuditAction(rawValue: entry.intent.action) else {
      return .unknown("this version does not know such writes")
    }
    if await isHidden(entry, in: journal) {
      return .unknown("a later write to the same target hides it")
    }
    switch action {
    case .reset:
      guard let snapshots = await snapshots(of: UserID(entry.intent.target)) else { return nil }
      guard let page = snapshots.first(where: { $0.auditID == entry.id })?.risk else {
        return .unknown("the user's page from before was not saved")
      }
      return await finding(about: .reset(entry, page: page), &look)
    case .behaviorsUpdate: return await finding(about: .behaviors(entry), &look)
    case .integrationUpdate:
      if await look.lacksIntegration(id: entry.intent.target) {
        return .unknown("the integration is gone", after: AuditText.gone)
      }
      return await finding(about: .update(entry), &look)
    case .integrationCreate: return await finding(about: .create(entry), &look)
    case .integrationDelete: return await finding(about: .delete(entry), &look)
    }
  }

  /// Looks once, with the write's own look and proof.
  private func finding<State>(
    about recorded: RecordedWrite<State>?,
    _ look: inout AccountLook
  ) async -> RecoveryFinding? {
    guard let recorded else { return .unknown("what was wanted was not saved") }
    let (write, before) = (recorded.write, recorded.before)
    let shown: State
    do throws(APIError) {
      shown = try await write.look(&look, before)
    } catch {
      return nil
    }
    let after = write.text(shown)
    switch write.proof(before, shown) {
    case .happened:
      if let doubt = recorded.doubt(shown) { return .unknown(doubt, after: after) }
      return RecoveryFinding(result: .done, after: after, remark: recorded.remark(shown))
    // It may still come: what was accepted and does not show is never taken for failed.
    case .notSeen, .unclear: return .unknown("the account does not show it", after: after)
    case .somethingElse: return .unknown(recorded.somethingElse(shown), after: after)
    }
  }

  private func snapshots(of user: UserID) async -> [ResetSnapshot]? {
    await readEvidence { journal throws(JournalError) in
      try await journal.auditLog.snapshots(of: user)
    }
  }

  /// Whether a later write from here was carried out on the same, so that the account shows that one.
  private func isHidden(_ entry: AuditEntry, in journal: Journal) async -> Bool {
    let (id, intent) = (entry.id, entry.intent)
    let later = await readJournal { journal throws(JournalError) in
      try await journal.auditLog.doneWrites(after: id, action: intent.action)
    }
    // Behaviors are named by their keys: `high_dlp,imp_travel`.
    let targets = Set(intent.target.split(separator: ","))
    return (later ?? []).contains {
      !targets.isDisjoint(with: $0.intent.target.split(separator: ","))
    }
  }
}
