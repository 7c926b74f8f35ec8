public import Foundation

/// One row of the account's risk summary.
public struct UserSummary: Hashable, Sendable, Identifiable {
  /// Names the user in every other call.
  public var id: UserID
  /// The user's display name; text from outside, to be sanitized before it is shown.
  public var name: String
  /// The user's e-mail address; text from outside, to be sanitized before it is shown.
  public var email: String
  /// The highest level among the behaviors the user triggered; nil when unscored.
  public var maxRiskLevel: RiskLevel?
  /// How many events the account counts for the user.
  public var eventCount: Int
  /// When the newest event happened.
  public var lastEvent: Date?

  /// Takes each part as the API gives it.
  public init(
    id: UserID,
    name: String,
    email: String,
    maxRiskLevel: RiskLevel?,
    eventCount: Int,
    lastEvent: Date?
  ) {
    self.id = id
    self.name = name
    self.email = email
    self.maxRiskLevel = maxRiskLevel
    self.eventCount = eventCount
    self.lastEvent = lastEvent
  }
}

/// The account's users with a risk score, as far as the API gave them.
public struct RiskSummary: Equatable, Sendable {
  /// Each user once, in the API's order.
  public var users: [UserSummary]
  /// How many users the API says there are; nil when it does not say.
  public var totalCount: Int?
  /// How many of the users are from an earlier answer, because the last one was not whole.
  ///
  /// They may be gone; 0 in what the API answers.
  public var keptCount: Int

  /// Takes the users and what the API counts.
  public init(users: [UserSummary], totalCount: Int?, keptCount: Int = 0) {
    self.users = users
    self.totalCount = totalCount
    self.keptCount = keptCount
  }

  /// How many users the API handed out.
  public var receivedCount: Int { users.count - keptCount }

  /// False when the API counts more users than it handed out.
  public var isComplete: Bool { totalCount.map { receivedCount >= $0 } ?? true }
}
