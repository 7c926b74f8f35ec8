import Foundation
package import RiskAPI
import RiskServices
package import RiskStore

/// Users who left the summary, as the journal has them; none before they were looked for.
package struct FormerUsers: Equatable, Sendable {
  /// The latest first; none of them is in the summary.
  package private(set) var all: [FormerUser] = []
  /// Whether the journal has answered.
  package private(set) var areKnown = false
  /// Counts the changes, so that what shows them follows.
  private(set) var revision = 0

  private var placeByID: [UserID: Int] = [:]

  /// Somebody who left; nil for anybody else.
  package subscript(id: UserID) -> FormerUser? { placeByID[id].map { all[$0] } }

  func place(of id: UserID) -> Int? { placeByID[id] }

  /// Takes what the journal has, but for those who are back.
  mutating func receive(_ users: [FormerUser], besides isBack: (UserID) -> Bool) {
    let isFirst = !areKnown
    areKnown = true
    let users = users.filter { !isBack($0.id) }
    if isFirst || users != all { replace(users) }
  }

  /// Adds users whom a summary left out, before the journal is asked again.
  mutating func add(_ users: [UserSummary], at moment: Date) {
    let left = users.filter { placeByID[$0.id] == nil }
    guard areKnown, !left.isEmpty else { return }
    replace(left.map { FormerUser(user: $0, goneAt: moment) } + all)
  }

  /// Forgets those who are back.
  mutating func remove(_ isBack: (UserID) -> Bool) {
    guard all.contains(where: { isBack($0.id) }) else { return }
    replace(all.filter { !isBack($0.id) })
  }

  private mutating func replace(_ users: [FormerUser]) {
    all = users
    revision += 1
    placeByID = [:]
    for (place, user) in users.enumerated() { placeByID[user.id] = place }
  }
}

extension AccountData {
  /// The rows of the list: those of the summary, then those of past users.
  var listedCount: Int { rows.count + past.all.count }

  /// A row of the list by its place; past users stand after all others.
  func listed(_ row: Int) -> ListedUser {
    let rows = rows
    if row < rows.count { return ListedUser(rows[row]) }
    let gone = past.all[row - rows.count]
    return ListedUser(gone.user, goneAt: gone.goneAt)
  }

  /// The place of a user in the list.
  func listedRow(of id: UserID) -> Int? {
    row(of: id) ?? past.place(of: id).map { $0 + rows.count }
  }

  /// A user as the summary shows them, or last showed them where past users are known.
  func knownUser(_ id: UserID) -> UserSummary? { user(id) ?? past[id]?.user }
}
