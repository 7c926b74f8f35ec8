package import Foundation
import GRDB
package import RiskAPI

extension Cache {
  /// One user's page, and the events that the account no longer gives.
  package struct KnownUser: Equatable, Sendable {
    /// As the account last said; events newest first.
    package var risk: UserDetail
    /// Events that the account gave once and left out later, as after a reset; newest first.
    package var archivedEvents: [ArchivedEvent]

    package init(risk: UserDetail, archivedEvents: [ArchivedEvent] = []) {
      self.risk = risk
      self.archivedEvents = archivedEvents
    }
  }

  /// One user's page and events; nil when never saved.
  ///
  /// Users who left the summary are still found.
  package func loadUser(_ id: UserID) async throws(CacheError) -> Fetched<KnownUser>? {
    try await read { database in
      let page = try Row.fetchOne(
        database,
        sql: """
          SELECT name, email, level, last_reset, total_event_count, fetched_at, asked_at
          FROM user_page WHERE user_id = ?
          """,
        arguments: [id.rawValue]
      )
      guard let page else { return nil }
      let level: String? = try page.get(2)
      let (current, past) = try EventRow.load(id, database)
      let risk = try UserDetail(
        name: page.get(0),
        email: page.get(1),
        events: current,
        lastReset: Moment.date(page.get(3) as Int64?),
        riskLevel: level.map(RiskLevel.init),
        totalEventCount: page.get(4)
      )
      let asked: Date = Moment.date(try page.get(6) as Int64)
      return Fetched(
        KnownUser(risk: risk, archivedEvents: past),
        askedAt: asked,
        fetchedAt: Moment.date(try page.get(5) as Int64)
      )
    }
  }

  /// Saves one user's page.
  ///
  /// Events that it leaves out stay, marked with `fetchedAt`.
  /// A page that is not whole (`isComplete`) marks none: what it leaves out may well be there.
  /// Returns false, and saves nothing, when a page that was asked for later is there already.
  @discardableResult
  package func saveUser(
    _ id: UserID,
    _ risk: UserDetail,
    askedAt: Date? = nil,
    fetchedAt: Date,
    clock: @escaping @Sendable () -> Date = { Date() }
  ) async throws(CacheError) -> Bool {
    guard isWritable else { return true }
    let askedAt = askedAt ?? fetchedAt
    return try await write { database in
      let newest = try Int64.fetchOne(
        database,
        sql: "SELECT asked_at FROM user_page WHERE user_id = ?",
        arguments: [id.rawValue]
      )
      if let newest, Moment.isNewer(newest, than: askedAt, now: clock()) { return false }
      try database.execute(
        sql: """
          REPLACE INTO user_page
            (user_id, name, email, level, last_reset, total_event_count, fetched_at, asked_at)
          VALUES (?, ?, ?, ?, ?, ?, ?, ?)
          """,
        arguments: [
          id.rawValue, risk.name, risk.email, risk.riskLevel?.apiName,
          Moment.microseconds(risk.lastReset), risk.totalEventCount, Moment.microseconds(fetchedAt),
          Moment.microseconds(askedAt),
        ]
      )
      try EventRow.merge(
        risk.events,
        of: id,
        isWhole: risk.isComplete,
        at: fetchedAt,
        database
      )
      return true
    }
  }
}
