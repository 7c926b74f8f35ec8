package import RiskAPI
package import RiskStore

/// Whose events are known on this machine, by the events' names: the summary tells none of it.
package struct KnownEvents: Equatable, Sendable {
  /// Users with an event of a name, by the name.
  package private(set) var users: [String: Set<UserID>] = [:]
  /// Everybody whose events were ever read, also those who have none.
  package private(set) var read: Set<UserID> = []

  package init() {}

  /// Takes what the cache has.
  package init(_ cached: Cache.EventNames) {
    users = cached.users.mapValues(Set.init)
    read = Set(cached.read)
  }

  /// Adds a user's page.
  package mutating func add(_ risk: UserDetail, of user: UserID) {
    read.insert(user)
    for event in risk.events { users[event.name, default: []].insert(user) }
  }

  /// Users with an event of a behavior whose key or name holds a folded piece.
  func users(piece: [UInt8], behaviors: [Behavior]) -> Set<UserID> {
    let names = BehaviorNames(piece: piece, behaviors: behaviors)
    return users.reduce(into: []) { found, entry in
      if names.contains(entry.key) { found.formUnion(entry.value) }
    }
  }
}

/// Names of events that a piece of a behavior's key or name stands for.
struct BehaviorNames {
  private let piece: TextTest
  /// Behaviors whose key alone holds the piece: events know only the name.
  private let namedByKey: Set<String>

  init(piece: [UInt8], behaviors: [Behavior]) {
    let test = TextTest.piece(piece)
    self.piece = test
    namedByKey = Set(behaviors.filter { test.isFound(in: $0.key) }.map(\.name))
  }

  func contains(_ name: String) -> Bool {
    namedByKey.contains(name) || piece.isFound(in: name)
  }
}
