import GRDB
package import RiskAPI

/// A user whom the summary showed once.
package struct SeenUser: Hashable, Sendable, Identifiable {
  /// As last seen.
  package var user: UserSummary
  /// True when the summary no longer shows the user.
  package var isGone: Bool

  package init(user: UserSummary, isGone: Bool) {
    self.user = user
    self.isGone = isGone
  }

  /// The user's id.
  package var id: UserID { user.id }
}

extension History {
  /// A user by id, whose case does not matter; nil for one whom the summary never showed.
  package func seenUser(_ id: UserID) async throws(JournalError) -> Checked<SeenUser?> {
    try await read {
      try Self.seenUsers($0, where: "user_id = ? COLLATE NOCASE", arguments: [id.rawValue])
        .map(\.first)
    }
  }

  /// Users by e-mail, whose case does not matter (outside ASCII it does), by id.
  package func seenUsers(
    withEmail email: String
  ) async throws(JournalError) -> Checked<[SeenUser]> {
    try await read {
      try Self.seenUsers($0, where: "email = ? COLLATE NOCASE", arguments: [email])
        // Whose e-mail is not as it was written may be somebody else.
        .map { $0.filter { !$0.user.email.isEmpty || email.isEmpty } }
    }
  }

  /// As the newest row of each that the chain vouches for says.
  private static func seenUsers(
    _ database: Database,
    where condition: String,
    arguments: StatementArguments
  ) throws -> Checked<[SeenUser]> {
    let rows = try Row.fetchAll(
      database,
      sql: """
        SELECT \(KnownPerson.selection) FROM \(KnownPerson.source) WHERE \(condition)
        ORDER BY user_id
        """,
      arguments: arguments
    )
    let thinned = try Thinning.newest(database)
    var seen = Checked<[SeenUser]>([])
    for row in rows {
      let person = try KnownPerson(row, since: Int64.max, thinned: thinned, database)
      seen.faults += person.faults
      if let user = try person.seen() { seen.value.append(user) }
    }
    return seen
  }
}
