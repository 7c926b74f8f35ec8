import RiskAPI
import RiskServices

extension UserSummary: Record {
  static let fieldNames = [
    "user_id", "name", "email", "max_risk_level", "event_count", "last_event",
  ]

  var fields: [OrderedJSON.Member] {
    [
      .init("user_id", .string(id.rawValue)),
      .init("name", .string(name)),
      .init("email", .string(email)),
      .init("max_risk_level", .text(maxRiskLevel?.apiName)),
      .init("event_count", .integer(eventCount)),
      .init("last_event", .text(lastEvent.map(Timestamp.format))),
    ]
  }
}

extension Behavior: Record {
  static let fieldNames = ["key", "name", "enabled", "risk_level", "description"]

  var fields: [OrderedJSON.Member] {
    [
      .init("key", .string(key)),
      .init("name", .string(name)),
      .init("enabled", .bool(setting.isEnabled)),
      .init("risk_level", .string(setting.riskLevel.apiName)),
      .init("description", .string(description)),
    ]
  }
}

extension Integration: Record {
  static let fieldNames = [
    "id", "account_tag", "integration_type", "reference_id", "tenant_url", "well_known_url",
    "active", "created_at",
  ]

  var fields: [OrderedJSON.Member] {
    [
      .init("id", .string(id)),
      .init("account_tag", .string(accountTag)),
      .init("integration_type", .string(type)),
      .init("reference_id", .string(referenceID)),
      .init("tenant_url", .string(tenantURL)),
      .init("well_known_url", .string(wellKnownURL)),
      .init("active", .bool(isActive)),
      .init("created_at", .text(createdAt.map(Timestamp.format))),
    ]
  }
}
