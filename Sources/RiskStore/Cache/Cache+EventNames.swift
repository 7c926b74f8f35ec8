import GRDB
package import RiskAPI

extension Cache {
  /// Which events the cache has of which users, by the events' names.
  package struct EventNames: Equatable, Sendable {
    /// Users with an event of a name, by the name; events that the account no longer gives count too.
    package var users: [String: [UserID]] = [:]
    /// Everybody whose page was ever saved.
    package var read: [UserID] = []

    package init() {}
  }

  /// Names of all events that were ever saved, and whose they are.
  package func loadEventNames() async throws(CacheError) -> EventNames {
    try await read { database in
      var names = EventNames()
      let events = try Row.fetchCursor(database, sql: "SELECT DISTINCT name, user_id FROM event")
      while let row = try events.next() {
        let name: String = try row.get(0)
        names.users[name, default: []].append(UserID(try row.get(1)))
      }
      let pages = try Row.fetchCursor(database, sql: "SELECT user_id FROM user_page")
      while let row = try pages.next() { names.read.append(UserID(try row.get(0))) }
      return names
    }
  }
}
