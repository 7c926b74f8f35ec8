package import RiskAPI
import RiskStore

extension GuardedWrite<Fetched<[Behavior]>> {
  /// Writes a draft of behaviors: sends the full map.
  ///
  /// The full map, because what the API does with behaviors left out is not documented. `base` is
  /// what the draft started from; a behavior in the draft that differs from it on the account is a
  /// conflict, for the analyst to settle with ``SettingsMerge``. A behavior whose level cannot be
  /// written is sent back as it came.
  package static func behaviors(
    _ draft: [String: BehaviorSetting],
    base: [String: BehaviorSetting]
  ) -> GuardedWrite {
    GuardedWrite(
      operation: "save the behaviors",
      readOperation: "read the behaviors",
      intent: .behaviors(from: base, to: draft),
      read: { service throws(APIError) in try await service.fetchBehaviors() },
      intentAfterReading: { before in .behaviors(from: before.settings(of: draft), to: draft) },
      objection: { before in
        let theirs = before.value.settings
        let hasConflict = draft.contains { key, mine in
          guard let seen = base[key], let theirs = theirs[key] else { return true }
          return SettingsMerge(base: seen, theirs: theirs, mine: mine).mustAsk
        }
        return hasConflict ? "changed by someone else" : nil
      },
      request: { client, before throws(APIError) in
        try client.plannedUpdateBehaviors(before.value.settings.merging(draft) { $1 })
      },
      look: { look, _ throws(APIError) in try await look.allBehaviors() },
      proof: { before, after in
        let shown = after.settings(of: draft)
        return shown == draft
          ? .happened : shown == before.settings(of: draft) ? .notSeen : .somethingElse
      },
      text: { AuditText.text(of: $0.settings(of: draft)) }
    )
  }
}

extension Fetched<[Behavior]> {
  /// The settings of those behaviors that a draft is about.
  fileprivate func settings(of draft: [String: BehaviorSetting]) -> [String: BehaviorSetting] {
    value.settings.filter { draft[$0.key] != nil }
  }
}

extension [Behavior] {
  /// The settings by key.
  var settings: [String: BehaviorSetting] {
    Dictionary(map { ($0.key, $0.setting) }) { first, _ in first }
  }
}
