import Foundation

/// A result with a list whose rows are decoded as they arrive.
protocol WirePage: Decodable, Sendable {
  associatedtype Row: WireRow

  /// The names that lead to the list, from the result on.
  static var list: [String] { get }
  /// The rows; none in what is decoded without them.
  var rows: [Row.Value] { get set }
}

/// The summary's `result`.
struct WireSummary: WirePage {
  typealias Row = WireUser
  static let list = ["users"]

  var rows: [UserSummary]

  enum CodingKeys: String, CodingKey { case users }

  init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    rows = try container.list(.users, of: WireUser.self).map(\.value)
  }
}

/// One row of the summary, of which only `user_id` is indispensable.
struct WireUser: WireRow {
  var value: UserSummary

  static func quick(_ bytes: UnsafeBufferPointer<UInt8>) -> UserSummary? { QuickUser.read(bytes) }

  enum CodingKeys: String, CodingKey {
    case name, email
    case id = "user_id"
    case maxRiskLevel = "max_risk_level"
    case eventCount = "event_count"
    case lastEvent = "last_event"
  }

  init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    value = UserSummary(
      id: UserID(try container.decode(String.self, forKey: .id)),
      name: container.text(.name) ?? "",
      email: container.text(.email) ?? "",
      maxRiskLevel: container.level(.maxRiskLevel),
      eventCount: container.count(.eventCount) ?? 0,
      lastEvent: container.date(.lastEvent)
    )
  }
}

/// One user's `result`.
struct WireUserDetail: WirePage {
  typealias Row = WireEvent
  static let list = ["events"]

  var risk: UserDetail
  var rows: [RiskEvent] {
    get { risk.events }
    set { risk.events = newValue }
  }

  enum CodingKeys: String, CodingKey {
    case name, email, events
    case lastReset = "last_reset_time"
    case riskLevel = "risk_level"
  }

  init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    risk = UserDetail(
      name: container.text(.name) ?? "",
      email: container.text(.email) ?? "",
      events: try container.list(.events, of: WireEvent.self).map(\.value),
      lastReset: container.date(.lastReset),
      riskLevel: container.level(.riskLevel)
    )
  }
}

/// One event.
struct WireEvent: WireRow {
  var value: RiskEvent

  enum CodingKeys: String, CodingKey {
    case id, name, timestamp
    case riskLevel = "risk_level"
    case details = "event_details"
  }

  init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    let details = (try? container.decodeIfPresent(JSONValue.self, forKey: .details)) ?? nil
    value = RiskEvent(
      id: container.identifier(.id) ?? "",
      name: container.text(.name) ?? "",
      riskLevel: container.level(.riskLevel),
      timestamp: container.date(.timestamp),
      details: details
    )
  }
}

/// The behaviors' `result`.
struct WireBehaviors: Decodable, Sendable {
  var behaviors: [Behavior]

  enum CodingKeys: String, CodingKey { case behaviors }

  init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    guard container.contains(.behaviors) else {
      throw DecodingError.keyNotFound(
        CodingKeys.behaviors,
        DecodingError.Context(codingPath: container.codingPath, debugDescription: "missing")
      )
    }
    let found = try container.decodeIfPresent([String: WireBehavior].self, forKey: .behaviors)
    behaviors = (found ?? [:])
      .map { key, behavior in
        let setting = BehaviorSetting(isEnabled: behavior.isEnabled, riskLevel: behavior.riskLevel)
        return Behavior(
          key: key,
          name: behavior.name,
          description: behavior.description,
          setting: setting
        )
      }
      .sorted { $0.key < $1.key }
  }
}

/// One behavior.
///
/// Whether it is enabled is indispensable: the whole map is sent back with a change, and a guess
/// would switch a behavior that nobody touched.
private struct WireBehavior: Decodable {
  var name: String
  var description: String
  var isEnabled: Bool
  var riskLevel: RiskLevel

  enum CodingKeys: String, CodingKey {
    case name, description
    case isEnabled = "enabled"
    case riskLevel = "risk_level"
  }

  init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    name = container.text(.name) ?? ""
    description = container.text(.description) ?? ""
    isEnabled = try container.decode(Bool.self, forKey: .isEnabled)
    // Shown as unknown; an update refuses it until a level is chosen.
    riskLevel = RiskLevel(container.text(.riskLevel) ?? "")
  }
}

/// What an update of behaviors answers: perhaps not every behavior, perhaps not every field.
struct WireSettings: Decodable, Sendable {
  var settings: [String: BehaviorSetting] = [:]

  enum CodingKeys: String, CodingKey { case behaviors }

  private struct Setting: Decodable {
    var setting: BehaviorSetting?

    init(from decoder: any Decoder) throws {
      setting = try? BehaviorSetting(from: decoder)
    }
  }

  init(from decoder: any Decoder) throws {
    guard let container = try? decoder.container(keyedBy: CodingKeys.self) else { return }
    let found = try? container.decodeIfPresent([String: Setting].self, forKey: .behaviors)
    settings = ((found ?? nil) ?? [:]).compactMapValues(\.setting)
  }
}

/// One integration.
///
/// Its id is indispensable, and whether it is active: an update sends that back, and a guess would
/// stop an export that nobody touched.
struct WireIntegration: Decodable, Sendable {
  var integration: Integration

  enum CodingKeys: String, CodingKey {
    case id
    case accountTag = "account_tag"
    case type = "integration_type"
    case referenceID = "reference_id"
    case tenantURL = "tenant_url"
    case wellKnownURL = "well_known_url"
    case isActive = "active"
    case createdAt = "created_at"
  }

  init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    integration = Integration(
      id: try container.decode(String.self, forKey: .id),
      accountTag: container.text(.accountTag) ?? "",
      type: container.text(.type) ?? "",
      referenceID: container.text(.referenceID) ?? "",
      tenantURL: container.text(.tenantURL) ?? "",
      wellKnownURL: container.text(.wellKnownURL) ?? "",
      isActive: try container.decode(Bool.self, forKey: .isActive),
      createdAt: container.date(.createdAt)
    )
  }
}
