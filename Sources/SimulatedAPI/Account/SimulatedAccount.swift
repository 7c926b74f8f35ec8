package import Foundation
package import RiskAPI

/// The state of one account: what was seeded, and what happened since.
///
/// Users are known by their index. Those below the seeded number are derived from the seed
/// whenever they are asked for; only what was changed is kept.
package struct SimulatedAccount: Sendable {
  /// The account's id as it stood in the path.
  package let id: String
  /// The behaviors by key.
  package var behaviors: [String: Behavior]
  /// The integrations in the order of their creation.
  package var integrations: [SimulatedIntegration]

  let seed: UInt64
  /// The moment before which all seeded events lie, in milliseconds since 1970.
  let anchor: Int64
  let seededUsers: Int
  private(set) var madeUpUsers: [String] = []
  private(set) var changes: [Int: UserChanges] = [:]
  /// Every user's standing, once a summary was asked for; kept up to date from then on.
  private var standings: [UserRiskState?]?
  private var createdIDs: SplitMix64

  init(id: String, options: SimulationOptions, anchor: Int64) {
    self.id = id
    self.seed = options.seed
    self.anchor = anchor
    seededUsers = min(max(0, options.users), SimulationOptions.maxUsers)
    behaviors = Dictionary(
      uniqueKeysWithValues: BehaviorCatalog.entries.map { ($0.behavior.key, $0.behavior) }
    )
    integrations = SimulatedIntegration.seeded(seed: options.seed, anchor: anchor)
    createdIDs = SplitMix64(options.seed, Salt.created)
  }

  // MARK: Users

  var userCount: Int { seededUsers + madeUpUsers.count }

  /// The index of the user with this id, in either case of letters.
  func index(of id: UserID) -> Int? {
    let spelled = id.rawValue.lowercased()
    if let index = SeededUUID.userIndex(of: spelled, seed: seed), index < seededUsers {
      return index
    }
    return madeUpUsers.firstIndex(of: spelled).map { seededUsers + $0 }
  }

  func userID(at index: Int) -> String {
    index < seededUsers
      ? SeededUUID.user(index, seed: seed) : madeUpUsers[index - seededUsers]
  }

  func person(at index: Int) -> SeededPerson {
    SeededPerson(index: index, seed: seed)
  }

  /// Adds a user with seeded events under an id of somebody else's choice.
  mutating func makeUpUser(_ id: UserID) -> Int {
    madeUpUsers.append(id.rawValue.lowercased())
    let index = userCount - 1
    let standing = standing(at: index)
    standings?.append(standing)
    return index
  }

  // MARK: Events

  /// Level, count and newest event since the last reset; nil for a user without any.
  func standing(at index: Int) -> UserRiskState? {
    let changes = changes[index]
    var standing: UserRiskState?
    if changes?.reset == nil {
      for plan in EventPlan.make(user: index, seed: seed, anchor: anchor) {
        let level = BehaviorCatalog.entries[plan.behavior].behavior.setting.riskLevel
        UserRiskState.add(plan.time, level, to: &standing)
      }
    }
    for event in changes?.eventsSinceReset ?? [] {
      UserRiskState.add(event.time, event.level, to: &standing)
    }
    return standing
  }

  /// The users that a summary lists, each with its standing.
  mutating func listedUsers() -> [(index: Int, standing: UserRiskState)] {
    let all = standings ?? (0..<userCount).map { standing(at: $0) }
    standings = all
    return all.enumerated().compactMap { index, standing in standing.map { (index, $0) } }
  }

  /// Every event of a user, newest first.
  ///
  /// Events before a reset stay, as a record, unless it dropped them.
  func events(at index: Int) -> [SimulatedEvent] {
    let added = (changes[index]?.events ?? []).reversed()
    return (added + seededEvents(at: index)).sorted { $0.time.milliseconds > $1.time.milliseconds }
  }

  private func seededEvents(at index: Int) -> [SimulatedEvent] {
    guard changes[index]?.hasDroppedEvents != true else { return [] }
    let person = person(at: index)
    return EventPlan.make(user: index, seed: seed, anchor: anchor).enumerated()
      .map { position, plan in
        var random = SplitMix64(seed, Salt.event, UInt64(index), UInt64(position))
        let entry = BehaviorCatalog.entries[plan.behavior]
        return SimulatedEvent(
          id: SeededUUID.make(from: &random),
          name: entry.behavior.name,
          level: entry.behavior.setting.riskLevel,
          time: plan.time,
          details: entry.details(&random, person)
        )
      }
  }

  /// When the user was last reset; nil when never.
  func lastReset(at index: Int) -> SpelledTime? { changes[index]?.reset }

  /// Clears a user's risk: the user leaves the summary until something new happens.
  mutating func reset(at index: Int, now: Date, dropsEvents: Bool = false) {
    changes[index, default: UserChanges()].reset(
      at: SpelledTime(now, hasFraction: true),
      dropsEvents: dropsEvents
    )
    let standing = standing(at: index)
    standings?[index] = standing
  }

  /// Records a new event of a user, and says whether the user and the behavior exist.
  ///
  /// The event carries the behavior's level of now unless another one is given, whether or not
  /// the behavior is on.
  @discardableResult
  package mutating func addEvent(
    of behavior: String,
    to user: UserID,
    at date: Date,
    level: RiskLevel? = nil
  ) -> Bool {
    guard let index = index(of: user), let behavior = behaviors[behavior] else { return false }
    addEvent(of: behavior, at: index, date: date, level: level)
    return true
  }

  mutating func addEvent(of behavior: Behavior, at index: Int, date: Date, level: RiskLevel?) {
    var random = SplitMix64(createdIDs.next())
    let entry = BehaviorCatalog.entries.first { $0.behavior.key == behavior.key }
    changes[index, default: UserChanges()].add(
      SimulatedEvent(
        id: SeededUUID.make(from: &random),
        name: behavior.name,
        level: level ?? behavior.setting.riskLevel,
        time: SpelledTime(date, hasFraction: random.oneIn(2)),
        details: entry?.details(&random, person(at: index))
      )
    )
    let standing = standing(at: index)
    standings?[index] = standing
  }

  // MARK: Integrations

  /// Adds an integration, always active, with a random reference id unless one is given.
  package mutating func addIntegration(
    tenantURL: String,
    referenceID: String?,
    id: String? = nil,
    at date: Date
  ) -> SimulatedIntegration {
    let integration = SimulatedIntegration(
      id: id ?? SeededUUID.make(from: &createdIDs),
      referenceID: referenceID ?? SeededUUID.make(from: &createdIDs),
      tenantURL: tenantURL,
      isActive: true,
      createdAt: SpelledTime(date, hasFraction: true)
    )
    integrations.append(integration)
    return integration
  }

  mutating func makeReferenceID() -> String {
    SeededUUID.make(from: &createdIDs)
  }
}

