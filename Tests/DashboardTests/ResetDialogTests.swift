import Foundation
import RiskAPI
import RiskServices
import RiskStore
import TerminalUI
import Testing

@testable import Dashboard

struct ResetDialogTests {
  @Test func `the question names the user, the level, the events and where it is exported`() {
    var driver = DashboardDriver.loaded()
    driver.press("R")
    let text = driver.text

    for words in [
      "Reset Dana Reyes?", "HIGH  6 events  Dana Reyes  user1@acme.example",
      "This cannot be undone", "sent to acme.okta.com", "[ Cancel ]",
    ] {
      #expect(text.contains(words))
    }
  }

  @Test func `y is refused until a reason is picked`() {
    var driver = DashboardDriver.loaded()
    #expect(driver.press("R", "y").isEmpty)
    #expect(driver.notice == "pick a reason first: 1 to 5")
    #expect(driver.resetDialog?.stage == .asking)
  }

  @Test func `the focused button is refused until a reason is picked, too`() {
    var driver = DashboardDriver.loaded()
    #expect(driver.press("R", "Tab", "Enter").isEmpty)
    #expect(driver.resetDialog?.stage == .asking)
    #expect(driver.text.contains("pick a reason first"))
  }

  @Test(arguments: [
    ("1", ResetReason.confirmedActivity), ("2", .falsePositive), ("3", .remediated),
    ("4", .securityTesting),
  ])
  func `a digit picks the reason, y sends one reset`(key: String, reason: ResetReason) {
    var driver = DashboardDriver.loaded()

    #expect(
      driver.press("R", key, "y") == [
        .resetUser(
          ResetRequest(
            userID: .fixture(1),
            seen: RiskState(Fixture.team.users[0]),
            reason: reason,
            note: ""
          )
        )
      ]
    )
  }

  @Test func `no reason is needed where the settings ask for none`() {
    var driver = DashboardDriver.loaded(requiresReason: false)

    #expect(DashboardDriver.resets(in: driver.press("R", "y")).map(\.reason) == [nil])
  }

  @Test func `other opens the note, and every letter is text there`() {
    var driver = DashboardDriver.loaded()
    driver.press("R", "5")
    #expect(driver.resetDialog?.form.isTyping == true)
    driver.type("y n 2 q R")
    #expect(driver.press("Enter").isEmpty)
    #expect(driver.resetDialog?.form.isTyping == false)

    let reset = DashboardDriver.resets(in: driver.press("y")).first
    #expect(reset?.reason == .other)
    #expect(reset?.note == "y n 2 q R")
  }

  @Test func `i edits the note, escape goes back to the question and keeps it`() {
    var driver = DashboardDriver.loaded()
    driver.press("R", "i")
    driver.type("ticket 4")
    driver.paste("2\nand more")
    driver.press("Esc")
    #expect(driver.resetDialog?.stage == .asking)

    #expect(DashboardDriver.resets(in: driver.press("1", "y")).first?.note == "ticket 42 and more")
  }

  @Test(arguments: [
    ["Esc"], ["n"], ["Enter"], ["Ctrl-C"], ["2", "Enter"], ["2", "Tab", "Tab", "Enter"],
  ])
  func `canceling sends nothing`(keys: [String]) {
    var driver = DashboardDriver.loaded()

    #expect(driver.press(["R"] + keys).isEmpty)
    #expect(driver.dashboard.dialogs.isEmpty)
  }

  @Test(arguments: ["Tab", "Shift-Tab", "Left", "Right"])
  func `the buttons can be moved between and pressed`(key: String) {
    var driver = DashboardDriver.loaded()
    #expect(DashboardDriver.resets(in: driver.press("R", "3", key, "Enter")).count == 1)
  }

  @Test func `pressing y again and again sends one reset`() {
    var driver = DashboardDriver.loaded()

    #expect(
      DashboardDriver.writes(in: driver.press("R", "2", "y", "y", "Enter", "y", "R", "2", "y"))
        .count == 1
    )
  }

  @Test func `the key that opens it never confirms it`() {
    var driver = DashboardDriver.loaded()

    #expect(driver.press("R", "R", "R", "2", "R").isEmpty)
    #expect(driver.resetDialog?.stage == .asking)
  }

  @Test func `a paste confirms nothing`() {
    var driver = DashboardDriver.loaded()
    driver.press("R")

    #expect(driver.paste("2y").isEmpty)
    #expect(driver.resetDialog?.reason == nil)
    #expect(driver.notice == "paste ignored: there is no text field")
  }

  @Test func `a refresh between opening and confirming cannot change the target`() {
    var driver = DashboardDriver.loaded()
    driver.press("R", "2")
    var account = Fixture.team
    account.users.swapAt(0, 1)
    account.users[1].maxRiskLevel = .low
    account.users[1].eventCount = 99
    driver.receive(account, after: 60)
    #expect(driver.text.contains("Reset Dana Reyes?"))

    let reset = DashboardDriver.resets(in: driver.press("y")).first
    #expect(reset?.userID == .fixture(1))
    #expect(reset?.seen == RiskState(Fixture.team.users[0]))
  }

  @Test func `a done reset closes the question and asks for the list`() {
    var driver = DashboardDriver.loaded()
    let effects = driver.answerReset(.reset(at: DashboardDriver.now), after: ["R", "2", "y"])

    #expect(effects.contains(.fetch(.users)))
    #expect(driver.dashboard.dialogs.isEmpty)
    #expect(driver.notice == "Dana Reyes reset (false positive)")
  }

  @Test func `new facts ask again, with the facts, and Cancel in focus`() {
    var driver = DashboardDriver.loaded()
    let fresh = RiskState(level: .other("severe"), eventCount: 9, lastEvent: DashboardDriver.now)
    let effects = driver.answerReset(.outdated(fresh), after: ["R", "2", "Tab", "Enter"])

    #expect(DashboardDriver.writes(in: effects).isEmpty)
    #expect(driver.text.contains("3 new events since, now SEVERE"))
    #expect(driver.text.contains("SEVERE  9 events  Dana Reyes"))
    #expect(driver.text.contains("[ Cancel ]"))
    #expect(driver.press("y").isEmpty)
    #expect(driver.notice == "review the new events first: pick the reason again, then y")
    #expect(DashboardDriver.resets(in: driver.press("2", "y")).map(\.seen) == [fresh])
  }

  @Test(arguments: [
    (
      WriteResult<ShownUser>.unknown(WriteDoubt(nil, ray: "8f00-FRA")),
      "accepted, but the account does not show it yet; look again before you repeat it (cf-ray 8f00"
    ),
    (.notDone(.account(.forbidden(.write))), "it needs Zero Trust Write"),
    (.notDone(.journal(.fixture)), "the disk is full; free some room"),
    (.notDone(.offline), "this session is offline; leave out --offline"),
    (.unknown(WriteDoubt(.timedOut)), "unknown whether reset"),
  ])
  func `a reset that was not made, or may have been, is told and stays on the screen`(
    outcome: WriteResult<ShownUser>,
    words: String
  ) {
    var driver = DashboardDriver.loaded()
    driver.answerReset(outcome, after: ["R", "2", "y"])

    #expect(driver.resetDialog?.stage == .reporting)
    #expect(driver.flatText.contains(words))
    #expect(driver.flatText.contains("Dana Reyes:"))
    #expect(DashboardDriver.writes(in: driver.press("y", "Enter")).isEmpty)
    #expect(driver.dashboard.dialogs.isEmpty)
  }

  @Test func `a sent reset cannot be canceled, and says so`() {
    var driver = DashboardDriver.loaded()
    driver.press("R", "2", "y", "Esc")

    #expect(driver.notice == "already sent: waiting for the outcome")
    #expect(driver.resetDialog != nil)
  }

  @Test func `numbers that lie do not trap`() {
    var account = Fixture.team
    account.users[0].eventCount = .min
    var driver = DashboardDriver.loaded(account)
    let fresh = RiskState(level: .high, eventCount: .max, lastEvent: DashboardDriver.now)
    driver.answerReset(.outdated(fresh), after: ["R", "2", "y"])

    #expect(driver.resetDialog?.stage == .asking)
    expectStraight(driver)
  }
}

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

  @Test func `progress shows done, total and failed`() {
    var driver = DashboardDriver.marked(3)
    guard let first = DashboardDriver.resets(in: driver.confirmMarked(3)).first else { return }
    driver.send(.resetEnded(first, .notDone(.account(.timedOut))))

    #expect(driver.text.contains("1 of 3 done, 1 failed"))
  }

  @Test func `escape stops after the one under way`() {
    var driver = DashboardDriver.marked(3)
    guard let first = DashboardDriver.resets(in: driver.confirmMarked(3)).first else { return }
    driver.press("Esc")
    #expect(driver.text.contains("stopping after this one"))

    let effects = driver.send(.resetEnded(first, .reset(at: DashboardDriver.now)))
    #expect(DashboardDriver.resets(in: effects).isEmpty)
    #expect(driver.text.contains("1 of 3 users reset"))
    #expect(driver.text.contains("2 users not tried: stopped"))
  }

  @Test func `one user's failure does not stop the others, and is told by name`() {
    var driver = DashboardDriver.marked(3)
    guard let first = DashboardDriver.resets(in: driver.confirmMarked(3)).first else { return }
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
  func `an error that would meet everybody ends the rest`(error: WriteError) {
    var driver = DashboardDriver.marked(3)
    guard let first = DashboardDriver.resets(in: driver.confirmMarked(3)).first else { return }

    let effects = driver.send(.resetEnded(first, .notDone(error)))
    #expect(DashboardDriver.resets(in: effects).isEmpty)
    #expect(driver.flatText.contains("2 users not tried: given up after that"))
    let stopped = effects.compactMap { effect in
      if case .noteStopped(let writes, .givenUp) = effect { writes.count } else { nil }
    }
    #expect(stopped == [2])
  }

  @Test func `news about one of them skips that one and says so`() {
    var driver = DashboardDriver.marked(2)
    guard let first = DashboardDriver.resets(in: driver.confirmMarked(2)).first else { return }
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

  @Test func `a late reply to another request is no reply`() {
    var driver = DashboardDriver.marked(2)
    guard let first = DashboardDriver.resets(in: driver.confirmMarked(2)).first else { return }
    var other = first
    other.userID = .fixture(9)

    #expect(DashboardDriver.resets(in: driver.send(.resetEnded(other, .reset(at: nil)))).isEmpty)
    #expect(driver.resetDialog?.isSending == true)
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
      intent: AuditIntent(
        time: DashboardDriver.now.addingTimeInterval(-2 * 86_400),
        account: "a",
        operator: "bo@desk",
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

// MARK: Fixtures

extension DashboardDriver {
  /// The team with its first users marked.
  fileprivate static func marked(_ count: Int) -> DashboardDriver {
    var driver = DashboardDriver.loaded()
    driver.press(Array(repeating: "Space", count: count))
    return driver
  }

  /// Asks, answers with a reason and the number, and returns what was started.
  fileprivate mutating func confirmMarked(_ count: Int) -> [Effect] {
    press("R", "2", "y")
    type(String(count))
    return press("Enter")
  }

  /// Presses keys that send one reset, and lets it end.
  @discardableResult
  fileprivate mutating func answerReset(_ outcome: WriteResult<ShownUser>, after keys: [String])
    -> [Effect]
  {
    guard let request = DashboardDriver.resets(in: press(keys)).first else {
      Issue.record("no reset was sent")
      return []
    }
    return send(.resetEnded(request, outcome))
  }

  /// The screen as one line, with runs of blanks and frames as one blank: for text that wraps.
  fileprivate var flatText: String {
    text.split(whereSeparator: { " \n│".contains($0) }).joined(separator: " ")
  }
}
