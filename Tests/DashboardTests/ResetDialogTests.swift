import Foundation
import RiskAPI
import RiskServices
import RiskStore
import TerminalUI
import Testing

@testable import Dashboard

struct ResetDialogTests {
  @Test func `the question names the user, the level, the events and where it is exported`() {
    var desk = Desk.loaded()
    desk.press("R")
    let text = desk.text

    for words in [
      "Reset Dana Reyes?", "HIGH  6 events  Dana Reyes  user1@acme.example",
      "This cannot be undone", "sent to acme.okta.com", "[ Cancel ]",
    ] {
      #expect(text.contains(words))
    }
  }

  @Test func `y is refused until a reason is picked`() {
    var desk = Desk.loaded()
    #expect(desk.press("R", "y").isEmpty)
    #expect(desk.notice == "pick a reason first: 1 to 5")
    #expect(desk.resetDialog?.stage == .asking)
  }

  @Test func `the focused button is refused until a reason is picked, too`() {
    var desk = Desk.loaded()
    #expect(desk.press("R", "Tab", "Enter").isEmpty)
    #expect(desk.resetDialog?.stage == .asking)
    #expect(desk.text.contains("pick a reason first"))
  }

  @Test(arguments: [
    ("1", ResetReason.confirmedActivity), ("2", .falsePositive), ("3", .remediated),
    ("4", .securityTesting),
  ])
  func `a digit picks the reason, y sends one reset`(key: String, reason: ResetReason) {
    var desk = Desk.loaded()

    #expect(
      desk.press("R", key, "y") == [
        .resetUser(
          ResetRequest(
            userID: .fixture(1),
            seen: SeenRisk(Fixture.team.users[0]),
            reason: reason,
            note: ""
          )
        )
      ]
    )
  }

  @Test func `no reason is needed where the settings ask for none`() {
    var desk = Desk.loaded(requiresReason: false)

    #expect(Desk.resets(in: desk.press("R", "y")).map(\.reason) == [nil])
  }

  @Test func `other opens the note, and every letter is text there`() {
    var desk = Desk.loaded()
    desk.press("R", "5")
    #expect(desk.resetDialog?.form.isTyping == true)
    desk.type("y n 2 q R")
    #expect(desk.press("Enter").isEmpty)
    #expect(desk.resetDialog?.form.isTyping == false)

    let reset = Desk.resets(in: desk.press("y")).first
    #expect(reset?.reason == .other)
    #expect(reset?.note == "y n 2 q R")
  }

  @Test func `i edits the note, escape goes back to the question and keeps it`() {
    var desk = Desk.loaded()
    desk.press("R", "i")
    desk.type("ticket 4")
    desk.paste("2\nand more")
    desk.press("Esc")
    #expect(desk.resetDialog?.stage == .asking)

    #expect(Desk.resets(in: desk.press("1", "y")).first?.note == "ticket 42 and more")
  }

  @Test(arguments: [
    ["Esc"], ["n"], ["Enter"], ["Ctrl-C"], ["2", "Enter"], ["2", "Tab", "Tab", "Enter"],
  ])
  func `canceling sends nothing`(keys: [String]) {
    var desk = Desk.loaded()

    #expect(desk.press(["R"] + keys).isEmpty)
    #expect(desk.dashboard.dialogs.isEmpty)
  }

  @Test(arguments: ["Tab", "Shift-Tab", "Left", "Right"])
  func `the buttons can be moved between and pressed`(key: String) {
    var desk = Desk.loaded()
    #expect(Desk.resets(in: desk.press("R", "3", key, "Enter")).count == 1)
  }

  @Test func `pressing y again and again sends one reset`() {
    var desk = Desk.loaded()

    #expect(Desk.writes(in: desk.press("R", "2", "y", "y", "Enter", "y", "R", "2", "y")).count == 1)
  }

  @Test func `the key that opens it never confirms it`() {
    var desk = Desk.loaded()

    #expect(desk.press("R", "R", "R", "2", "R").isEmpty)
    #expect(desk.resetDialog?.stage == .asking)
  }

  @Test func `a paste confirms nothing`() {
    var desk = Desk.loaded()
    desk.press("R")

    #expect(desk.paste("2y").isEmpty)
    #expect(desk.resetDialog?.reason == nil)
    #expect(desk.notice == "paste ignored: there is no text field")
  }

  @Test func `a refresh between opening and confirming cannot change the target`() {
    var desk = Desk.loaded()
    desk.press("R", "2")
    var account = Fixture.team
    account.users.swapAt(0, 1)
    account.users[1].maxRiskLevel = .low
    account.users[1].eventCount = 99
    desk.receive(account, after: 60)
    #expect(desk.text.contains("Reset Dana Reyes?"))

    let reset = Desk.resets(in: desk.press("y")).first
    #expect(reset?.userID == .fixture(1))
    #expect(reset?.seen == SeenRisk(Fixture.team.users[0]))
  }

  @Test func `a done reset closes the question and asks for the list`() {
    var desk = Desk.loaded()
    let effects = desk.answerReset(.reset(at: Desk.now), after: ["R", "2", "y"])

    #expect(effects.contains(.fetch(.users)))
    #expect(desk.dashboard.dialogs.isEmpty)
    #expect(desk.notice == "Dana Reyes reset (false positive)")
  }

  @Test func `new facts ask again, with the facts, and Cancel in focus`() {
    var desk = Desk.loaded()
    let fresh = SeenRisk(level: .other("severe"), eventCount: 9, lastEvent: Desk.now)
    let effects = desk.answerReset(.outdated(fresh), after: ["R", "2", "Tab", "Enter"])

    #expect(Desk.writes(in: effects).isEmpty)
    #expect(desk.text.contains("3 new events since, now SEVERE"))
    #expect(desk.text.contains("SEVERE  9 events  Dana Reyes"))
    #expect(desk.text.contains("[ Cancel ]"))
    #expect(desk.press("y").isEmpty)
    #expect(desk.notice == "review the new events first: pick the reason again, then y")
    #expect(Desk.resets(in: desk.press("2", "y")).map(\.seen) == [fresh])
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
    var desk = Desk.loaded()
    desk.answerReset(outcome, after: ["R", "2", "y"])

    #expect(desk.resetDialog?.stage == .reporting)
    #expect(desk.flatText.contains(words))
    #expect(desk.flatText.contains("Dana Reyes:"))
    #expect(Desk.writes(in: desk.press("y", "Enter")).isEmpty)
    #expect(desk.dashboard.dialogs.isEmpty)
  }

  @Test func `a sent reset cannot be canceled, and says so`() {
    var desk = Desk.loaded()
    desk.press("R", "2", "y", "Esc")

    #expect(desk.notice == "already sent: waiting for the outcome")
    #expect(desk.resetDialog != nil)
  }

  @Test func `numbers that lie do not trap`() {
    var account = Fixture.team
    account.users[0].eventCount = .min
    var desk = Desk.loaded(account)
    let fresh = SeenRisk(level: .high, eventCount: .max, lastEvent: Desk.now)
    desk.answerReset(.outdated(fresh), after: ["R", "2", "y"])

    #expect(desk.resetDialog?.stage == .asking)
    expectStraight(desk)
  }
}

