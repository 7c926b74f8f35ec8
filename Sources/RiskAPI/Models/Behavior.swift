/// A rule that makes events: whether it is on, and how heavily it counts.
public struct Behavior: Hashable, Sendable, Identifiable {
  /// The API's key, such as `imp_travel`, from an open set.
  public var key: String
  /// The rule's display name; text from outside.
  public var name: String
  /// What triggers the rule, with its threshold; text from outside.
  public var description: String
  /// Whether the rule and its level are in force.
  public var setting: BehaviorSetting

  /// Takes each part as the API gives it.
  public init(key: String, name: String, description: String, setting: BehaviorSetting) {
    self.key = key
    self.name = name
    self.description = description
    self.setting = setting
  }

  /// The key.
  public var id: String { key }
}

/// The part of a behavior that can be written.
public struct BehaviorSetting: Hashable, Sendable, Codable {
  /// Whether the behavior makes events.
  public var isEnabled: Bool
  /// The level that the behavior's events carry.
  public var riskLevel: RiskLevel

  enum CodingKeys: String, CodingKey {
    case isEnabled = "enabled"
    case riskLevel = "risk_level"
  }

  /// Takes both parts.
  public init(isEnabled: Bool, riskLevel: RiskLevel) {
    self.isEnabled = isEnabled
    self.riskLevel = riskLevel
  }
}
