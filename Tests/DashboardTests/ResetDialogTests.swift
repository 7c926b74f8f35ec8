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
    #expect(driver.notice == "pick a reason first")
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
    #expect(driver.resetDialog.map(\.reason) == .some(nil))
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
    #expect(driver.notice == "review the new events first: pick the reason again, then confirm")
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

    #expect(driver.resetDialog?.isSending == false)
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

// MARK: Fixtures

extension DashboardDriver {
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
  var flatText: String {
    text.split(whereSeparator: { " \n│".contains($0) }).joined(separator: " ")
  }
}
