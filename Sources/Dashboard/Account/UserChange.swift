package import RiskAPI

/// What became of a user while the dashboard was watching.
package enum UserNews: Hashable, Sendable {
  /// At risk again after a reset, or after having left the list.
  case back
  case new, raised, moved
}

/// A difference between two summaries.
package enum UserChange: Hashable, Sendable {
  /// In the summary again after a reset, or after having left it.
  case back(UserSummary)
  case appeared(UserSummary)
  case raised(UserSummary, from: RiskLevel?)
  /// New events at the same level.
  case moved(UserSummary)
  /// Not in the summary any more, as after a reset.
  case left(UserSummary)
}

extension UserChange {
  var isBack: Bool { if case .back = self { true } else { false } }

  /// Whom it is about.
  package var userID: UserID {
    switch self {
    case .back(let user), .appeared(let user), .raised(let user, _), .moved(let user),
      .left(let user):
      user.id
    }
  }
}
