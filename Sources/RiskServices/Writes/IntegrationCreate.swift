package import RiskAPI
import RiskStore

/// How the creation of an integration ended.
package enum CreateOutcome: Hashable, Sendable {
  /// The account lists it.
  case created(Integration)
  /// It exists, but could not be set inactive as was asked; the error says why, where there was one.
  case createdActive(Integration, WriteError?)
  /// The account lists more new integrations of this tenant than the one that was asked for.
  case createdSeveral([Integration])
  /// Nothing was sent, or the account refused it.
  case notCreated(WriteError)
  /// Sent, and the account does not list it, or could not be asked.
  case unknown(WriteDoubt)
}

extension RiskService {
  /// The integrations that export to the same tenant already; one more would export twice.
  package func integrations(ofTenant tenantURL: String) async throws(APIError) -> [Integration] {
    let key = TenantKey(tenantURL)
    return try await fetchIntegrations().value.filter { TenantKey($0.tenantURL) == key }
  }

  /// Makes an integration: lists, sends once, and lists again until there is one more.
  ///
  /// The API makes every integration active. `startsPaused` sets it inactive right after.
  package func createIntegration(
    tenantURL: String,
    referenceID: String?,
    startsPaused: Bool
  ) async -> CreateOutcome {
    let outcome: CreateOutcome
    switch await carryOut(
      .create(tenantURL: tenantURL, referenceID: referenceID, startsPaused: startsPaused)
    ) {
    case .done(let made?): outcome = made.count == 1 ? .created(made[0]) : .createdSeveral(made)
    // A look that proves it hands over what is new.
    case .done(nil), .changedMeanwhile: outcome = .unknown(WriteDoubt(nil))
    case .notDone(let error): outcome = .notCreated(error)
    case .unknown(let doubt, _): outcome = .unknown(doubt)
    }
    guard startsPaused, case .created(let integration) = outcome else { return outcome }
    return await turnOff(integration)
  }

  private func turnOff(_ integration: Integration) async -> CreateOutcome {
    var wanted = integration.settings
    wanted.isActive = false
    switch await updateIntegration(id: integration.id, from: integration.settings, to: wanted) {
    case .updated(let paused): return .created(paused)
    case .notUpdated(let error): return .createdActive(integration, error)
    case .unknown(let doubt):
      let reply = APIError.Reply(status: 200, ray: doubt.ray)
      let error = APIError.outcomeUnknown(reply, "it was accepted, but does not show yet")
      return .createdActive(integration, .account(doubt.error ?? error))
    case .outdated(let current), .differs(let current, _):
      return current.isActive ? .createdActive(current, nil) : .created(current)
    }
  }
}

extension GuardedWrite<[Integration]> {
  /// The state is the account's list before, and what is new of this tenant after.
  static func create(
    tenantURL: String,
    referenceID: String?,
    startsPaused: Bool
  ) -> GuardedWrite {
    let tenant = TenantKey(tenantURL)
    return GuardedWrite(
      operation: "create the integration",
      readOperation: "read the integrations",
      subject: .create(
        tenantURL: tenantURL,
        referenceID: referenceID,
        startsPaused: startsPaused
      ),
      read: { service throws(APIError) in try await service.fetchIntegrations().value },
      intent: { listed in
        .create(
          tenantURL: tenantURL,
          referenceID: referenceID,
          startsPaused: startsPaused,
          existing: listed.filter { TenantKey($0.tenantURL) == tenant }.map(\.id)
        )
      },
      send: { client, _ throws(APIError) in
        try await client.createIntegration(tenantURL: tenantURL, referenceID: referenceID)
          .withoutValue
      },
      look: { service, before in
        do throws(APIError) {
          let known = Set(before.map(\.id))
          let added = try await service.fetchIntegrations().value.filter {
            !known.contains($0.id) && TenantKey($0.tenantURL) == tenant
          }
          guard !added.isEmpty else { return Sighting(.notSeen) }
          return Sighting(
            .happened,
            added,
            text: AuditText.text(of: added),
            remark: added.count > 1 ? "\(added.count) new integrations of this tenant" : nil
          )
        } catch {
          return Sighting(.unanswered(error))
        }
      }
    )
  }
}

/// A tenant, however its URL is spelled: case and a slash at the end make no difference.
struct TenantKey: Equatable {
  private let text: String

  init(_ tenantURL: String) {
    var text = tenantURL.lowercased()
    while text.hasSuffix("/") { text.removeLast() }
    self.text = text
  }
}
