import RiskAPI
import RiskServices
import TerminalUI
import Testing

@testable import Dashboard

/// What all questions have in common.
struct DialogTests {
  @Test(arguments: Question.all)
  func `Cancel has the focus when a question opens`(question: Question) {
    var driver = question.opened()

    #expect(driver.press("Enter").isEmpty)
    #expect(driver.dashboard.dialogs.isEmpty)
  }

  @Test(arguments: Question.all, ["Esc", "n", "Ctrl-C"])
  func `escape and n cancel, and nothing is sent`(question: Question, key: String) {
    var driver = question.opened()

    #expect(driver.press(key).isEmpty)
    #expect(driver.dashboard.dialogs.isEmpty)
  }

  @Test(arguments: Question.all)
  func `the key that opens a question never confirms it`(question: Question) {
    var driver = question.opened()
    let key = question.opening.last ?? ""

    #expect(driver.press(key, key, key).isEmpty)
    #expect(!driver.dashboard.dialogs.isEmpty)
  }

  /// With no reason asked for, the same key once more would have sent the reset.
  @Test(arguments: Question.all, ["y", "Enter"])
  func `nor does it when it is bound to the key that confirms`(
    question: Question,
    key: String
  ) throws {
    let bound = try #require(Key(name: key))
    let others: [String: [Key]] = ["copy": [Key(.function(2))], "users.open": [Key(.function(3))]]
    var driver = DashboardDriver.loaded(
      requiresReason: false,
      keys: others.merging([question.binding: [bound]]) { _, new in new }
    )
    driver.press(question.opening.dropLast())
    driver.press(key)
    #expect(driver.dashboard.dialogs.count == 1)

    #expect(DashboardDriver.writes(in: driver.press(key)).isEmpty)
  }

  @Test(arguments: Question.all)
  func `a paste into a question is dropped with a notice`(question: Question) {
    var driver = question.opened()

    #expect(driver.paste("y\ny\n").isEmpty)
    #expect(driver.notice == "paste ignored: there is no text field")
    #expect(!driver.dashboard.dialogs.isEmpty)
  }

  @Test(arguments: Question.all)
  func `a question takes all keys`(question: Question) {
    var driver = question.opened()
    let focus = driver.dashboard.focus

    #expect(driver.press("1", "2", "3", "4", "z", "r", "q", "/", "?", ":", "e").isEmpty)
    #expect(driver.dashboard.focus == focus)
    #expect(driver.dashboard.dialogs.count == 1)
  }

  @Test(arguments: Question.all, [Size.small, .wide, .large])
  func `a question shows its buttons at every size`(question: Question, size: Size) {
    var driver = question.opened()
    driver.resize(size)

    #expect(driver.text.contains("[ Cancel ]") || driver.text.contains("[ Stay ]"))
    expectStraight(driver)
  }

  @Test func `a question that does not fit cannot be answered`() {
    let tiny = Question.all.map { question in
      var driver = question.opened()
      driver.resize(.tiny)
      return driver
    }
    let unreadable = tiny.filter { $0.text.contains("needs a screen of") }
    #expect(!unreadable.isEmpty)
    for var driver in unreadable {
      #expect(driver.press("1", "y").isEmpty)
      #expect(driver.dashboard.dialogs.count == 1)
      #expect(driver.press("Esc").isEmpty)
      #expect(driver.dashboard.dialogs.isEmpty)
      expectStraight(driver)
    }
  }

  @Test func `a paste with no field to take it is dropped with a notice`() {
    var driver = DashboardDriver.loaded()

    #expect(driver.paste("R2y").isEmpty)
    #expect(driver.dashboard.dialogs.isEmpty)
    #expect(driver.notice == "paste ignored: there is no text field")
  }

  // MARK: Read-only

  @Test(arguments: [["1", "R"], ["3", "Space"], ["4", "l", "w"]])
  func `a read-only profile refuses every write with words`(keys: [String]) {
    var driver = DashboardDriver.loaded(mayWrite: false)

    #expect(driver.press(keys).isEmpty)
    #expect(driver.notice == "read-only profile: :unlock to write")
    #expect(driver.dashboard.dialogs.isEmpty)
    #expect(driver.text.contains("read-only"))
  }

  @Test func `unlock allows writing, lock refuses it again`() {
    var driver = DashboardDriver.loaded(mayWrite: false)
    driver.press(":")
    driver.type("unlock")
    driver.press("Enter")
    #expect(DashboardDriver.resets(in: driver.press("R", "2", "y")).count == 1)
    #expect(driver.text.contains("read-write"))
  }

  @Test func `a write that was asked for before the lock does not leave`() {
    var driver = DashboardDriver.loaded()
    driver.press("R", "2")
    driver.dashboard.mayWrite = false

    // Confirmed, so it is an attempt, and noted.
    let request = ResetRequest(
      userID: .fixture(1),
      seen: RiskState(Fixture.team.users[0]),
      reason: .falsePositive
    )
    #expect(driver.press("y") == [.noteStopped([.reset(request)], .readOnly)])
    #expect(driver.notice == "read-only profile: :unlock to write")
    #expect(driver.dashboard.writesUnderWay == 0)
    #expect(driver.press("q") == [.terminal(.quit)])
  }

  @Test(arguments: [["4", "l", "w"], ["3", "Space"]])
  func `a write the lock stopped leaves nothing waiting`(keys: [String]) {
    var driver = DashboardDriver.loaded()
    driver.press(keys)
    driver.dashboard.mayWrite = false
    let effects = driver.press("y")

    #expect(!effects.contains { $0.isWrite })
    #expect(effects.count == 1)
    guard case .noteStopped(let writes, .readOnly)? = effects.first else {
      Issue.record("nothing is noted")
      return
    }
    #expect(writes.count == 1)
    #expect(!driver.dashboard.behaviors.isWriting)
    #expect(driver.dashboard.integrations.writing.isEmpty)
  }
}

/// A question, the keys that open it, and the last one's name in the key table.
struct Question: Sendable, CustomTestStringConvertible {
  var name: String
  var opening: [String]
  var binding: String

  var testDescription: String { name }

  func opened() -> DashboardDriver {
    var driver = DashboardDriver.loaded()
    driver.press(opening)
    return driver
  }

  static let all = [
    Question(name: "reset", opening: ["R"], binding: "users.reset"),
    Question(name: "write behaviors", opening: ["4", "l", "w"], binding: "behaviors.write"),
    Question(name: "toggle", opening: ["3", "Space"], binding: "integrations.toggle"),
    Question(name: "quit", opening: ["4", "l", "q"], binding: "quit"),
  ]
}
