package import RiskAPI
import RiskStore

/// How an update of an integration ended.
package enum IntegrationOutcome: Hashable, Sendable {
  /// The account shows the integration as wanted.
  case updated(Integration)
  /// Nothing was sent: somebody else changed the integration; this is how it is.
  case outdated(Integration)
  /// Sent, and the account shows something else.
  case differs(Integration, WriteDoubt)
  /// Nothing was sent, or the account refused it.
  case notUpdated(WriteError)
  /// Sent, and the account does not show it.
  case unknown(WriteDoubt)
}

extension RiskService {
  /// Overwrites an integration's settings: looks again, sends all three, and looks until it shows.
  ///
  /// `seen` is what was on the screen; any difference on the account stops the write, because the
  /// API overwrites all three fields and would undo somebody else's change. ``SettingsMerge`` tells
  /// what can be written instead.
  package func updateIntegration(
    id: String,
    from seen: IntegrationSettings,
    to wanted: IntegrationSettings
  ) async -> IntegrationOutcome {
    switch await carryOut(.update(id, from: seen, to: wanted)) {
    case .done(let after?): return .updated(after)
    // A look that proves it has seen the integration.
    case .done(nil): return .unknown(WriteDoubt(nil))
    case .changedMeanwhile(let theirs): return .outdated(theirs)
    case .notDone(let error): return .notUpdated(error)
    case .unknown(let doubt, let other?): return .differs(other, doubt)
    case .unknown(let doubt, nil): return .unknown(doubt)
    }
  }

  /// An integration as the account shows it, by itself, or else in the list.
  fileprivate func shownIntegration(id: String) async throws(APIError) -> Integration {
    let failure: APIError
    do throws(APIError) {
      return try await fetchIntegration(id: id).value
    } catch {
      guard error.isAnswer else { throw error }
      failure = error
    }
    guard let listed = try await fetchIntegrations().value.first(where: { $0.id == id }) else {
      throw failure
    }
    return listed
  }
}

extension GuardedWrite<Integration> {
  static func update(
    _ id: String,
    from seen: IntegrationSettings,
    to wanted: IntegrationSettings
  ) -> GuardedWrite {
    GuardedWrite(
      operation: "update the integration",
      readOperation: "read the integration",
      subject: .update(id, from: seen, to: wanted),
      read: { service throws(APIError) in try await service.fetchIntegration(id: id).value },
      intent: { .update(id, from: $0.settings, to: wanted) },
      objection: { before in
        SettingsMerge(base: seen, theirs: before.settings, mine: wanted).mustAsk
          ? "changed by someone else" : nil
      },
      send: { client, _ throws(APIError) in
        try await client.updateIntegration(id: id, settings: wanted).withoutValue
      },
      look: { service, before in
        do throws(APIError) {
          let after = try await service.shownIntegration(id: id)
          let isAsBefore = after.settings == before.settings
          return Sighting(
            after.settings == wanted ? .happened : isAsBefore ? .notSeen : .somethingElse,
            after,
            text: AuditText.text(of: after.settings)
          )
        } catch {
          return Sighting(.unanswered(error))
        }
      }
    )
  }
}
