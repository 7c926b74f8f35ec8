public import Foundation

/// An export of risk changes to an identity provider.
public struct Integration: Hashable, Sendable, Identifiable {
  /// Names the integration in every call; a UUID in practice.
  public var id: String
  /// The account that owns the integration.
  public var accountTag: String
  /// The identity provider, such as `Okta`, which cannot be changed.
  public var type: String
  /// The client's own name for the integration: any text.
  public var referenceID: String
  /// The provider's side, such as `https://tenant.okta.com`; text from outside.
  public var tenantURL: String
  /// Where the provider reads the Shared Signals configuration; absolute or relative.
  public var wellKnownURL: String
  /// Whether changes of risk are exported.
  public var isActive: Bool
  /// When the integration was made.
  public var createdAt: Date?

  /// Takes each part as the API gives it.
  public init(
    id: String,
    accountTag: String,
    type: String,
    referenceID: String,
    tenantURL: String,
    wellKnownURL: String,
    isActive: Bool,
    createdAt: Date?
  ) {
    self.id = id
    self.accountTag = accountTag
    self.type = type
    self.referenceID = referenceID
    self.tenantURL = tenantURL
    self.wellKnownURL = wellKnownURL
    self.isActive = isActive
    self.createdAt = createdAt
  }

  /// The part that an update overwrites.
  public var settings: IntegrationSettings {
    IntegrationSettings(tenantURL: tenantURL, isActive: isActive, referenceID: referenceID)
  }
}

/// What an update sends: all three, because the API overwrites all three.
public struct IntegrationSettings: Hashable, Sendable, Codable {
  /// The provider's side, such as `https://tenant.okta.com`.
  public var tenantURL: String
  /// Whether changes of risk are exported.
  public var isActive: Bool
  /// The client's own name for the integration.
  public var referenceID: String

  /// Takes all three.
  public init(tenantURL: String, isActive: Bool, referenceID: String) {
    self.tenantURL = tenantURL
    self.isActive = isActive
    self.referenceID = referenceID
  }
}
