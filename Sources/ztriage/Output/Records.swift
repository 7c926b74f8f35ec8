import Dashboard
import RiskAPI
import RiskServices

/// Something that scripts read: fields with the API's own names, in its documentation's order.
protocol Record {
  /// All names, for the head of a CSV; a record may lack some.
  static var fieldNames: [String] { get }
  var fields: [OrderedJSON.Member] { get }
}

extension RiskUser: Record {
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

extension ListedUser: Record {
  /// `gone_at` is when the summary was first seen without the user; null for who is in it.
  static let fieldNames = RiskUser.fieldNames + ["gone_at"]

  var fields: [OrderedJSON.Member] {
    user.fields + [.init("gone_at", .text(goneAt.map(Timestamp.format)))]
  }
}

extension RiskEvent: Record {
  static let fieldNames = ["id", "name", "risk_level", "timestamp", "event_details"]

  var fields: [OrderedJSON.Member] {
    var fields: [OrderedJSON.Member] = [
      .init("id", .string(id)),
      .init("name", .string(name)),
      .init("risk_level", .text(riskLevel?.apiName)),
      .init("timestamp", .text(timestamp.map(Timestamp.format))),
    ]
    if let details { fields.append(.init("event_details", .value(details))) }
    return fields
  }
}

extension ListedEvent: Record {
  /// `gone_at` is since when the account may not have given the event; null for one that it gives.
  static let fieldNames = RiskEvent.fieldNames + ["gone_at"]

  var fields: [OrderedJSON.Member] {
    event.fields + [.init("gone_at", .text(goneAt.map(Timestamp.format)))]
  }
}

extension UserRisk {
  /// The object that the API answers: `risk_level` is absent where the user is unscored.
  ///
  /// `past_events` is absent where the account gives all that it ever gave.
  func json(past: [KeptEvent]) -> OrderedJSON {
    var fields: [OrderedJSON.Member] = [
      .init("name", .string(name)),
      .init("email", .string(email)),
    ]
    if let riskLevel { fields.append(.init("risk_level", .string(riskLevel.apiName))) }
    fields.append(.init("last_reset_time", .text(lastReset.map(Timestamp.format))))
    fields.append(.init("events", .array(events.map { .object($0.fields) })))
    if !past.isEmpty {
      let past = past.map { ListedEvent($0.event, goneAt: $0.origin.moment) }
      fields.append(.init("past_events", .array(past.map { .object($0.fields) })))
    }
    return .object(fields)
  }
}

extension Behavior: Record {
  static let fieldNames = ["key", "name", "enabled", "risk_level", "description"]

  var fields: [OrderedJSON.Member] {
    [.init("key", .string(key))] + fieldsWithoutKey
  }

  /// What stands under the behavior's key in the API's object.
  var fieldsWithoutKey: [OrderedJSON.Member] {
    [
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
