import Foundation
import RiskAPI
import RiskStore

/// A write rebuilt from its line in the audit log, with the proof that it had when it was sent.
///
/// What the account had before is there as far as the line tells.
struct RecordedWrite<State: Equatable & Sendable> {
  var write: GuardedWrite<State>
  var before: State
  /// Why what shows may be another's doing; nil where it is this write's.
  var doubt: (State) -> String? = { _ in nil }
  /// What a person should know besides, where the write shows.
  var remark: (State) -> String? = { _ in nil }
  /// What is neither as before nor as wanted, in words.
  var somethingElse: (State) -> String = { _ in "someone else changed it since" }
}

extension RecordedWrite<ShownUser> {
  /// `page` is the one that was kept with the line.
  static func reset(_ entry: AuditEntry, page: UserDetail) -> RecordedWrite {
    let intent = entry.intent
    let request = ResetRequest(
      userID: UserID(intent.target),
      seen: RiskState(page),
      reason: intent.reason.flatMap(ResetReason.init),
      note: intent.note ?? ""
    )
    return RecordedWrite(
      write: .reset(request),
      before: ShownUser(page: page),
      doubt: { shown in
        // A reset long after this one was begun is more likely somebody else's.
        guard let moment = shown.page?.lastReset else { return nil }
        return abs(moment.timeIntervalSince(entry.time)) > 3600
          ? "the user was reset at another time" : nil
      }
    )
  }
}

extension RecordedWrite<Fetched<[Behavior]>> {
  /// Nil for a line that does not say what was wanted.
  static func behaviors(_ entry: AuditEntry) -> RecordedWrite? {
    guard let change = AuditText.behaviors(in: entry.intent.before) else { return nil }
    // Names and descriptions are not in the line, and no proof needs them.
    let before = change.from.map {
      Behavior(key: $0.key, name: "", description: "", setting: $0.value)
    }
    return RecordedWrite(
      write: .behaviors(change.to, base: change.from),
      before: Fetched(before, fetchedAt: entry.time),
      somethingElse: { after in
        let shown = after.value.settings
        let isPartly = change.to.contains { key, wanted in
          shown[key] == wanted && change.from[key] != wanted
        }
        return isPartly ? "the account shows part of it" : "someone else changed it since"
      }
    )
  }
}

extension RecordedWrite<Integration> {
  /// Nil for a line that does not say what was wanted.
  static func update(_ entry: AuditEntry) -> RecordedWrite? {
    guard let change = AuditText.integration(in: entry.intent.before), let wanted = change.to,
      let seen = change.from
    else { return nil }
    let id = entry.intent.target
    return RecordedWrite(
      write: .update(id, from: seen, to: wanted),
      before: Integration(id: id, seen)
    )
  }
}

extension RecordedWrite<[Integration]> {
  static func create(_ entry: AuditEntry) -> RecordedWrite {
    let change = AuditText.integration(in: entry.intent.before)
    let name = change?.to?.referenceID ?? ""
    let new = NewIntegration(
      tenantURL: entry.intent.target,
      referenceID: name.isEmpty ? nil : name,
      startsPaused: change?.startsPaused ?? false
    )
    // Lines of earlier versions do not say what was there before.
    let madeSince = change?.existing == nil ? entry.time.addingTimeInterval(-60) : nil
    let settings = IntegrationSettings(tenantURL: new.tenantURL, isActive: true, referenceID: "")
    return RecordedWrite(
      write: .create(new, madeSince: madeSince),
      before: (change?.existing ?? []).map { Integration(id: $0, settings) },
      remark: { made in
        if made.count > 1 {
          return "the account lists \(made.count) new integrations of this tenant"
        }
        return new.startsPaused && made.first?.isActive == true
          ? "it is active and was to be paused: turn it off" : nil
      }
    )
  }
}

extension RecordedWrite<Integration?> {
  static func delete(_ entry: AuditEntry) -> RecordedWrite {
    let id = entry.intent.target
    let seen = AuditText.integration(in: entry.intent.before)?.from
    return RecordedWrite(write: .delete(id), before: seen.map { Integration(id: id, $0) })
  }
}

extension Integration {
  /// An integration as far as a line of the audit log tells of it.
  fileprivate init(id: String, _ settings: IntegrationSettings) {
    self.init(
      id: id,
      accountTag: "",
      type: "",
      referenceID: settings.referenceID,
      tenantURL: settings.tenantURL,
      wellKnownURL: "",
      isActive: settings.isActive,
      createdAt: nil
    )
  }
}
