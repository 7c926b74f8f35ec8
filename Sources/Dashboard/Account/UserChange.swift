package import RiskAPI

/// What became of a user while the dashboard was watching.
package enum UserNews: Hashable, Sendable {
  case new, raised, moved
}

/// A difference between two summaries.
package enum UserChange: Hashable, Sendable {
  case appeared(RiskUser)
  case raised(RiskUser, from: RiskLevel?)
  /// New events at the same level.
  case moved(RiskUser)
  /// Not in the summary any more, as after a reset.
  case left(RiskUser)
}

extension UserChange {
  /// Whom it is about.
  package var userID: UserID {
    switch self {
    case .appeared(let user), .raised(let user, _), .moved(let user), .left(let user): user.id
    }
  }
}
