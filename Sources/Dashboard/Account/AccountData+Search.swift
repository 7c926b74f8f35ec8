import Foundation
import RiskAPI
package import RiskServices
import TerminalUI

extension AccountData {
  /// What a filter of users looks at, besides their texts.
  func searched(past: Bool, _ query: FilterQuery, now: Date) -> SearchedUsers {
    let account = self
    return SearchedUsers(
      rows: rows,
      past: past ? self.past.all : [],
      row: { account.listedRow(of: $0) },
      verdicts: verdicts,
      events: query.asksForBehaviors ? knownEvents : KnownEvents(),
      behaviors: behaviors.value ?? [],
      now: now
    )
  }

  /// Whose events are known: those of the cache, and those that are here.
  private var knownEvents: KnownEvents {
    var known = cachedEvents
    for (user, page) in userDetails {
      if let risk = page.value { known.add(risk, of: user) }
    }
    return known
  }

  /// Of how many users the events are known, in words; empty where it is all of them.
  var eventCoverage: SafeText {
    let known = knownEvents.read
    let count = rows.count { known.contains($0.id) }
    return count == rows.count
      ? "" : "events known for \(count.grouped) of \(rows.count.counted("user"))"
  }

  /// Takes what the cache knows of events.
  package mutating func receiveKnownEvents(_ events: KnownEvents) {
    guard events != cachedEvents else { return }
    cachedEvents = events
    knowledge += 1
  }
}