/// Several users at once.
struct BulkResetTests {
  @Test func `several users need their number, typed`() {
    var desk = Desk.marked(3)
    #expect(desk.press("R", "2", "y").isEmpty)
    #expect(desk.resetDialog?.stage == .counting)
    #expect(desk.text.contains("Type 3 to reset them all"))

    desk.type("4")
    #expect(desk.press("Enter").isEmpty)
    #expect(desk.text.contains("type 3 to confirm"))
    desk.press("Backspace")
    desk.type("3")
    #expect(Desk.resets(in: desk.press("Enter")).map(\.userID) == [.fixture(1)])
  }

  @Test(arguments: ["", "0", "03x", "three", "33"])
  func `no other number is taken`(typed: String) {
    var desk = Desk.marked(3)
    desk.press("R", "2", "y")
    desk.type(typed)

    #expect(desk.press("Enter").isEmpty)
    #expect(desk.resetDialog?.stage == .counting)
  }

  @Test func `y is a letter where the number is typed`() {
    var desk = Desk.marked(3)
    #expect(desk.press("R", "2", "y", "y", "y").isEmpty)
    #expect(desk.resetDialog?.stage == .counting)
  }

  @Test func `a pasted number is refused`() {
    var desk = Desk.marked(3)
    desk.press("R", "2", "y")
    #expect(desk.paste("3").isEmpty)
    #expect(desk.notice == "type the number: pasting is not accepted")
    #expect(desk.press("Enter").isEmpty)
  }

