package import Foundation
package import RiskAPI

/// Something as it was and as it is; the two differ, or it was away in between.
package struct Change<Value: Changeable>: Hashable, Sendable {
  /// As it is; as it was last, where it is not there any more.
  package var value: Value
  /// As it was; nil when it was not there.
  package var before: Value?
  /// Whether it is not there any more, as a user after a reset.
  package var isGone: Bool
  /// Whether it is there again: a user after a reset, or after having left the summary.
  package var isBack: Bool
  /// When it was first seen so; nil where that is not known.
  package var at: Date?
  /// Whether the analyst opened it since it changed last.
  package var isRead: Bool

  package init(
    _ value: Value,
    before: Value?,
    isGone: Bool = false,
    isBack: Bool = false,
    at: Date? = nil,
    isRead: Bool = false
  ) {
    self.value = value
    self.before = before
    self.isGone = isGone
    self.isBack = isBack
    self.at = at
    self.isRead = isRead
  }

  /// Nil where there is nothing on either side, or the same on both.
  package init?(from before: Value?, to after: Value?) {
    guard before != after, let value = after ?? before else { return nil }
    self.init(value, before: before, isGone: after == nil)
  }

  /// As it is; nil when it is not there any more.
  package var after: Value? { isGone ? nil : value }

  /// What matters most about it: being back outranks whatever else changed.
  package var kind: ChangeKind {
    if isGone { return .left }
    if isBack { return .back }
    return before.map { Value.kind(from: $0, to: value) } ?? .new
  }
}

extension Change: Identifiable where Value: Identifiable {
  /// The id of what changed.
  package var id: Value.ID { value.id }
}

/// What matters most about a change; the raw value is the word that scripts and tables use.
package enum ChangeKind: String, CaseIterable, Comparable, Sendable {
  /// At risk again after a reset, or after having left the summary.
  case back
  case raised
  case new
  case moreEvents = "events"
  case lowered
  /// Anything else: fewer events are counted, a setting is another one.
  case edited = "changed"
  case left

  /// What matters more comes first.
  package static func < (left: ChangeKind, right: ChangeKind) -> Bool { left.place < right.place }

  private var place: Int { Self.allCases.firstIndex(of: self) ?? 0 }
}

/// What can be compared with itself at an earlier moment.
package protocol Changeable: Hashable, Sendable {
  /// How two that differ differ.
  static func kind(from before: Self, to after: Self) -> ChangeKind
}

extension Changeable {
  /// Of settings nothing more is told apart.
  package static func kind(from before: Self, to after: Self) -> ChangeKind { .edited }
}

extension Behavior: Changeable {}
extension Integration: Changeable {}

extension RiskState: Changeable {
  /// A raised user has new events too: the level counts first.
  package static func kind(from before: RiskState, to after: RiskState) -> ChangeKind {
    let (old, new) = (before.level?.rank ?? 0, after.level?.rank ?? 0)
    if new > old { return .raised }
    if new < old { return .lowered }
    return after.newEvents(since: before) > 0 ? .moreEvents : .edited
  }

  /// How many events are new, as far as counts tell.
  fileprivate func newEvents(since before: RiskState?) -> Int {
    guard let before else { return eventCount }
    let isNewer = (lastEvent ?? .distantPast) > (before.lastEvent ?? .distantPast)
    return addedEvents(since: before) ?? (isNewer ? 1 : 0)
  }
}

extension UserSummary: Changeable {
  /// By level and events: a new name is no change of risk.
  package static func kind(from before: UserSummary, to after: UserSummary) -> ChangeKind {
    RiskState.kind(from: RiskState(before), to: RiskState(after))
  }
}

extension Change<UserSummary> {
  /// How many events are new, as far as counts tell; 0 for a user who left.
  package var newEvents: Int {
    isGone ? 0 : RiskState(value).newEvents(since: before.map(RiskState.init))
  }
}

extension Change<RiskState> {
  /// What changed from each moment of a user's history to the next, oldest first; the first one is new.
  package static func list(_ moments: [HistoryMoment<RiskState>]) -> [Change<RiskState>] {
    var earlier: HistoryMoment<RiskState>?
    // What a user was who is away in the oldest moment that is kept, nobody knows any more.
    let unknown = RiskState(level: nil, eventCount: 0, lastEvent: nil)
    return moments.map { moment in
      defer { earlier = moment }
      return Change(
        moment.value ?? earlier?.value ?? unknown,
        before: earlier?.value,
        isGone: moment.value == nil,
        isBack: earlier != nil && earlier?.value == nil,
        at: moment.at
      )
    }
  }
}
