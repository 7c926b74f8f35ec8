package import Foundation
package import RiskServices
import RiskStore

/// What changed since the analyst last looked, and since when that is.
package struct NewsWatch: Equatable, Sendable {
  /// What the journal is asked; an answer to any other question is late.
  package struct Question: Hashable, Sendable {
    /// Since when.
    package var since: NewsMoment
    /// How often the analyst said to have seen all.
    package var marks: Int
    /// The account's answers so far, by kind.
    package var revisions: [Int]
  }

  /// Since when changes are wanted.
  package private(set) var since: NewsMoment
  /// When all was seen, or the dashboard opened: what counts where the journal knows of no look.
  private var lastLook: Date
  /// The last answer; nil before the first.
  package private(set) var found: AccountNews?
  /// True where no journal can tell what was before.
  package private(set) var isBlind = false
  /// The moment that the words name.
  package private(set) var shownSince: Date
  /// True until it is on disk that all was seen.
  package var isMarking = false
  private var marks = 0

  /// Watches since the last look, or since now where there was none.
  package init(openedAt: Date) {
    since = .lastSeen(orElse: openedAt)
    lastLook = openedAt
    shownSince = openedAt
  }

  /// What to ask the journal, once for each answer of the account; nil before the first.
  ///
  /// The first answer to each kind counts: earlier changes may have waited for it.
  package func question(_ account: AccountData) -> Question? {
    guard !isMarking, account.hasAnswered else { return nil }
    let revisions = [
      account.users.revision, account.behaviors.revision, account.integrations.revision,
    ]
    return Question(since: since, marks: marks, revisions: revisions)
  }

  /// Takes an answer; nil is that there is no journal to ask.
  package mutating func receive(_ news: AccountNews?) {
    found = news
    isBlind = news == nil
    if let news { shownSince = news.changes.since }
  }

  /// Wants what changed since a moment; nil is the last look.
  package mutating func watch(since moment: Date?) {
    since = moment.map(NewsMoment.at) ?? .lastSeen(orElse: lastLook)
  }

  /// The analyst has seen all there is at a moment.
  package mutating func markSeen(at moment: Date) {
    since = .lastSeen(orElse: moment)
    lastLook = moment
    found = nil
    shownSince = moment
    isMarking = true
    marks += 1
  }
}
