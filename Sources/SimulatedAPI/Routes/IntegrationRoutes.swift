import Foundation
import RiskAPI

extension SimulatedAccount {
  func listIntegrations(_ call: Call) -> Answer {
    Answer { json in
      json.value(.array(integrations.map { describe($0, call) }))
    }
  }

  mutating func integration(_ id: String, _ call: Call) throws(Problem) -> Answer {
    let found = integrations[try place(of: id, call)]
    return Answer { $0.value(describe(found, call)) }
  }

  /// The first integration with this reference id; nothing keeps two from sharing one.
  mutating func findIntegration(_ referenceID: String, _ call: Call) throws(Problem) -> Answer {
    let found: SimulatedIntegration
    if let known = integrations.first(where: { $0.referenceID == referenceID }) {
      found = known
    } else if call.options.makesUpUnknownIDs {
      found = addIntegration(
        tenantURL: "https://made-up.okta.com",
        referenceID: referenceID,
        at: call.now
      )
    } else {
      throw .notFound("integration with this reference id")
    }
    return Answer { $0.value(describe(found, call)) }
  }

  /// Adds an integration.
  ///
  /// `active` is ignored: a new one is always on.
  mutating func createIntegration(_ call: Call) throws(Problem) -> Answer {
    let body = try call.object()
    guard body["integration_type"] == .string("Okta") else {
      throw .invalid("integration_type must be Okta", at: "/integration_type")
    }
    let created = addIntegration(
      tenantURL: try tenantURL(body),
      referenceID: try referenceID(body),
      at: call.now
    )
    return Answer { $0.value(describe(created, call)) }
  }

  /// Overwrites all three settings: a reference id that is left out is replaced by a random one, as in
  /// a create, so that a client which forgets it is found out; or it is kept.
  mutating func updateIntegration(_ id: String, _ call: Call) throws(Problem) -> Answer {
    let body = try call.object()
    guard case .bool(let isActive)? = body["active"] else {
      throw .invalid("active must be true or false", at: "/active")
    }
    let tenantURL = try tenantURL(body)
    let referenceID = try referenceID(body)
    let place = try place(of: id, call)
    integrations[place].tenantURL = tenantURL
    integrations[place].isActive = isActive
    if referenceID != nil || !call.options.quirks.contains(.keepsReferenceID) {
      integrations[place].referenceID = referenceID ?? makeReferenceID()
    }
    let updated = integrations[place]
    return Answer { $0.value(describe(updated, call)) }
  }

  mutating func deleteIntegration(_ id: String, _ call: Call) throws(Problem) -> Answer {
    integrations.remove(at: try place(of: id, call))
    return Answer { $0.raw("null") }
  }

  // MARK: Parts

  private mutating func place(of id: String, _ call: Call) throws(Problem) -> Int {
    guard UUIDFormat.matches(id) else { throw .notAUUID }
    let spelled = id.lowercased()
    if let place = integrations.firstIndex(where: { $0.id == spelled }) { return place }
    guard call.options.makesUpUnknownIDs else { throw .notFound("integration") }
    _ = addIntegration(
      tenantURL: "https://made-up.okta.com",
      referenceID: nil,
      id: spelled,
      at: call.now
    )
    return integrations.count - 1
  }

  private func tenantURL(_ body: [String: JSONValue]) throws(Problem) -> String {
    guard case .string(let text)? = body["tenant_url"], let url = URL(string: text),
      url.scheme?.lowercased() == "https", let host = url.host(), !host.isEmpty
    else { throw .invalid("tenant_url must be an https URL", at: "/tenant_url") }
    return text
  }

  private func referenceID(_ body: [String: JSONValue]) throws(Problem) -> String? {
    switch body["reference_id"] {
    case nil, .null?: return nil
    case .string(let text)?: return text
    default: throw .invalid("reference_id must be text", at: "/reference_id")
    }
  }

  private func describe(_ integration: SimulatedIntegration, _ call: Call) -> JSONValue {
    .object([
      "id": .string(integration.id),
      "account_tag": .string(id),
      "integration_type": .string("Okta"),
      "reference_id": .string(integration.referenceID),
      "tenant_url": .string(call.text(integration.tenantURL, integration.tenantURL.utf8.count)),
      "well_known_url": .string(integration.wellKnownURL),
      "active": .bool(integration.isActive),
      "created_at": .string(integration.createdAt.text),
    ])
  }
}
