import Foundation
import GRDB
import RiskAPI
import TestSupport
import Testing

@testable import RiskStore

/// Nothing that somebody writes into the history by hand is shown, and all of it is found.
@Suite struct PlantedHistoryTests {
  let folder: TemporaryFolder
  let journal: Journal
  let user = UserSummary.sample(1).id
  let other = UserSummary.sample(2).id

  /// Three looks at each kind of thing, each showing a change: observations 1 to 3, 4 to 6, 7 to 9.
  init() async throws {
    folder = try TemporaryFolder()
    journal = try Journal.open(folder: folder.account, owner: .sample)
    for (second, level) in [RiskLevel.low, .high, .medium].enumerated() {
      try await journal.history.recordUsers(
        .of(.sample(1, level: level), .sample(2)),
        at: .at(Double(second))
      )
    }
    for (second, isOn) in [true, false, true].enumerated() {
      try await journal.history.recordBehaviors(
        [.sample("a", on: isOn)],
        at: .at(Double(second + 10))
      )
    }
    for (second, isOn) in [true, false, true].enumerated() {
      try await journal.history.recordIntegrations(
        [.sample("x", active: isOn)],
        at: .at(Double(second + 20))
      )
    }
    #expect(try await journal.auditLog.verify().isIntact)
  }

  /// One of the three tables.
  struct Table: CustomTestStringConvertible, Sendable {
    var name: String
    /// Picks the rows of the one whose history is asked for.
    var whose: String
    /// Changes a row.
    var change: String
    /// The first of its observations.
    var first: Int
    var testDescription: String { name }
  }

  static let tables = [
    Table(name: "user_history", whose: "person = 1", change: "level = 'low'", first: 1),
    Table(name: "behavior_history", whose: "key = 'a'", change: "enabled = 1", first: 4),
    Table(name: "integration_history", whose: "id = 'x'", change: "active = 1", first: 7),
  ]

  @Test(arguments: tables)
  func `a row that was changed is left out and named`(_ table: Table) async throws {
    try tamper(
      "UPDATE \(table.name) SET \(table.change) WHERE \(table.whose) AND observation = \(table.first + 1)"
    )
    try await expect([0, 2], in: table)
  }

  @Test(arguments: tables)
  func `a row whose time was changed is left out and named`(_ table: Table) async throws {
    try tamper("UPDATE observation SET at = at - 86400000000 WHERE seq = \(table.first + 1)")
    try await expect([0, 2], in: table)
  }

