import Foundation
import RiskAPI

/// States of the account as the audit log keeps them: JSON with the API's field names.
enum AuditText {
  /// A user's level, events and last reset: `{"event_count":14,"risk_level":"high"}`.
  static func text(of risk: UserDetail) -> String {
    text(
      User(
        risk_level: risk.riskLevel?.apiName,
        event_count: max(risk.events.count, risk.totalEventCount ?? 0),
        last_reset_time: risk.lastReset.map(Timestamp.format)
      )
    )
  }

  /// A user as the summary shows them.
  static func text(of user: UserSummary) -> String {
    text(User(risk_level: user.maxRiskLevel?.apiName, event_count: user.eventCount))
  }

  /// After a deletion.
  static let gone = "gone"

  /// After a reset of which only the summary tells.
  static let unlisted = "not in the summary"

  /// Behaviors by key.
  static func text(of settings: [String: BehaviorSetting]) -> String { text(settings) }

  /// Behaviors as they were and as they shall be.
  static func text(
    from: [String: BehaviorSetting],
    to: [String: BehaviorSetting]
  ) -> String {
    text(BehaviorsChange(from: from, to: to))
  }

  /// An integration's three settings.
  static func text(of settings: IntegrationSettings) -> String {
    text(IntegrationText(settings))
  }

  /// New integrations with their ids: one as an object, several as an array.
  static func text(of integrations: [Integration]) -> String {
    let texts = integrations.map { IntegrationText($0.settings, id: $0.id) }
    if let first = texts.first, texts.count == 1 { return text(first) }
    return text(texts)
  }

  /// An integration's settings as they were and as they shall be.
  ///
  /// For a new one: the ids of those that its tenant has already, and whether it shall be turned off
  /// right after.
  static func text(
    from: IntegrationSettings?,
    to: IntegrationSettings?,
    existing: [String]? = nil,
    startsPaused: Bool? = nil
  ) -> String {
    text(
      IntegrationChangeText(
        from: from.map { IntegrationText($0) },
        to: to.map { IntegrationText($0) },
        existing: existing,
        starts_paused: startsPaused
      )
    )
  }

  /// What is wanted of a behavior, as far as it was said.
  static func text(wantedOf key: String, isEnabled: Bool?, level: RiskLevel?) -> String {
    text(Wanted(to: [key: WantedBehavior(enabled: isEnabled, risk_level: level?.apiName)]))
  }

  /// What is wanted of an integration, as far as it was said.
  static func text(wanted patch: IntegrationPatch) -> String {
    text(
      Wanted(
        to: WantedIntegration(
          tenant_url: patch.tenantURL,
          active: patch.isActive,
          reference_id: patch.referenceID
        )
      )
    )
  }

  /// Behaviors as they were and as they shall be; nil for a text that says something else.
  static func behaviors(in text: String?) -> BehaviorsChange? {
    decode(BehaviorsChange.self, text)
  }

  /// An integration as it was and as it shall be; nil for a text that says something else.
  static func integration(in text: String?) -> IntegrationChange? {
    decode(IntegrationChangeText.self, text).map { text in
      IntegrationChange(
        from: text.from?.settings,
        to: text.to?.settings,
        existing: text.existing,
        startsPaused: text.starts_paused ?? false
      )
    }
  }

  struct BehaviorsChange: Codable {
    var from: [String: BehaviorSetting]
    var to: [String: BehaviorSetting]
  }

  struct IntegrationChange {
    var from: IntegrationSettings?
    var to: IntegrationSettings?
    /// Nil where the line does not say.
    var existing: [String]?
    var startsPaused: Bool
  }

  private struct Wanted<Value: Encodable>: Encodable {
    var to: Value
  }

  private struct WantedBehavior: Encodable {
    var enabled: Bool?
    var risk_level: String?
  }

  private struct WantedIntegration: Encodable {
    var tenant_url: String?
    var active: Bool?
    var reference_id: String?
  }

  private struct User: Encodable {
    var risk_level: String?
    var event_count: Int
    var last_reset_time: String?
  }

  private struct IntegrationChangeText: Codable {
    var from: IntegrationText?
    var to: IntegrationText?
    var existing: [String]?
    var starts_paused: Bool?
  }

  private struct IntegrationText: Codable {
    var id: String?
    var tenant_url: String
    var active: Bool
    var reference_id: String

    init(_ settings: IntegrationSettings, id: String? = nil) {
      self.id = id
      tenant_url = settings.tenantURL
      active = settings.isActive
      reference_id = settings.referenceID
    }

    var settings: IntegrationSettings {
      IntegrationSettings(tenantURL: tenant_url, isActive: active, referenceID: reference_id)
    }
  }

  private static func text(_ value: some Encodable) -> String {
    (try? JSONText.encode(value)) ?? ""
  }

  private static func decode<Value: Decodable>(_ type: Value.Type, _ text: String?) -> Value? {
    text.flatMap { JSONText.decode(type, $0) }
  }
}
