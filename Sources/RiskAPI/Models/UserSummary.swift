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
///
/// Whoever looks somebody up in it, or compares it with another one or with a file, uses the same order of
/// ids, which is made once.
public struct RiskSummary: Equatable, Sendable {
  /// In the API's order.
  public var users: [UserSummary] {
    didSet { places = Self.places(of: users) }
  }
  /// How many users the API says there are; nil when it does not say.
  public var totalCount: Int?
  /// How many of the users are from an earlier answer, because the last one was not whole.
  ///
  /// They may be gone; 0 in what the API answers.
  public var keptCount: Int
  /// Places in `users` in the order of their ids' bytes; of an id that comes twice only the last.
  package private(set) var places: [Int32]

  /// Takes the users and what the API counts.
  public init(users: [UserSummary], totalCount: Int?, keptCount: Int = 0) {
    self.users = users
    self.totalCount = totalCount
    self.keptCount = keptCount
    places = Self.places(of: users)
  }

  /// How many users the API handed out.
  public var receivedCount: Int { users.count - keptCount }

  /// False when the API counts more users than it handed out.
  public var isComplete: Bool { totalCount.map { receivedCount >= $0 } ?? true }

  /// A user's row; nil for one who is not in it.
  public func user(_ id: UserID) -> UserSummary? { place(of: id).map { users[$0] } }

  /// Where a user's row is; nil for one who is not in it.
  package func place(of id: UserID) -> Int? {
    var (low, high) = (0, places.count)
    while low < high {
      let middle = (low + high) / 2
      if users[Int(places[middle])].id.precedes(id) { low = middle + 1 } else { high = middle }
    }
    guard low < places.count, users[Int(places[low])].id == id else { return nil }
    return Int(places[low])
  }

  /// Walks along others who come in the order of their ids' bytes, as files and `places` have them.
  ///
  /// `next` gives each of them, nil after the last; then `meet` is called, with the place of the same user
  /// here, nil where there is none. Returns the places of users whom the others lack, in the same order.
  package func compare(
    with next: () throws -> UserID?,
    meet: (_ id: UserID, _ place: Int?) throws -> Void
  ) rethrows -> [Int32] {
    var lacking: [Int32] = []
    var mine = 0
    while let id = try next() {
      while mine < places.count, users[Int(places[mine])].id.precedes(id) {
        lacking.append(places[mine])
        mine += 1
      }
      if mine < places.count, !id.precedes(users[Int(places[mine])].id) {
        try meet(id, Int(places[mine]))
        mine += 1
      } else {
        try meet(id, nil)
      }
    }
    lacking += places[mine...]
    return lacking
  }

  private static func places(of users: [UserSummary]) -> [Int32] {
    // Beside each other in memory, ids are compared twice as fast as in their rows.
    let sorted = users.indices.map { (id: users[$0].id, place: Int32($0)) }
      .sorted { $0.id.precedes($1.id) }
    var places: [Int32] = []
    places.reserveCapacity(sorted.count)
    var last: UserID?
    for (id, place) in sorted {
      if id == last { places.removeLast() }
      places.append(place)
      last = id
    }
    return places
  }
}