  @Test func `resets go one by one, and the list is asked for once at the end`() {
    var desk = Desk.marked(3)
    var sent = Desk.resets(in: desk.confirmMarked(3))
    var fetches = 0
    for number in 1...3 {
      guard sent.count == 1, let request = sent.first else {
        Issue.record("expected one reset, got \(sent.count)")
        return
      }
      #expect(request.userID == .fixture(number))
      let effects = desk.send(.resetEnded(request, .reset(at: Desk.now)))
      fetches += effects.count { $0 == .fetch(.users) }
      sent = Desk.resets(in: effects)
    }

    #expect(sent.isEmpty)
    #expect(fetches == 1)
    #expect(desk.dashboard.dialogs.isEmpty)
    #expect(desk.notice == "3 users reset (false positive)")
  }

  @Test func `progress shows done, total and failed`() {
    var desk = Desk.marked(3)
    guard let first = Desk.resets(in: desk.confirmMarked(3)).first else { return }
    desk.send(.resetEnded(first, .notDone(.account(.timedOut))))

    #expect(desk.text.contains("1 of 3 done, 1 failed"))
  }

  @Test func `escape stops after the one under way`() {
    var desk = Desk.marked(3)
    guard let first = Desk.resets(in: desk.confirmMarked(3)).first else { return }
    desk.press("Esc")
    #expect(desk.text.contains("stopping after this one"))

    let effects = desk.send(.resetEnded(first, .reset(at: Desk.now)))
    #expect(Desk.resets(in: effects).isEmpty)
    #expect(desk.text.contains("1 of 3 users reset"))
    #expect(desk.text.contains("2 users not tried: stopped"))
  }

  @Test func `one user's failure does not stop the others, and is told by name`() {
    var desk = Desk.marked(3)
    guard let first = Desk.resets(in: desk.confirmMarked(3)).first else { return }
    let notFound = APIError.notFound(.init(status: 404))
    let refused = WriteResult<ShownUser>.notDone(.account(notFound))
    guard
      let second = Desk.resets(in: desk.send(.resetEnded(first, refused))).first,
      let third = Desk.resets(in: desk.send(.resetEnded(second, .unknown(WriteDoubt(.timedOut)))))
        .first
    else {
      Issue.record("the resets stopped")
      return
    }
    desk.send(.resetEnded(third, .reset(at: Desk.now)))

    let text = desk.flatText
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
    var desk = Desk.marked(3)
    guard let first = Desk.resets(in: desk.confirmMarked(3)).first else { return }

    let effects = desk.send(.resetEnded(first, .notDone(error)))
    #expect(Desk.resets(in: effects).isEmpty)
    #expect(desk.flatText.contains("2 users not tried: given up after that"))
    let stopped = effects.compactMap { effect in
      if case .noteStopped(let writes, .givenUp) = effect { writes.count } else { nil }
    }
    #expect(stopped == [2])
  }

  @Test func `news about one of them skips that one and says so`() {
    var desk = Desk.marked(2)
    guard let first = Desk.resets(in: desk.confirmMarked(2)).first else { return }
    let fresh = SeenRisk(level: .high, eventCount: 7, lastEvent: Desk.now)
    guard let second = Desk.resets(in: desk.send(.resetEnded(first, .outdated(fresh)))).first
    else {
      Issue.record("the resets stopped")
      return
    }
    desk.send(.resetEnded(second, .reset(at: nil)))

    #expect(desk.flatText.contains("Dana Reyes: not reset, 1 new event since"))
  }

  @Test func `a late reply to another request is no reply`() {
    var desk = Desk.marked(2)
    guard let first = Desk.resets(in: desk.confirmMarked(2)).first else { return }
    var other = first
    other.userID = .fixture(9)

    #expect(Desk.resets(in: desk.send(.resetEnded(other, .reset(at: nil)))).isEmpty)
    #expect(desk.resetDialog?.isSending == true)
  }

