package import Foundation
package import RiskAPI

/// What an analyst had seen of a user's risk when deciding.
package struct SeenRisk: Hashable, Sendable {
  /// The level on the screen; nil for unscored.
  package var level: RiskLevel?
  /// How many events the screen told of.
  package var eventCount: Int
  /// When the newest of them happened.
  package var lastEvent: Date?

  /// States what was on the screen.
  package init(level: RiskLevel?, eventCount: Int, lastEvent: Date?) {
    self.level = level
    self.eventCount = eventCount
    self.lastEvent = lastEvent
  }

  /// What a row of the summary tells.
  package init(_ user: RiskUser) {
    self.init(level: user.maxRiskLevel, eventCount: user.eventCount, lastEvent: user.lastEvent)
  }

  /// What a user's own page tells.
  package init(_ risk: UserRisk) {
    self.init(
      level: risk.riskLevel,
      eventCount: max(risk.events.count, risk.totalEventCount ?? 0),
      lastEvent: risk.events.compactMap(\.timestamp).max()
    )
  }

  /// True when `newer` holds something that was not on the screen: a later event, or a higher level.
  ///
  /// Counts are not compared, because the summary and the user's page may count differently.
  package func isOutdone(by newer: SeenRisk) -> Bool {
    if let newest = newer.lastEvent, newest > lastEvent ?? .distantPast { return true }
    return (newer.level?.rank ?? 0) > (level?.rank ?? 0)
  }
}
