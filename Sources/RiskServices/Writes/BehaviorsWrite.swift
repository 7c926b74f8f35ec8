package import RiskAPI
import RiskStore

/// How a write of behaviors ended.
package enum BehaviorsOutcome: Hashable, Sendable {
  /// The account shows every change that was asked for.
  case written(Fetched<[Behavior]>)
  /// Nothing was sent: behaviors of the draft were changed by somebody else; this is how they are.
  case conflict(Fetched<[Behavior]>)
  /// Sent, and the account shows something else.
  case differs(Fetched<[Behavior]>, WriteDoubt)
  /// Nothing was sent, or the account refused it.
  case notWritten(WriteError)
  /// Sent, and the account does not show it.
  case unknown(WriteDoubt)
}

extension RiskService {
  /// Writes a draft of behaviors: looks again, sends the full map once, and looks until it shows.
  ///
  /// The full map, because what the API does with behaviors left out is not documented. `base` is
  /// what the draft started from; a behavior in the draft that differs from it on the account is a
  /// conflict, for the analyst to settle with ``SettingsMerge``. A behavior whose level cannot be
  /// written is sent back as it came.
  package func writeBehaviors(
    _ draft: [String: BehaviorSetting],
    base: [String: BehaviorSetting]
  ) async -> BehaviorsOutcome {
    switch await carryOut(.behaviors(draft, base: base)) {
    case .done(let after?): return .written(after)
    // A look that proves it has seen all behaviors.
    case .done(nil): return .unknown(WriteDoubt(nil))
    case .changedMeanwhile(let theirs): return .conflict(theirs)
    case .notDone(let error): return .notWritten(error)
    case .unknown(let doubt, let other?): return .differs(other, doubt)
    case .unknown(let doubt, nil): return .unknown(doubt)
    }
  }
}

extension GuardedWrite<Fetched<[Behavior]>> {
  static func behaviors(
    _ draft: [String: BehaviorSetting],
    base: [String: BehaviorSetting]
  ) -> GuardedWrite {
    GuardedWrite(
      operation: "save the behaviors",
      readOperation: "read the behaviors",
      subject: .behaviors(from: base, to: draft),
      read: { service throws(APIError) in try await service.fetchBehaviors() },
      intent: { before in
        .behaviors(from: before.value.settings.filter { draft[$0.key] != nil }, to: draft)
      },
      objection: { before in
        let theirs = before.value.settings
        let hasConflict = draft.contains { key, mine in
          guard let seen = base[key], let theirs = theirs[key] else { return true }
          return SettingsMerge(base: seen, theirs: theirs, mine: mine).mustAsk
        }
        return hasConflict ? "changed by someone else" : nil
      },
      send: { client, before throws(APIError) in
        let settings = before.value.settings.merging(draft) { $1 }
        return try await client.updateBehaviors(settings).withoutValue
      },
      look: { service, before in
        do throws(APIError) {
          let after = try await service.fetchBehaviors()
          let shown = after.value.settings.filter { draft[$0.key] != nil }
          let own = before.value.settings.filter { draft[$0.key] != nil }
          return Sighting(
            shown == draft ? .happened : shown == own ? .notSeen : .somethingElse,
            after,
            text: AuditText.text(of: shown)
          )
        } catch {
          return Sighting(.unanswered(error))
        }
      }
    )
  }
}

extension [Behavior] {
  /// The settings by key.
  var settings: [String: BehaviorSetting] {
    Dictionary(map { ($0.key, $0.setting) }) { first, _ in first }
  }
}

extension WriteReceipt {
  /// What came with the reply, without its result: only a look at the account proves a write.
  var withoutValue: WriteReceipt<Empty> {
    WriteReceipt<Empty>(Empty(), ray: ray, auditLogID: auditLogID)
  }
}
