package import Foundation
package import RiskAPI

/// How often a behavior is among some events.
package struct BehaviorTally: Equatable, Sendable {
  /// The behavior's name; text from outside.
  package var name: String
  /// The worst level that an event of it had; nil where none had one.
  package var level: RiskLevel?
  package var count: Int
  /// How many of them the account stopped, as far as the details tell.
  package var blockedCount: Int

  /// States what was counted.
  package init(name: String, level: RiskLevel?, count: Int, blockedCount: Int) {
    self.name = name
    self.level = level
    self.count = count
    self.blockedCount = blockedCount
  }

  /// Counts events by their behaviors: the worst first, then the most frequent, then by name.
  package static func tallies(of events: some Sequence<RiskEvent>) -> [BehaviorTally] {
    var tallies: [String: BehaviorTally] = [:]
    for event in events {
      var tally =
        tallies[event.name]
        ?? BehaviorTally(name: event.name, level: nil, count: 0, blockedCount: 0)
      tally.count += 1
      if event.riskLevel?.rank ?? 0 > tally.level?.rank ?? 0 { tally.level = event.riskLevel }
      if event.details.map(EventEvidence.init)?.isBlocked == true { tally.blockedCount += 1 }
      tallies[event.name] = tally
    }
    return tallies.values.sorted { left, right in
      let (a, b) = (left.level?.rank ?? 0, right.level?.rank ?? 0)
      if a != b { return a > b }
      return left.count != right.count ? left.count > right.count : left.name < right.name
    }
  }
}

extension UserDetail {
  /// The event that made the user's level: the first since the last reset that had it.
  ///
  /// Nil where the level is unscored, no event had it, or the account did not hand out all events, so that an
  /// earlier one may have made it.
  package var decisiveEvent: RiskEvent? {
    guard let riskLevel, isComplete else { return nil }
    return events.filter { event in
      guard event.riskLevel == riskLevel, let time = event.timestamp else { return false }
      return time >= lastReset ?? .distantPast
    }
    .min { ($0.timestamp ?? .distantFuture) < ($1.timestamp ?? .distantFuture) }
  }
}
