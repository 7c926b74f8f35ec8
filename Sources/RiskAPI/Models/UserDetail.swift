public import Foundation

/// One user's level, last reset and events.
public struct UserDetail: Equatable, Sendable {
  /// The user's display name; text from outside.
  public var name: String
  /// The user's e-mail address; text from outside.
  public var email: String
  /// What the API gave, in its order.
  public var events: [RiskEvent]
  /// When somebody last cleared the user's risk; nil when never.
  public var lastReset: Date?
  /// The user's level; nil when unscored, as after a reset.
  public var riskLevel: RiskLevel?
  /// How many events the API says there are; nil when it does not say.
  public var totalEventCount: Int?

  /// Takes each part as the API gives it.
  public init(
    name: String,
    email: String,
    events: [RiskEvent],
    lastReset: Date? = nil,
    riskLevel: RiskLevel? = nil,
    totalEventCount: Int? = nil
  ) {
    self.name = name
    self.email = email
    self.events = events
    self.lastReset = lastReset
    self.riskLevel = riskLevel
    self.totalEventCount = totalEventCount
  }

  /// False when the API counts more events than it handed out.
  public var isComplete: Bool { totalEventCount.map { events.count >= $0 } ?? true }
}

/// One recorded risky occurrence.
public struct RiskEvent: Hashable, Sendable, Identifiable {
  /// Names the event within its user.
  public var id: String
  /// The behavior's name; text from outside.
  public var name: String
  /// The level of the behavior when the event happened.
  public var riskLevel: RiskLevel?
  /// When it happened.
  public var timestamp: Date?
  /// The evidence: JSON of any shape, nil when there is none.
  public var details: JSONValue?

  /// Takes each part as the API gives it.
  public init(
    id: String,
    name: String,
    riskLevel: RiskLevel?,
    timestamp: Date?,
    details: JSONValue? = nil
  ) {
    self.id = id
    self.name = name
    self.riskLevel = riskLevel
    self.timestamp = timestamp
    self.details = details
  }
}
