package import Foundation
package import RiskAPI
package import RiskStore

/// How a user's standing changed from one look at the account to the next.
package struct StandingChange: Hashable, Sendable {
  /// When it was first seen so.
  package var at: Date
  package var kind: Kind
  /// Nil when the user was not in the summary.
  package var before: RiskState?
  /// Nil when the user is not in the summary any more.
  package var after: RiskState?

  package init(at: Date, kind: Kind, before: RiskState? = nil, after: RiskState? = nil) {
    self.at = at
    self.kind = kind
    self.before = before
    self.after = after
  }

  /// What matters most about a change, in one word.
  package enum Kind: String, CaseIterable, Sendable {
    /// The first look at the user.
    case seen
    case raised, lowered
    /// Events came, at the same level.
    case events
    /// Fewer events are counted, at the same level.
    case changed
    /// No longer in the summary, as after a reset.
    case left
    /// In the summary again.
    case back
  }

  /// Names each moment of a user's history, oldest first, by how it differs from the one before.
  package static func list(
    _ moments: [HistoryMoment<RiskState>],
    of user: UserID
  ) -> [StandingChange] {
    var earlier: HistoryMoment<RiskState>?
    return moments.map { moment in
      defer { earlier = moment }
      let difference = UserDifference(
        id: user,
        name: "",
        email: "",
        before: earlier?.value,
        after: moment.value
      )
      return StandingChange(
        at: moment.at,
        kind: kind(difference, isFirst: earlier == nil),
        before: difference.before,
        after: difference.after
      )
    }
  }

  private static func kind(_ difference: UserDifference, isFirst: Bool) -> Kind {
    guard difference.after != nil else { return .left }
    return switch difference.kind {
    case .back: .back
    case .appeared: isFirst ? .seen : .back
    case .left: .left
    case .raised: .raised
    case .lowered: .lowered
    case .newEvents: .events
    case .changed: .changed
    }
  }
}
