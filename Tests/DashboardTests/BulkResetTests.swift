import Foundation
import RiskAPI
import RiskServices
import RiskStore
import TerminalUI
import Testing

@testable import Dashboard

/// Several users at once.
struct BulkResetTests {
  @Test func `several users need their number, typed`() {
    var driver = DashboardDriver.marked(3)
    #expect(driver.press("R", "2", "y").isEmpty)
    #expect(driver.resetDialog?.stage == .counting)
    #expect(driver.text.contains("Type 3 to reset them all"))

    driver.type("4")
    #expect(driver.press("Enter").isEmpty)
    #expect(driver.text.contains("type 3 to confirm"))
    driver.press("Backspace")
    driver.type("3")
    #expect(DashboardDriver.resets(in: driver.press("Enter")).map(\.userID) == [.fixture(1)])
  }

  @Test(arguments: ["", "0", "03x", "three", "33"])
  func `no other number is taken`(typed: String) {
    var driver = DashboardDriver.marked(3)
    driver.press("R", "2", "y")
    driver.type(typed)

    #expect(driver.press("Enter").isEmpty)
    #expect(driver.resetDialog?.stage == .counting)
  }

  @Test func `y is a letter where the number is typed`() {
    var driver = DashboardDriver.marked(3)
    #expect(driver.press("R", "2", "y", "y", "y").isEmpty)
    #expect(driver.resetDialog?.stage == .counting)
  }

  @Test func `a pasted number is refused`() {
    var driver = DashboardDriver.marked(3)
    driver.press("R", "2", "y")
    #expect(driver.paste("3").isEmpty)
    #expect(driver.notice == "type the number: pasting is not accepted")
    #expect(driver.press("Enter").isEmpty)
  }

  @Test func `resets go one by one, and the list is asked for once at the end`() {
    var driver = DashboardDriver.marked(3)
    var sent = DashboardDriver.resets(in: driver.confirmMarked(3))
    var fetches = 0
    for number in 1...3 {
      guard sent.count == 1, let request = sent.first else {
        Issue.record("expected one reset, got \(sent.count)")
        return
      }
      #expect(request.userID == .fixture(number))
      let effects = driver.send(.resetEnded(request, .reset(at: DashboardDriver.now)))
      fetches += effects.count { $0 == .fetch(.users) }
      sent = DashboardDriver.resets(in: effects)
    }

    #expect(sent.isEmpty)
    #expect(fetches == 1)
    #expect(driver.dashboard.dialogs.isEmpty)
    #expect(driver.notice == "3 users reset (false positive)")
  }

  @Test func `progress shows done, total and failed`() throws {
    var driver = DashboardDriver.marked(3)
    let first = try #require(DashboardDriver.resets(in: driver.confirmMarked(3)).first)
    driver.send(.resetEnded(first, .notDone(.account(.timedOut))))

    #expect(driver.text.contains("1 of 3 done, 1 failed"))
  }

  @Test func `s stops after the one under way`() throws {
    var driver = DashboardDriver.marked(3)
    let first = try #require(DashboardDriver.resets(in: driver.confirmMarked(3)).first)
    driver.press("s")
    #expect(driver.text.contains("stopping after this one: 0 of 3 done"))

    let effects = driver.send(.resetEnded(first, .reset(at: DashboardDriver.now)))
    #expect(DashboardDriver.resets(in: effects).isEmpty)
    #expect(driver.notice == "1 of 3 users reset, 2 not tried")
    #expect(DashboardDriver.stopped(in: effects) == 2)
    // Nothing is left that R could show: it asks anew, for those who are still marked.
    driver.press("Esc", "R")
    #expect(driver.resetDialog?.targets.map(\.id) == [.fixture(2), .fixture(3)])
    #expect(driver.resetDialog?.reason == .falsePositive)
  }

  @Test func `they go on while the list is used, and the last line tells how far they are`() throws
  {
    var driver = DashboardDriver.marked(3)
    let first = try #require(DashboardDriver.resets(in: driver.confirmMarked(3)).first)
    driver.press("Esc")
    #expect(driver.dashboard.dialogs.isEmpty)
    #expect(driver.lastLine.contains("resetting: 0 of 3 done (R)"))

    driver.press("g", "j", "j", "j")
    #expect(driver.dashboard.users.selection == .fixture(4))
    let second = try #require(
      DashboardDriver.resets(in: driver.send(.resetEnded(first, .reset(at: nil)))).first
    )
    #expect(second.userID == .fixture(2))
    #expect(driver.dashboard.dialogs.isEmpty)
    #expect(driver.lastLine.contains("resetting: 1 of 3 done (R)"))
    // A second one has to wait: R shows what is under way.
    driver.press("R")
    #expect(driver.text.contains("Reset 3 users"))
    #expect(driver.text.contains("resetting: 1 of 3 done"))
    driver.press("Esc")

