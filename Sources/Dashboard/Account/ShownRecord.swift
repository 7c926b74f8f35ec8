import Foundation
package import RiskAPI
package import RiskServices
package import RiskStore

/// What is kept of the user whom the timeline shows.
package struct ShownRecord: Equatable, Sendable {
  /// Whose; nil before anything was looked for.
  package private(set) var userID: UserID?
  package private(set) var record = UserRecord()
  /// Events of the record that the account does not give now.
  package private(set) var events: [ArchivedEvent] = []
  /// Changes of the record but for new events, which tell of themselves.
  package private(set) var changes: [Change<RiskState>] = []
  /// Counts the changes, so that what shows them follows.
  private(set) var revision = 0

  mutating func receive(_ record: UserRecord, of id: UserID, _ risk: UserDetail?) {
    userID = id
    self.record = record
    changes = record.changes.filter { $0.kind != .moreEvents }
    follow(risk, of: id)
  }

  /// Follows the user's page, which may give events again or leave some out.
  mutating func follow(_ risk: UserDetail?, of id: UserID) {
    guard id == userID else { return }
    let given = Set((risk?.events ?? []).map(\.id))
    events = record.events.filter { !given.contains($0.id) }
    revision += 1
  }
}

extension AccountData {
  /// What is kept of a user; nil unless the timeline shows them.
  func record(of id: UserID) -> UserRecord? { shownRecord.userID == id ? shownRecord.record : nil }

  /// Events of a user that the account gives no longer.
  func archivedEvents(of id: UserID) -> [ArchivedEvent] {
    shownRecord.userID == id ? shownRecord.events : []
  }

  /// When the summary was first seen without a user; nil for who is in it, as far as is known.
  func goneAt(_ id: UserID) -> Date? {
    user(id) != nil ? nil : past[id]?.goneAt ?? record(of: id)?.goneAt
  }

  /// A user by whatever is known of them: the list, or what is kept.
  func anyUser(_ id: UserID) -> UserSummary? { knownUser(id) ?? record(of: id)?.seen?.user }
}
