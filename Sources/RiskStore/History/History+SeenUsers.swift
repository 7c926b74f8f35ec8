import GRDB
package import RiskAPI

/// A user whom the summary showed once.
package struct SeenUser: Hashable, Sendable, Identifiable {
  /// As last seen.
  package var user: RiskUser
  /// True when the summary no longer shows the user.
  package var isGone: Bool

  package init(user: RiskUser, isGone: Bool) {
    self.user = user
    self.isGone = isGone
  }

  /// The user's id.
  package var id: UserID { user.id }
}

extension History {
  /// A user by id, whose case does not matter; nil for one whom the summary never showed.
  package func seenUser(_ id: UserID) async throws(JournalError) -> SeenUser? {
    try await read {
      try Self.seenUsers($0, where: "user_id = ? COLLATE NOCASE", arguments: [id.rawValue]).first
    }
  }

  /// Users by e-mail, whose case does not matter (outside ASCII it does), by id.
  package func seenUsers(withEmail email: String) async throws(JournalError) -> [SeenUser] {
    try await read {
      try Self.seenUsers($0, where: "email = ? COLLATE NOCASE", arguments: [email])
    }
  }

  private static func seenUsers(
    _ database: Database,
    where condition: String,
    arguments: StatementArguments
  ) throws -> [SeenUser] {
    let rows = try Row.fetchAll(
      database,
      sql: """
        SELECT user_id, name, email, \(StandingRow.columns), is_gone
        FROM person JOIN standing ON person = key WHERE \(condition) ORDER BY user_id
        """,
      arguments: arguments
    )
    return try rows.map { row in
      let standing = try StandingRow.standing(row, at: 3)
      let user = try RiskUser(
        id: UserID(row.get(0)),
        name: row.get(1),
        email: row.get(2),
        maxRiskLevel: standing.level,
        eventCount: standing.eventCount,
        lastEvent: standing.lastEvent
      )
      return SeenUser(user: user, isGone: try row.get(6))
    }
  }
}
