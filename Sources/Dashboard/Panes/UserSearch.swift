import Foundation
package import RiskAPI
package import RiskServices
import RiskStore
import TerminalUI

/// What the users' filter found, and what it needs to find more.
struct UserSearch: Equatable {
  /// What was looked for last.
  private(set) var text = ""
  private(set) var query = FilterQuery()
  /// What is to be said of the answer; empty for nothing.
  private(set) var note: SafeText = ""

  /// Texts of the summary's rows, then of past users where they show; nil before they are needed.
  private var index: SearchIndex?
  private var indexedPast = 0
  private var indexedRevision = 0
  private var knowledge = 0
  private var searchedAt = Date.distantPast

  /// The list is another one.
  mutating func follow(_ revision: Int) {
    guard revision != indexedRevision else { return }
    indexedRevision = revision
    index = nil
  }

  /// Whether the same filter may find others now: time has passed, or more is known of the users.
  func isOutdated(_ context: PaneContext) -> Bool {
    if query.dependsOnTime, abs(context.now.timeIntervalSince(searchedAt)) >= 60 { return true }
    return (query.asksForVerdicts || query.asksForBehaviors)
      && context.account.knowledge != knowledge
  }

  /// Rows among some that pass a filter.
  mutating func rows(
    _ filter: Filter,
    among candidates: [Int],
    showsPast: Bool,
    _ context: PaneContext
  ) -> [Int] {
    let account = context.account
    text = filter.text
    query = filter.query
    searchedAt = context.now
    knowledge = account.knowledge
    note = query.asksForBehaviors ? account.eventCoverage : ""
    guard !query.isEmpty else { return candidates }
    return query.users(
      among: candidates,
      of: account.searched(past: showsPast, query, now: context.now),
      index(of: account, showsPast: showsPast)
    )
  }

  private mutating func index(of account: AccountData, showsPast: Bool) -> SearchIndex {
    let count = account.rows.count
    let past = showsPast ? account.past.all : []
    var made = index ?? SearchIndex(users: account.rows)
    if made.rowCount != count + past.count || indexedPast != account.past.revision {
      // Held twice, it would be copied whole.
      index = nil
      made.replaceRows(from: count, with: past.map(\.user))
      indexedPast = account.past.revision
    }
    index = made
    return made
  }

  /// Users whose texts are still to be folded, where that takes long enough to be seen.
  func unfolded(_ account: AccountData) -> UnfoldedUsers? {
    guard index == nil, account.rows.count >= UserPreparation.longList else { return nil }
    return UnfoldedUsers(users: account.rows, revision: account.users.revision)
  }

  /// Takes an index that was made in the background, unless the list has changed since.
  mutating func receive(_ made: SearchIndex, _ revision: Int) {
    if index == nil, revision == indexedRevision { index = made }
  }
}

/// Users for whom an index is made in the background, told apart by the summary's revision.
package struct UnfoldedUsers: Hashable, Sendable {
  package var users: [UserSummary]
  package var revision: Int

  package static func == (left: UnfoldedUsers, right: UnfoldedUsers) -> Bool {
    left.revision == right.revision
  }

  package func hash(into hasher: inout Hasher) { hasher.combine(revision) }

  /// Folds the users' texts, off the caller's thread.
  @concurrent
  package func index() async -> SearchIndex { SearchIndex(users: users) }
}
