import Foundation
import RiskAPI
import RiskStore

/// What the account shows of a write whose end nobody saw.
struct RecoveryFinding {
  var result: AuditOutcome.Result
  var after: String?
  /// What a person should know besides.
  var remark: String?

  /// It may still come: what was accepted and does not show is never taken for failed.
  static func notSeen(after: String? = nil) -> RecoveryFinding {
    unknown("the account does not show it", after: after)
  }

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
    do throws(APIError) {
      switch action {
      case .reset: return try await findingAboutReset(entry, in: journal, &look)
      case .behaviorsUpdate: return try await findingAboutBehaviors(entry, &look)
      case .integrationUpdate: return try await findingAboutUpdate(entry, &look)
      case .integrationCreate: return try await findingAboutCreate(entry, &look)
      case .integrationDelete:
        let listed = try await integrations(&look).first { $0.id == entry.intent.target }
        guard let listed else { return RecoveryFinding(result: .done, after: AuditText.gone) }
        return .notSeen(after: AuditText.text(of: listed.settings))
      }
    } catch {
      return nil
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

  private func findingAboutReset(
    _ entry: AuditEntry,
    in journal: Journal,
    _ look: inout AccountLook
  ) async throws(APIError) -> RecoveryFinding? {
    let user = UserID(entry.intent.target)
    let kept = await readEvidence { journal throws(JournalError) in
      try await journal.auditLog.snapshots(of: user)
    }
    guard let kept else { return nil }
    guard let before = kept.first(where: { $0.auditID == entry.id })?.risk else {
      return .unknown("the user's page from before was not saved")
    }
    switch await evidence(ofReset: user, since: before, wasListed: nil, &look) {
    case .reset(let page, let after):
      // A reset long after this one was begun is more likely somebody else's.
      if let moment = page?.lastReset, abs(moment.timeIntervalSince(entry.intent.time)) > 3600 {
        return .unknown("the user was reset at another time", after: after)
      }
      return RecoveryFinding(result: .done, after: after)
    case .notSeen(let after): return .notSeen(after: after)
    case .unclear: return .notSeen()
    case .unanswered: return nil
    }
  }

  private func findingAboutBehaviors(
    _ entry: AuditEntry,
    _ look: inout AccountLook
  ) async throws(APIError) -> RecoveryFinding {
    guard let change = AuditText.behaviors(in: entry.intent.before) else {
      return .unknown("what was wanted was not saved")
    }
    let shown = try await behaviors(&look).settings.filter { change.to[$0.key] != nil }
    let after = AuditText.text(of: shown)
    if shown == change.to { return RecoveryFinding(result: .done, after: after) }
    if shown == change.from { return .notSeen(after: after) }
    let isPartly = change.to.contains { key, wanted in
      shown[key] == wanted && change.from[key] != wanted
    }
    return .unknown(
      isPartly ? "the account shows part of it" : "someone else changed it since",
      after: after
    )
  }

  private func findingAboutUpdate(
    _ entry: AuditEntry,
    _ look: inout AccountLook
  ) async throws(APIError) -> RecoveryFinding {
    guard let change = AuditText.integration(in: entry.intent.before), let wanted = change.to else {
      return .unknown("what was wanted was not saved")
    }
    let shown = try await integrations(&look).first { $0.id == entry.intent.target }?.settings
    guard let shown else { return .unknown("the integration is gone", after: AuditText.gone) }
    let after = AuditText.text(of: shown)
    if shown == wanted { return RecoveryFinding(result: .done, after: after) }
    if shown == change.from { return .notSeen(after: after) }
    return .unknown("someone else changed it since", after: after)
  }

  private func findingAboutCreate(
    _ entry: AuditEntry,
    _ look: inout AccountLook
  ) async throws(APIError) -> RecoveryFinding {
    let change = AuditText.integration(in: entry.intent.before)
    let tenant = TenantKey(entry.intent.target)
    let made = try await integrations(&look).filter { integration in
      guard TenantKey(integration.tenantURL) == tenant else { return false }
      if let name = change?.to?.referenceID, !name.isEmpty, name != integration.referenceID {
        return false
      }
      if let existing = change?.existing { return !existing.contains(integration.id) }
      // Lines of earlier versions do not say what was there before.
      return (integration.createdAt ?? .distantPast) >= entry.intent.time.addingTimeInterval(-60)
    }
    guard let first = made.first else { return .notSeen() }
    var finding = RecoveryFinding(result: .done, after: AuditText.text(of: made))
    if made.count > 1 {
      finding.remark = "the account lists \(made.count) new integrations of this tenant"
    } else if change?.startsPaused == true, first.isActive {
      finding.remark = "it is active and was to be paused: turn it off"
    }
    return finding
  }
}
