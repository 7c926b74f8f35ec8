package import Foundation
import RiskAPI
package import RiskServices
package import RiskStore

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
  /// The last answer; nil before the first.
  package private(set) var found: AccountChanges?
  /// True where no journal can tell what was before.
  package private(set) var isBlind = false
  /// The moment that the words name.
  package private(set) var shownSince: Date
  /// Where the analyst left the list of changes.
  package var place: ChangeSubject?
  /// What was read and is not on disk yet, counted.
  private var pending = 0
  private var marks = 0

  /// Watches since the last look.
  package init(openedAt: Date) {
    since = .lastSeen
    shownSince = openedAt
  }

  /// What to ask the journal, once for each answer of the account; nil before the first.
  ///
  /// The first answer to each kind counts: earlier changes may have waited for it.
  package func question(_ account: AccountData) -> Question? {
    guard pending == 0, account.hasAnswered else { return nil }
    let revisions = [
      account.users.revision, account.behaviors.revision, account.integrations.revision,
    ]
    return Question(since: since, marks: marks, revisions: revisions)
  }

  /// Takes an answer; nil is that there is no journal to ask.
  package mutating func receive(_ news: AccountChanges?) {
    found = news
    isBlind = news == nil
    if let news { shownSince = news.since }
  }

  /// Wants what changed since a moment; nil is the last look.
  package mutating func watch(since moment: Date?) {
    since = moment.map(NewsMoment.at) ?? .lastSeen
  }

  /// The analyst has seen all that is shown at a moment; returns up to which observation that is, nil
  /// before the first answer.
  package mutating func markSeen(at moment: Date) -> Int64? {
    defer {
      found = nil
      place = nil
    }
    since = .lastSeen
    shownSince = moment
    marks += 1
    pending += 1
    return found?.observation
  }

  /// The analyst opened something; returns up to which observation it is read, nil where it was
  /// before or did not change.
  package mutating func markRead(_ subject: ChangeSubject) -> Int64? {
    guard found?.markRead(subject) == true else { return nil }
    marks += 1
    pending += 1
    return found?.observation
  }

  /// That something was read is on disk.
  package mutating func receiveMarked() {
    pending = max(0, pending - 1)
  }
}

extension AccountChanges {
  /// Ticks a change off; false where nothing unread is there.
  fileprivate mutating func markRead(_ subject: ChangeSubject) -> Bool {
    switch subject {
    case .user(let id): users.markFirstRead(id)
    case .behavior(let key): behaviors.markFirstRead(key)
    case .integration(let id): integrations.markFirstRead(id)
    }
  }
}

extension Array {
  fileprivate mutating func markFirstRead<Value>(_ id: Value.ID) -> Bool
  where Element == Change<Value>, Value: Changeable & Identifiable {
    guard let place = firstIndex(where: { !$0.isRead && $0.id == id }) else { return false }
    self[place].isRead = true
    return true
  }
}