  @Test(arguments: tables)
  func `a row that was put in is left out and named`(_ table: Table) async throws {
    // At a look that there is, and at one that was put in along with it.
    for (observation, look) in [(9, false), (50, true)] {
      if look {
        try tamper(
          "INSERT INTO observation SELECT 50, origin, at, subject, first_row, row_count, hash, hash "
            + "FROM observation WHERE seq = 9"
        )
      }
      let columns =
        try sqlite(
          folder.journalFile,
          "SELECT group_concat(name) FROM pragma_table_info('\(table.name)')"
        ).first?[0] as String?
      let copied = try #require(columns).replacingOccurrences(
        of: "observation",
        with: "\(observation)"
      )
      // Those of integrations have a row at look 9 already.
      try tamper(
        "INSERT OR IGNORE INTO \(table.name) SELECT \(copied) FROM \(table.name) "
          + "WHERE \(table.whose) AND observation = \(table.first)"
      )
    }
    try await expect([0, 1, 2], in: table)
  }

  @Test(arguments: tables)
  func `a row that was removed from the middle is missed`(_ table: Table) async throws {
    try tamper("DELETE FROM \(table.name) WHERE observation = \(table.first + 1)")
    try await expect([0, 2], in: table)
  }

  @Test(arguments: tables)
  func `the newest row is missed`(_ table: Table) async throws {
    try tamper("DELETE FROM \(table.name) WHERE observation = \(table.first + 2)")
    #expect(try await journal.auditLog.verify().isIntact == false)
    #expect(try await shown(table).value == [0, 1])
  }

  @Test(arguments: tables)
  func `rows in another order are left out and named`(_ table: Table) async throws {
    let row = "UPDATE \(table.name) SET observation ="
    try tamper(
      "\(row) -1 WHERE \(table.whose) AND observation = \(table.first);;"
        + "\(row) \(table.first) WHERE \(table.whose) AND observation = \(table.first + 1);;"
        + "\(row) \(table.first + 1) WHERE \(table.whose) AND observation = -1"
    )
    try await expect([2], in: table)
  }

  @Test(arguments: [
    "DELETE FROM observation WHERE seq = 2", "DELETE FROM observation WHERE seq = 9",
    "UPDATE observation SET row_count = 2 WHERE seq = 2",
    "DELETE FROM user_history;;DELETE FROM standing;;DELETE FROM person", "DELETE FROM standing",
    "INSERT INTO standing (person, event_count, is_gone) VALUES (77, 1, 0)",
    "INSERT INTO person (user_id, name, email, hash) VALUES ('u', 'Eve', 'eve@x', x'00')",
  ])
  func `what is gone or has no home is found, and the next look is recorded`(
    sql: String
  ) async throws {
    try tamper(sql)
    #expect(try await journal.auditLog.verify().isIntact == false)
    try await journal.history.recordUsers(.of(.sample(1, events: 7), .sample(2)), at: .at(100))
    #expect(
      try await journal.history.history(of: user).value.last?.value?.eventCount == 7
    )
  }

  @Test func `how a user stands now comes from the newest proven row`() async throws {
    try tamper("UPDATE standing SET level = 'high', event_count = 99, is_gone = 1 WHERE person = 1")

    let seen = try await journal.history.seenUser(user)
    #expect(seen.value?.user.maxRiskLevel == .medium)
    #expect(seen.value?.isGone == false)
    #expect(seen.faults == [.history(.current(user: user.rawValue))])
    let past = try await journal.history.formerUsers()
    #expect(past.value.isEmpty)
    #expect(past.faults == seen.faults)
  }

  @Test func `a user who was put in is known to nobody`() async throws {
    try tamper(
      """
      INSERT INTO person SELECT 3, 'planted', name, 'eve@example.com', hash FROM person LIMIT 1;;
      INSERT INTO standing SELECT 3, level, event_count, last_event, 1 FROM standing LIMIT 1;;
      INSERT INTO user_history SELECT 3, observation, number, level, event_count, last_event, 1, NULL,
        hash FROM user_history WHERE person = 1
      """
    )
    #expect(try await journal.history.seenUsers(withEmail: "eve@example.com").value.isEmpty)
    #expect(try await journal.history.seenUser(UserID("planted")).value == nil)
    let past = try await journal.history.formerUsers()
    #expect(past.value.isEmpty)
    #expect(!past.faults.isEmpty)
    #expect(try await journal.history.changes(since: .at(0)).value.users.map(\.id) == [user])
    #expect(try await journal.auditLog.verify().isIntact == false)
  }

  @Test func `a name that was changed is not shown`() async throws {
    try tamper("UPDATE person SET name = 'Eve', email = 'eve@example.com' WHERE key = 1")
    #expect(try await journal.history.seenUsers(withEmail: "eve@example.com").value.isEmpty)
    let seen = try await journal.history.seenUser(user)
    #expect(seen.value?.user.name == "")
    #expect(seen.faults == [.history(.name(user: user.rawValue))])
    #expect(
      try await journal.auditLog.verify().fault == .history(.name(user: user.rawValue))
    )
  }

  @Test func `the history of one user is not another's`() async throws {
    try tamper(
      """
      UPDATE person SET user_id = 'x' WHERE key = 1;;
      UPDATE person SET user_id = '\(user.rawValue)' WHERE key = 2
      """
    )
    let history = try await journal.history.history(of: user)
    #expect(history.value.isEmpty)
    #expect(!history.faults.isEmpty)
  }

  @Test func `what changed is told from proven rows alone`() async throws {
    try tamper(
      """
      INSERT INTO user_history SELECT person, 9, number, 'high', 40, last_event, 0, previous, hash
        FROM user_history WHERE observation = 1;;
      UPDATE behavior_history SET enabled = 0 WHERE observation = 6
      """
    )
    let changes = try await journal.history.changes(since: .at(2))
    #expect(changes.value.users.isEmpty)
    #expect(changes.value.behaviors.map(\.after?.setting.isEnabled) == [false])
    #expect(changes.faults.count == 3)
    let trends = try await journal.history.trends(of: [user, other], since: .at(9))
    #expect(trends.value[user]?.map(\.value?.level) == [.medium])
    #expect(trends.value[other]?.map(\.value?.eventCount) == [1])
  }

  @Test func `a look that was put in is no start`() async throws {
    try tamper(
      "INSERT INTO observation SELECT 50, origin, 0, subject, first_row, row_count, hash, hash "
        + "FROM observation WHERE seq = 9"
    )
    let changes = try await journal.history.changes(since: .at(0))
    #expect(changes.value.users.map(\.kind) == [.raised])
    #expect(changes.faults.contains(.history(.look(50))))
  }

  // MARK: Support

  /// Which of the three looks are shown.
  private func shown(_ table: Table) async throws -> Checked<[Int]> {
    func seconds(_ times: [Date]) -> [Int] {
      times.map { Int($0.timeIntervalSince(.at(0))) % 10 }
    }
    switch table.name {
    case "user_history":
      let found = try await journal.history.history(of: user)
      return Checked(seconds(found.value.map(\.at)), faults: found.faults)
    case "behavior_history":
      let found = try await journal.history.history(ofBehavior: "a")
      return Checked(seconds(found.value.map(\.at)), faults: found.faults)
    default:
      let found = try await journal.history.history(ofIntegration: "x")
      return Checked(seconds(found.value.map(\.at)), faults: found.faults)
    }
  }

  private func expect(_ seconds: [Int], in table: Table) async throws {
    let found = try await shown(table)
    #expect(found.value == seconds)
    #expect(!found.faults.isEmpty)
    let fault = try await journal.auditLog.verify().fault
    if case .history(let fault) = fault {
      #expect(!fault.words.isEmpty)
    } else {
      Issue.record("\(String(describing: fault))")
    }
    // What comes next is recorded and shown.
    try await journal.history.recordUsers(.of(.sample(2)), at: .at(100))
    #expect(try await journal.history.history(of: user).value.last?.at == .at(100))
  }

  private func tamper(_ sql: String) throws {
    try sqlite(folder.journalFile, "\(sql);;SELECT 1")
  }
}
