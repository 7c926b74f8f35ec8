package import RiskAPI

/// What shall change about an integration; nil stays.
package struct IntegrationPatch: Hashable, Sendable {
  package var tenantURL: String?
  package var isActive: Bool?
  package var referenceID: String?

  package init(tenantURL: String? = nil, isActive: Bool? = nil, referenceID: String? = nil) {
    self.tenantURL = tenantURL
    self.isActive = isActive
    self.referenceID = referenceID
  }

  /// The settings with the change made.
  package func applied(to settings: IntegrationSettings) -> IntegrationSettings {
    IntegrationSettings(
      tenantURL: tenantURL ?? settings.tenantURL,
      isActive: isActive ?? settings.isActive,
      referenceID: referenceID ?? settings.referenceID
    )
  }
}
