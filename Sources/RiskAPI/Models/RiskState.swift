package import Foundation

/// A user's level, how many events there are and when the newest happened, at a moment.
package struct RiskState: Hashable, Sendable {
  /// Nil when unscored.
  package var level: RiskLevel?
  package var eventCount: Int
  /// When the newest event happened; nil where there is none.
  package var lastEvent: Date?

  package init(level: RiskLevel?, eventCount: Int, lastEvent: Date?) {
    self.level = level
    self.eventCount = eventCount
    self.lastEvent = lastEvent
  }

  /// What a row of the summary tells.
  package init(_ user: UserSummary) {
    self.init(level: user.maxRiskLevel, eventCount: user.eventCount, lastEvent: user.lastEvent)
  }

  /// What a user's own page tells.
  package init(_ detail: UserDetail) {
    self.init(
      level: detail.riskLevel,
      eventCount: max(detail.events.count, detail.totalEventCount ?? 0),
      lastEvent: detail.events.compactMap(\.timestamp).max()
    )
  }

  /// How many more events are counted than at an earlier moment; nil where it is not more, or no
  /// number: counts are the account's word, so their difference may not fit.
  package func addedEvents(since earlier: RiskState) -> Int? {
    let (added, isOverflow) = eventCount.subtractingReportingOverflow(earlier.eventCount)
    return added > 0 && !isOverflow ? added : nil
  }

  /// True when `newer` holds something that this one does not: a later event, or a higher level.
  ///
  /// Counts are not compared, because the summary and the user's page may count differently.
  package func isOutdone(by newer: RiskState) -> Bool {
    if let newest = newer.lastEvent, newest > lastEvent ?? .distantPast { return true }
    return (newer.level?.rank ?? 0) > (level?.rank ?? 0)
  }
}