/// What happened to a user after the seeded events.
struct UserChanges: Sendable {
  private(set) var reset: SpelledTime?
  /// In the order of their arrival.
  private(set) var events: [SimulatedEvent] = []
  /// Whether a reset took the seeded events away.
  private(set) var hasDroppedEvents = false
  /// How many of the events came before the reset.
  private var countAtReset = 0

  var eventsSinceReset: ArraySlice<SimulatedEvent> { events.dropFirst(countAtReset) }

  mutating func reset(at time: SpelledTime, dropsEvents: Bool) {
    reset = time
    if dropsEvents { (events, hasDroppedEvents) = ([], true) }
    countAtReset = events.count
  }

  mutating func add(_ event: SimulatedEvent) { events.append(event) }
}

/// What a summary says of a user besides name and address.
struct UserRiskState: Hashable, Sendable {
  var level: RiskLevel
  var eventCount: Int
  var lastEvent: SpelledTime

  /// Counts one more event.
  ///
  /// The level is the highest seen.
  static func add(_ time: SpelledTime, _ level: RiskLevel, to standing: inout UserRiskState?) {
    guard var sum = standing else {
      standing = UserRiskState(level: level, eventCount: 1, lastEvent: time)
      return
    }
    sum.eventCount += 1
    sum.level = max(sum.level, level)
    if time.milliseconds > sum.lastEvent.milliseconds { sum.lastEvent = time }
    standing = sum
  }
}

/// One event with its evidence.
struct SimulatedEvent: Hashable, Sendable {
  var id: String
  var name: String
  var level: RiskLevel
  var time: SpelledTime
  var details: JSONValue?
}

extension SpelledTime {
  init(_ date: Date, hasFraction: Bool) {
    self.init(
      milliseconds: Int64((date.timeIntervalSince1970 * 1000).rounded()),
      hasFraction: hasFraction
    )
  }
}

extension SimulatedAccount {
  /// A new event of a behavior that is on, for a user picked by the numbers.
  ///
  /// Half of the events go to the few users who stand out or were reset, as these are looked at.
  mutating func addLiveEvent(at date: Date, _ random: inout SplitMix64) {
    let active = behaviors.values.filter(\.setting.isEnabled).sorted { $0.key < $1.key }
    guard userCount > 0, !active.isEmpty else { return }
    var index = random.number(0...(userCount - 1))
    if random.oneIn(2) {
      let watched =
        (0..<min(userCount, 250)).filter { EventPlan.group(of: $0) != .low }
        + changes.filter { $0.value.reset != nil }.keys.sorted()
      index = random.pick(watched)
    }
    addEvent(of: random.pick(active), at: index, date: date, level: nil)
  }
}