    let refused = WriteResult<ShownUser>.notDone(.account(.notFound(.init(status: 404))))
    let third = try #require(
      DashboardDriver.resets(in: driver.send(.resetEnded(second, refused))).first
    )
    #expect(driver.notice.hasPrefix("Kenji Watanabe: not reset"))
    let effects = driver.send(.resetEnded(third, .reset(at: nil)))
    #expect(effects.contains(.fetch(.users)))
    #expect(driver.dashboard.dialogs.isEmpty)
    driver.press("!")
    #expect(driver.text.contains("2 of 3 users reset"))
    #expect(driver.text.contains("Kenji Watanabe: not reset"))
    driver.press("Esc")
    #expect(!driver.lastLine.contains("resetting"))
  }

  @Test func `a pause holds the next one back until it goes on`() throws {
    var driver = DashboardDriver.marked(3)
    let first = try #require(DashboardDriver.resets(in: driver.confirmMarked(3)).first)
    driver.press("p")
    #expect(driver.send(.resetEnded(first, .reset(at: nil))).isEmpty)
    #expect(driver.text.contains("paused: 1 of 3 done"))
    #expect(DashboardDriver.resets(in: driver.press("p")).map(\.userID) == [.fixture(2)])
    #expect(driver.text.contains("resetting: 1 of 3 done"))
  }

  @Test func `who quits is told what is not sent, and the audit log as well`() throws {
    var driver = DashboardDriver.marked(3)
    driver.confirmMarked(3)
    driver.press("Esc")
    #expect(driver.press("q").isEmpty)
    #expect(driver.text.contains("2 confirmed resets not sent: they will not be made"))
    let effects = driver.press("y")
    #expect(effects.last == .terminal(.quit))
    #expect(DashboardDriver.stopped(in: effects) == 2)
  }

  @Test func `what was typed is there for those who were not reset`() throws {
    var driver = DashboardDriver.marked(3)
    driver.press("R", "2", "i")
    driver.type("seen")
    driver.press("Enter", "y")
    driver.type("3")
    let first = try #require(DashboardDriver.resets(in: driver.press("Enter")).first)
    #expect(driver.dashboard.drafts[DraftName.notes]??.contains("seen") == true)
    driver.press("s")
    driver.send(.resetEnded(first, .reset(at: nil)))
    let kept = try #require(driver.dashboard.drafts[DraftName.notes] ?? nil)
    #expect(kept.contains("seen"))
    #expect(!kept.contains(UserID.fixture(1).rawValue))
  }

  @Test func `one user's failure does not stop the others, and is told by name`() throws {
    var driver = DashboardDriver.marked(3)
    let first = try #require(DashboardDriver.resets(in: driver.confirmMarked(3)).first)
    let notFound = APIError.notFound(.init(status: 404))
    let refused = WriteResult<ShownUser>.notDone(.account(notFound))
    guard
      let second = DashboardDriver.resets(in: driver.send(.resetEnded(first, refused))).first,
      let third = DashboardDriver.resets(
        in: driver.send(.resetEnded(second, .unknown(WriteDoubt(.timedOut))))
      )
      .first
    else {
      Issue.record("the resets stopped")
      return
    }
    driver.send(.resetEnded(third, .reset(at: DashboardDriver.now)))

    let text = driver.flatText
    #expect(text.contains("1 of 3 users reset"))
    #expect(text.contains("Dana Reyes: not reset"))
    #expect(text.contains("Kenji Watanabe: unknown whether reset"))
  }

  @Test(arguments: [
    WriteError.account(.forbidden(.write)), .account(.offline),
    .account(.unauthorized(.init(status: 401))),
    .account(.rateLimited(.init(status: 429), retryAfter: 300)),
    .offline, .journal(.fixture),
  ])
  func `an error that would meet everybody holds the rest back`(error: WriteError) throws {
    var driver = DashboardDriver.marked(3)
    let first = try #require(DashboardDriver.resets(in: driver.confirmMarked(3)).first)

    let effects = driver.send(.resetEnded(first, .notDone(error)))
    #expect(DashboardDriver.resets(in: effects).isEmpty)
    #expect(driver.text.contains("paused: 1 of 3 done, 1 failed"))
    driver.press("Esc")
    #expect(driver.lastLine.contains("paused: 1 of 3 done, 1 failed (R)"))
    // Whoever has mended the cause lets them go on.
    #expect(DashboardDriver.resets(in: driver.press("R", "p")).map(\.userID) == [.fixture(2)])
  }

  @Test func `news about one of them skips that one and says so`() throws {
    var driver = DashboardDriver.marked(2)
    let first = try #require(DashboardDriver.resets(in: driver.confirmMarked(2)).first)
    let fresh = RiskState(level: .high, eventCount: 7, lastEvent: DashboardDriver.now)
    guard
      let second = DashboardDriver.resets(in: driver.send(.resetEnded(first, .outdated(fresh))))
        .first
    else {
      Issue.record("the resets stopped")
      return
    }
    driver.send(.resetEnded(second, .reset(at: nil)))

    #expect(driver.flatText.contains("Dana Reyes: not reset, 1 new event since"))
  }

  @Test func `a late reply to another request is no reply`() throws {
    var driver = DashboardDriver.marked(2)
    let first = try #require(DashboardDriver.resets(in: driver.confirmMarked(2)).first)
    var other = first
    other.userID = .fixture(9)

    #expect(DashboardDriver.resets(in: driver.send(.resetEnded(other, .reset(at: nil)))).isEmpty)
    #expect(driver.text.contains("resetting: 0 of 2 done"))
  }

  @Test func `marks of users who were reset go with them`() {
    var driver = DashboardDriver.marked(2)
    var sent = DashboardDriver.resets(in: driver.confirmMarked(2))
    while let request = sent.first {
      sent = DashboardDriver.resets(
        in: driver.send(.resetEnded(request, .reset(at: DashboardDriver.now)))
      )
    }
    var account = Fixture.team
    account.users.removeFirst(2)
    driver.receive(account, after: 60)

    #expect(driver.dashboard.users.marks.isEmpty)
  }

  @Test func `eleven users are reset with all of them counted`() {
    var driver = DashboardDriver.marked(11)
    driver.press("R")
    #expect(driver.text.contains("Reset 11 users?"))
    // Every one of them can be read before it is confirmed.
    var read = driver.text
    for _ in 0..<11 {
      driver.press("Down")
      read += driver.text
    }
    for user in Fixture.team.users.prefix(11) { #expect(read.contains(user.email)) }
  }

  @Test(arguments: [Size(columns: 80, rows: 24), Size(columns: 200, rows: 60)])
  func `two hundred users can be read, counted and reset on any screen`(size: Size) {
    var driver = DashboardDriver.loaded(size: size)
    driver.receive(Fixture(users: (1...200).map { UserSummary.fixture($0) }), after: 60)
    driver.press("*", "R", "2", "i")
    let note = String(
      repeating: "every laptop of the team was rebuilt after the phishing; ",
      count: 8
    )
    driver.type(String(note.prefix(480)) + " the end")
    driver.press("Enter")
    #expect(driver.text.contains("Reset 200 users?"))
    driver.press("End")
    #expect(driver.text.contains("user200@"))
    expectStraight(driver)
    driver.press("y")
    // The last step repeats what it will do, why, and with which words.
    #expect(driver.resetDialog?.stage == .counting)
    #expect(driver.text.contains("Reset 200 users?"))
    #expect(driver.text.contains("Reason: false positive"))
    #expect(driver.text.contains("the end"))
    #expect(driver.text.contains("Type 200 to reset them all"))
    driver.press("PageUp")
    expectStraight(driver)
    driver.type("200")
    #expect(DashboardDriver.resets(in: driver.press("Enter")).count == 1)
  }

  @Test func `those who need a second look come first, with why`() {
    var driver = DashboardDriver.loaded()
    driver.send(
      .verdictsFound([
        .fixture(4): CaseNote(
          user: .fixture(4),
          verdict: .truePositive,
          note: "",
          author: "ana@laptop",
          at: DashboardDriver.now
        )
      ])
    )
    driver.press("Space", "Space", "Space", "Space")
    // One moves and one is raised after they were marked.
    var team = Fixture.team
    team.users[1].eventCount += 3
    team.users[3].maxRiskLevel = .high
    driver.receive(team, after: 60)
    driver.press("R")
    #expect(driver.resetDialog?.targets.count == 4)
    #expect(driver.text.contains("2 of them need a second look: they are first in the list"))
    var read = driver.text
    for _ in 0..<6 {
      driver.press("Down")
      read += driver.text
    }
    #expect(read.contains("! 3 new events since marked"))
    #expect(read.contains("! true positive · raised to HIGH since marked"))
    driver.press("3", "y")
    #expect(driver.text.contains("2 of them need a second look"))
  }

  @Test func `earlier resets are told beside the user they are about`() {
    var driver = DashboardDriver.marked(3)
    driver.press("R")
    let entry = AuditEntry(
      id: AuditID(line: 1),
      time: DashboardDriver.now.addingTimeInterval(-2 * 86_400),
      account: "a",
      operator: "bo@desk",
      intent: AuditIntent(
        action: "reset",
        target: UserID.fixture(2).rawValue,
        reason: "remediated"
      ),
      outcome: AuditOutcome(time: DashboardDriver.now, result: .done)
    )
    driver.send(.recentResetsFound([.fixture(2): [entry]]))
    #expect(driver.text.contains("! reset 16 Jun (remediated)"))
    #expect(driver.text.contains("1 of them needs a second look"))
  }
}

extension DashboardDriver {
  /// The team with its first users marked.
  fileprivate static func marked(_ count: Int) -> DashboardDriver {
    var driver = DashboardDriver.loaded()
    driver.press(Array(repeating: "Space", count: count))
    return driver
  }

  /// Asks, answers with a reason and the number, and returns what was started.
  @discardableResult
  fileprivate mutating func confirmMarked(_ count: Int) -> [Effect] {
    press("R", "2", "y")
    type(String(count))
    return press("Enter")
  }

  /// How many confirmed writes are noted as not sent.
  fileprivate static func stopped(in effects: [Effect]) -> Int {
    effects.reduce(0) { count, effect in
      if case .noteStopped(let writes, .interrupted) = effect {
        count + writes.count
      } else {
        count
      }
    }
  }

  fileprivate var lastLine: Substring { text.split(separator: "\n").last ?? "" }
}
