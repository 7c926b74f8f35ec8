package import Foundation
package import RiskAPI
import RiskStore

/// An integration that an analyst asked for.
package struct NewIntegration: Hashable, Sendable {
  /// The tenant's own address.
  package var tenantURL: String
  /// Nil lets the account make one up.
  package var referenceID: String?
  /// Whether it is turned off right after: the API makes every integration active.
  package var startsPaused: Bool
  /// Ids of the tenant's integrations that were shown to who asks; nil for whatever may be there.
  ///
  /// One more of them stops the write.
  package var seenTwins: Set<String>?

  package init(
    tenantURL: String,
    referenceID: String? = nil,
    startsPaused: Bool = false,
    seenTwins: Set<String>? = nil
  ) {
    self.tenantURL = tenantURL
    self.referenceID = referenceID
    self.startsPaused = startsPaused
    self.seenTwins = seenTwins
  }

  /// Those of a list that export to the same tenant; one more would export twice.
  package func twins(in integrations: [Integration]) -> [Integration] {
    let tenant = TenantKey(tenantURL)
    return integrations.filter { TenantKey($0.tenantURL) == tenant }
  }
}

/// How the creation of an integration ended: one write, or two.
package struct CreateResult: Equatable, Sendable {
  /// What is new of the tenant where it was made: one integration, unless somebody made another.
  package var made: WriteResult<[Integration]>
  /// How turning it off ended; nil where that was not asked for, or there was not one to turn off.
  package var turnedOff: WriteResult<Integration>?

  /// The first write's end, and the second's where there was one.
  package init(
    made: WriteResult<[Integration]>,
    turnedOff: WriteResult<Integration>? = nil
  ) {
    self.made = made
    self.turnedOff = turnedOff
  }
}

/// What came of the creation of an integration.
package enum CreateEnding: Equatable, Sendable {
  /// It is there, on or off as was wanted.
  case created(Integration)
  /// It was to start turned off and is on; why, where that is known.
  case active(Integration, WriteError?)
  /// The account lists several new ones of the tenant.
  case several([Integration])
  /// It is not there, or it is not known: as the first write ended.
  case other(WriteResult<[Integration]>)
}

extension CreateResult {
  /// What came of both writes.
  package var ending: CreateEnding {
    guard case .done(let shown) = made, let first = shown.first else { return .other(made) }
    if shown.count > 1 { return .several(shown) }
    switch turnedOff {
    case nil: return .created(first)
    case .done(let integration): return .created(integration)
    case .notDone(let error): return .active(first, error)
    case .changedMeanwhile(let shown), .unknown(_, let shown?):
      return shown.isActive ? .active(first, nil) : .created(shown)
    case .unknown(let doubt, nil):
      let reply = APIError.Reply(status: 200, ray: doubt.ray)
      let unseen = APIError.outcomeUnknown(reply, "it was accepted, but does not show yet")
      return .active(first, .account(doubt.error ?? unseen))
    }
  }
}

extension RiskService {
  /// The account's integrations that export to the same tenant already.
  package func twins(of new: NewIntegration) async throws(APIError) -> [Integration] {
    new.twins(in: try await fetchIntegrations().value)
  }

  /// Makes an integration and, where it shall start paused, turns it off.
  package func createIntegration(_ new: NewIntegration) async -> CreateResult {
    let made = await carryOut(.create(new))
    guard new.startsPaused, case .done(let shown) = made, let integration = shown.first,
      shown.count == 1
    else { return CreateResult(made: made) }
    var wanted = integration.settings
    wanted.isActive = false
    let turnedOff = await carryOut(.update(integration.id, from: integration.settings, to: wanted))
    return CreateResult(made: made, turnedOff: turnedOff)
  }
}

extension GuardedWrite<[Integration]> {
  /// Makes an integration, which is active at first.
  ///
  /// The state is the account's list before, and what is new of this tenant after. `madeSince` leaves out
  /// what is older, for lines of the audit log that do not say what was there before.
  package static func create(
    _ new: NewIntegration,
    madeSince: Date? = nil
  ) -> GuardedWrite {
    let tenant = TenantKey(new.tenantURL)
    return GuardedWrite(
      operation: "create the integration",
      readOperation: "read the integrations",
      intent: .create(new),
      read: { service throws(APIError) in try await service.fetchIntegrations().value },
      intentAfterReading: { listed in
        .create(new, existing: new.twins(in: listed).map(\.id))
      },
      objection: { listed in
        guard let seen = new.seenTwins else { return nil }
        return new.twins(in: listed).allSatisfy { seen.contains($0.id) }
          ? nil : "an integration of this tenant that was not looked at"
      },
      request: { client, _ throws(APIError) in
        try client.plannedCreateIntegration(
          tenantURL: new.tenantURL,
          referenceID: new.referenceID
        )
      },
      look: { look, before throws(APIError) in
        let known = Set(before.map(\.id))
        return try await look.allIntegrations().filter { integration in
          guard TenantKey(integration.tenantURL) == tenant, !known.contains(integration.id) else {
            return false
          }
          // Another of the same tenant is somebody else's.
          if let name = new.referenceID, name != integration.referenceID { return false }
          return madeSince.map { $0 <= integration.createdAt ?? .distantPast } ?? true
        }
      },
      proof: { _, made in made.isEmpty ? .notSeen : .happened },
      text: { made in made.isEmpty ? nil : AuditText.text(of: made) },
      remark: { made in
        made.count > 1 ? "\(made.count) new integrations of this tenant" : nil
      }
    )
  }
}

/// A tenant, however its URL is spelled: case and a slash at the end make no difference.
private struct TenantKey: Equatable {
  private let text: String

  init(_ tenantURL: String) {
    var text = tenantURL.lowercased()
    while text.hasSuffix("/") { text.removeLast() }
    self.text = text
  }
}
