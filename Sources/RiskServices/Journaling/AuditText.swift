import Foundation
import RiskAPI

/// States of the account as the audit log keeps them: JSON with the API's field names.
enum AuditText {
  /// A user's level, events and last reset: `{"event_count":14,"risk_level":"high"}`.
  static func text(of risk: UserRisk) -> String {
    text(
      User(
        risk_level: risk.riskLevel?.apiName,
        event_count: max(risk.events.count, risk.totalEventCount ?? 0),
        last_reset_time: risk.lastReset.map(Timestamp.format)
      )
    )
  }

  /// Behaviors by key.
  static func text(of settings: [String: BehaviorSetting]) -> String { text(settings) }

  /// Behaviors as they were and as they shall be.
  static func text(
    from: [String: BehaviorSetting],
    to: [String: BehaviorSetting]
  ) -> String {
    text(Change(from: from, to: to))
  }

  /// An integration's three settings.
  static func text(of settings: IntegrationSettings) -> String {
    text(IntegrationText(settings))
  }

  /// An integration's settings as they were and as they shall be.
  static func text(from: IntegrationSettings?, to: IntegrationSettings?) -> String {
    text(Change(from: from.map(IntegrationText.init), to: to.map(IntegrationText.init)))
  }

  /// What ``text(from:to:)`` of behaviors wanted; nil for any other text.
  static func wantedBehaviors(in text: String?) -> [String: BehaviorSetting]? {
    decode(Change<[String: BehaviorSetting]>.self, text)?.to
  }

  /// What ``text(from:to:)`` of an integration wanted; nil for any other text.
  static func wantedIntegration(in text: String?) -> IntegrationSettings? {
    decode(Change<IntegrationText?>.self, text)?.to?.settings
  }

  private struct User: Encodable {
    var risk_level: String?
    var event_count: Int
    var last_reset_time: String?
  }

  private struct Change<Value: Codable>: Codable {
    var from: Value
    var to: Value
  }

  private struct IntegrationText: Codable {
    var tenant_url: String
    var active: Bool
    var reference_id: String

    init(_ settings: IntegrationSettings) {
      tenant_url = settings.tenantURL
      active = settings.isActive
      reference_id = settings.referenceID
    }

    var settings: IntegrationSettings {
      IntegrationSettings(tenantURL: tenant_url, isActive: active, referenceID: reference_id)
    }
  }

  private static func text(_ value: some Encodable) -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    return (try? encoder.encode(value)).map { String(decoding: $0, as: UTF8.self) } ?? ""
  }

  private static func decode<Value: Decodable>(_ type: Value.Type, _ text: String?) -> Value? {
    text.flatMap { try? JSONDecoder().decode(type, from: Data($0.utf8)) }
  }
}
