package import Foundation
import GRDB
package import RiskAPI

extension Cache {
  /// The first users of the risk order, and what a screen says of all the others.
  package struct FirstUsers: Equatable, Sendable {
    /// By level, highest first; then by last event, newest first; then by id.
    package var users: [UserSummary]
    /// How many users the cache holds.
    package var userCount: Int
    /// How many users the account counts; nil when it did not say.
    package var totalCount: Int?
    /// How many users have each level, in no order; nil is unscored.
    package var levelCounts: [RiskLevel?: Int]
    /// Users whom the last answer left out though it was not whole: they may be gone.
    package var keptCount: Int

    package init(
      users: [UserSummary],
      userCount: Int,
      totalCount: Int? = nil,
      levelCounts: [RiskLevel?: Int],
      keptCount: Int = 0
    ) {
      self.users = users
      self.userCount = userCount
      self.totalCount = totalCount
      self.levelCounts = levelCounts
      self.keptCount = keptCount
    }

    /// False when the account counted more users than it handed out.
    package var isComplete: Bool { totalCount.map { userCount - keptCount >= $0 } ?? true }
  }

  /// Which users a refresh changed.
  package struct UserChanges: Equatable, Sendable {
    package var added: [UserID] = []
    /// Name, e-mail, level, count or last event differ.
    package var changed: [UserID] = []
    /// No longer in the summary; their events are kept.
    package var removed: [UserID] = []
    /// True when nothing was saved, because a summary that was asked for later is there already.
    package var isOvertaken = false

    package init(
      added: [UserID] = [],
      changed: [UserID] = [],
      removed: [UserID] = []
    ) {
      self.added = added
      self.changed = changed
      self.removed = removed
    }

    /// Users whose events may be new.
    package var moved: [UserID] { added + changed }
    package var isEmpty: Bool { count == 0 }
    package var count: Int { added.count + changed.count + removed.count }
  }

  /// The first users in risk order, quick however many there are; nil before the first save.
  package func loadFirstUsers(_ count: Int) async throws(CacheError) -> Fetched<FirstUsers>? {
    try await readFirst { database in
      guard let resource = try ResourceRow.fetch(.users, database) else { return nil }
      let users = try UserRow.fetch(
        database,
        sql: """
          SELECT \(UserRow.columns) FROM user
          ORDER BY level_rank DESC, last_event DESC, id LIMIT ?
          """,
        limit: count
      )
      var counts: [RiskLevel?: Int] = [:]
      let rows = try Row.fetchCursor(database, sql: "SELECT level, users FROM level_count")
      while let row = try rows.next() {
        let level: String = try row.get(0)
        counts[level.isEmpty ? nil : RiskLevel(level)] = try row.get(1) as Int
      }
      let first = FirstUsers(
        users: users,
        userCount: resource.rowCount,
        totalCount: resource.totalCount,
        levelCounts: counts,
        keptCount: resource.keptCount
      )
      return Fetched(
        first,
        askedAt: Moment.date(resource.askedAt),
        fetchedAt: Moment.date(resource.fetchedAt)
      )
    }
  }

  /// The whole summary, ordered by id; nil before the first save.
  package func loadUsers() async throws(CacheError) -> Fetched<RiskSummary>? {
    try await read { database in
      guard let resource = try ResourceRow.fetch(.users, database) else { return nil }
      let users = try UserRow.fetch(
        database,
        sql: "SELECT \(UserRow.columns) FROM user ORDER BY id",
        capacity: resource.rowCount
      )
      return Fetched(
        RiskSummary(
          users: users,
          totalCount: resource.totalCount,
          keptCount: resource.keptCount
        ),
        askedAt: Moment.date(resource.askedAt),
        fetchedAt: Moment.date(resource.fetchedAt)
      )
    }
  }

  /// Replaces the summary, writing only the rows that differ, in one transaction.
  ///
  /// Users missing from a summary that is not whole stay as they were, and are counted as kept. Events of
  /// users who are no longer in it are kept. Returns what differed from the file, which another
  /// process may have written. Saves nothing when a summary that was asked for later is there already.
  @discardableResult
  package func saveUsers(
    _ summary: RiskSummary,
    askedAt: Date? = nil,
    fetchedAt: Date,
    clock: @escaping @Sendable () -> Date = { Date() }
  ) async throws(CacheError) -> UserChanges {
    guard isWritable else { return UserChanges() }
    let askedAt = askedAt ?? fetchedAt
    let changes = try await write { database in
      guard try !ResourceRow.isOvertaken(.users, askedAt: askedAt, now: clock(), database) else {
        var none = UserChanges()
        none.isOvertaken = true
        return none
      }
      let changes = try UserRow.replaceAll(with: summary, database)
      try ResourceRow(
        fetchedAt: Moment.microseconds(fetchedAt),
        askedAt: Moment.microseconds(askedAt),
        rowCount: changes.rowCount,
        totalCount: summary.totalCount,
        keptCount: changes.keptCount
      ).save(.users, hasChanged: !changes.changes.isEmpty, database)
      return changes.changes
    }
    await connection?.tidyUp(afterWriting: changes.count)
    return changes
  }
}