  @Test func `marks of users who were reset go with them`() {
    var desk = Desk.marked(2)
    var sent = Desk.resets(in: desk.confirmMarked(2))
    while let request = sent.first {
      sent = Desk.resets(in: desk.send(.resetEnded(request, .reset(at: Desk.now))))
    }
    var account = Fixture.team
    account.users.removeFirst(2)
    desk.receive(account, after: 60)

    #expect(desk.dashboard.users.marks.isEmpty)
  }

  @Test func `eleven users are reset with all of them counted`() {
    var desk = Desk.marked(11)
    desk.press("R")
    #expect(desk.text.contains("Reset 11 users?"))
    // Every one of them can be read before it is confirmed.
    var read = desk.text
    for _ in 0..<11 {
      desk.press("Down")
      read += desk.text
    }
    for user in Fixture.team.users.prefix(11) { #expect(read.contains(user.email)) }
  }

  @Test(arguments: [Size(columns: 80, rows: 24), Size(columns: 200, rows: 60)])
  func `two hundred users can be read, counted and reset on any screen`(size: Size) {
    var desk = Desk.loaded(size: size)
    desk.receive(Fixture(users: (1...200).map { RiskUser.fixture($0) }), after: 60)
    desk.press("*", "R", "2", "i")
    let note = String(
      repeating: "every laptop of the team was rebuilt after the phishing; ",
      count: 8
    )
    desk.type(String(note.prefix(480)) + " the end")
    desk.press("Enter")
    #expect(desk.text.contains("Reset 200 users?"))
    desk.press("End")
    #expect(desk.text.contains("user200@"))
    expectStraight(desk)
    desk.press("y")
    // The last step repeats what it will do, why, and with which words.
    #expect(desk.resetDialog?.stage == .counting)
    #expect(desk.text.contains("Reset 200 users?"))
    #expect(desk.text.contains("Reason: false positive"))
    #expect(desk.text.contains("the end"))
    #expect(desk.text.contains("Type 200 to reset them all"))
    desk.press("PageUp")
    expectStraight(desk)
    desk.type("200")
    #expect(Desk.resets(in: desk.press("Enter")).count == 1)
  }

  @Test func `those who need a second look come first, with why`() {
    var desk = Desk.loaded()
    desk.send(
      .verdictsFound([
        .fixture(4): CaseNote(
          user: .fixture(4),
          verdict: .truePositive,
          note: "",
          author: "ana@laptop",
          at: Desk.now
        )
      ])
    )
    desk.press("Space", "Space", "Space", "Space")
    // One moves and one is raised after they were marked.
    var team = Fixture.team
    team.users[1].eventCount += 3
    team.users[3].maxRiskLevel = .high
    desk.receive(team, after: 60)
    desk.press("R")
    #expect(desk.resetDialog?.targets.count == 4)
    #expect(desk.text.contains("2 of them need a second look: they are first in the list"))
    var read = desk.text
    for _ in 0..<6 {
      desk.press("Down")
      read += desk.text
    }
    #expect(read.contains("! 3 new events since marked"))
    #expect(read.contains("! true positive · raised to HIGH since marked"))
    desk.press("3", "y")
    #expect(desk.text.contains("2 of them need a second look"))
  }

  @Test func `earlier resets are told beside the user they are about`() {
    var desk = Desk.marked(3)
    desk.press("R")
    let entry = AuditEntry(
      id: AuditID(line: 1),
      intent: AuditIntent(
        time: Desk.now.addingTimeInterval(-2 * 86_400),
        account: "a",
        operator: "bo@desk",
        action: "reset",
        target: UserID.fixture(2).rawValue,
        reason: "remediated"
      ),
      outcome: AuditOutcome(time: Desk.now, result: .done)
    )
    desk.send(.recentResetsFound([.fixture(2): [entry]]))
    #expect(desk.text.contains("! reset 16 Jun (remediated)"))
    #expect(desk.text.contains("1 of them needs a second look"))
  }
}

// MARK: Fixtures

extension Desk {
  /// The team with its first users marked.
  fileprivate static func marked(_ count: Int) -> Desk {
    var desk = Desk.loaded()
    desk.press(Array(repeating: "Space", count: count))
    return desk
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
    guard let request = Desk.resets(in: press(keys)).first else {
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
