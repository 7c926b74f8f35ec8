import Foundation
import RiskAPI
import RiskServices
import RiskStore

/// A list of users that is to be made ready for the screen.
///
/// A long one is made ready off the main actor, so that no key waits for sorting or comparing.
package struct UserPreparation: Hashable, Sendable {
  /// What it is for.
  package enum Purpose: Hashable, Sendable {
    /// A list that came, by its number.
    case arrival(Int)
    /// Another order of the list that shows, by the list's revision.
    case order(revision: Int)
  }

  let purpose: Purpose
  let sort: UserSort
  private let list: RiskSummary
  private let earlier: RiskSummary?

  /// `earlier` is what the list is compared with; nil for nothing.
  init(
    _ list: RiskSummary,
    for purpose: Purpose,
    since earlier: RiskSummary? = nil,
    by sort: UserSort
  ) {
    self.purpose = purpose
    self.sort = sort
    self.list = list
    self.earlier = earlier
  }

  /// From so many users on making something of them takes long enough to be felt.
  static let longList = 2_000

  var isLong: Bool { list.users.count >= Self.longList }

  /// Sorts, counts and compares.
  package func prepared() -> PreparedUsers {
    PreparedUsers(
      order: UserOrder(sort).sorted(list.users),
      counts: LevelCounts(of: list.users),
      changes: earlier.map(list.changes) ?? []
    )
  }

  /// The same off the caller's thread.
  @concurrent
  package func preparedAside() async -> PreparedUsers { prepared() }

  package static func == (left: UserPreparation, right: UserPreparation) -> Bool {
    left.purpose == right.purpose && left.sort == right.sort
  }

  package func hash(into hasher: inout Hasher) {
    hasher.combine(purpose)
    hasher.combine(sort)
  }
}

/// What the screen shows of a list of users besides its rows.
package struct PreparedUsers: Sendable {
  /// Places of the users, the largest first.
  let order: [Int]
  let counts: LevelCounts
  /// What changed since the list before; none where there was nothing to compare with.
  let changes: [Change<UserSummary>]
}

/// Lists of users that came, the oldest first, until they are ready for the screen.
struct UserArrivals: Equatable {
  struct Arrival: Equatable {
    let snapshot: Fetched<RiskSummary>
    /// Whether the account answered it now, or it was kept from earlier.
    let isAnswer: Bool
  }

  private var waiting: [Arrival] = []
  /// Counts those that came to an end.
  private(set) var number = 0

  var next: Arrival? { waiting.first }

  mutating func add(_ arrival: Arrival) { waiting.append(arrival) }

  mutating func removeNext() -> Arrival? {
    guard !waiting.isEmpty else { return nil }
    number += 1
    return waiting.removeFirst()
  }
}
