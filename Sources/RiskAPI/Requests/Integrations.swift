import Foundation
import HTTPTypes

extension APIClient {
  /// Every integration, in the account's order.
  ///
  /// Needs `Zero Trust Read` or `Zero Trust Write`.
  public func integrations() async throws(APIError) -> [Integration] {
    try await fetch(try plannedIntegrations(), as: [WireIntegration].self).value.map(\.integration)
  }

  /// One integration by its id.
  ///
  /// Needs `Zero Trust Read` or `Zero Trust Write`.
  public func integration(id: String) async throws(APIError) -> Integration {
    try await fetch(try plannedIntegration(id: id), as: WireIntegration.self).value.integration
  }

  /// One integration by the reference id that its maker gave it, which may be any text.
  ///
  /// Needs `Zero Trust Read` or `Zero Trust Write`.
  public func integration(referenceID: String) async throws(APIError) -> Integration {
    let plan = try plannedIntegration(referenceID: referenceID)
    return try await fetch(plan, as: WireIntegration.self).value.integration
  }

  /// Makes an integration with Okta, which is active at once.
  ///
  /// Needs `Zero Trust Write`. Without a reference id the account makes one up. Sent once; throws `.outcomeUnknown` when it
  /// was sent and the account's word on it was lost: list the integrations before trying again.
  public func createIntegration(
    tenantURL: String,
    referenceID: String? = nil
  ) async throws(APIError) -> WriteReceipt<Integration> {
    let plan = try plannedCreateIntegration(tenantURL: tenantURL, referenceID: referenceID)
    let (value, reply) = try await fetch(plan, as: WireIntegration.self)
    return WriteReceipt(value.integration, from: reply)
  }

  /// Overwrites an integration's three settings.
  ///
  /// Needs `Zero Trust Write`.
  public func updateIntegration(
    id: String,
    settings: IntegrationSettings
  ) async throws(APIError) -> WriteReceipt<Integration> {
    let plan = try plannedUpdateIntegration(id: id, settings: settings)
    let (value, reply) = try await fetch(plan, as: WireIntegration.self)
    return WriteReceipt(value.integration, from: reply)
  }

  /// Deletes an integration: changes of risk are no longer exported.
  ///
  /// Needs `Zero Trust Write`. Sent once. Throws `.outcomeUnknown` when it was sent and the account's word on it was lost.
  public func deleteIntegration(id: String) async throws(APIError) -> WriteReceipt<Empty> {
    try await send(try plannedDeleteIntegration(id: id))
  }

  /// What ``integrations()`` sends.
  public func plannedIntegrations() throws(APIError) -> PlannedRequest {
    PlannedRequest(.integrations, .get, try path("integrations"))
  }

  /// What ``integration(id:)`` sends.
  public func plannedIntegration(id: String) throws(APIError) -> PlannedRequest {
    PlannedRequest(.integration, .get, try integrationPath(id))
  }

  /// What ``integration(referenceID:)`` sends.
  public func plannedIntegration(referenceID: String) throws(APIError) -> PlannedRequest {
    let segment = try PathSegment.encode(referenceID, what: "the reference id")
    let path = try path("integrations", "reference_id", segment)
    return PlannedRequest(.integrationByReference, .get, path)
  }

  /// What ``createIntegration(tenantURL:referenceID:)`` sends.
  public func plannedCreateIntegration(
    tenantURL: String,
    referenceID: String? = nil
  ) throws(APIError) -> PlannedRequest {
    if tenantURL.isEmpty { throw .invalidRequest("the tenant's URL is empty") }
    let body = CreateBody(
      integration_type: "Okta",
      reference_id: referenceID,
      tenant_url: tenantURL
    )
    return try PlannedRequest(.createIntegration, .post, try path("integrations"), body: body)
  }

  /// What ``updateIntegration(id:settings:)`` sends.
  public func plannedUpdateIntegration(
    id: String,
    settings: IntegrationSettings
  ) throws(APIError) -> PlannedRequest {
    if settings.tenantURL.isEmpty { throw .invalidRequest("the tenant's URL is empty") }
    let body = UpdateBody(
      active: settings.isActive,
      reference_id: settings.referenceID,
      tenant_url: settings.tenantURL
    )
    return try PlannedRequest(.updateIntegration, .put, try integrationPath(id), body: body)
  }

  /// What ``deleteIntegration(id:)`` sends.
  public func plannedDeleteIntegration(id: String) throws(APIError) -> PlannedRequest {
    PlannedRequest(.deleteIntegration, .delete, try integrationPath(id))
  }

  private func integrationPath(_ id: String) throws(APIError) -> String {
    // `integrations/reference_id/…` is another operation's path, but only with something behind.
    try path("integrations", try PathSegment.encode(id, what: "the integration's id"))
  }
}

// Spelled as the API spells them: these two exist only to become JSON.
private struct CreateBody: Encodable {
  var integration_type: String
  var reference_id: String?
  var tenant_url: String
}

private struct UpdateBody: Encodable {
  var active: Bool
  var reference_id: String
  var tenant_url: String
}
