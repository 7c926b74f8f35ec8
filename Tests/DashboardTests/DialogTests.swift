import RiskAPI
import RiskServices
import TerminalUI
import Testing

@testable import Dashboard

/// What all questions have in common.
struct DialogTests {
  @Test(arguments: Question.all)
  func `Cancel has the focus when a question opens`(question: Question) {
    var desk = question.opened()

    #expect(desk.press("Enter").isEmpty)
    #expect(desk.dashboard.dialogs.isEmpty)
  }

  @Test(arguments: Question.all, ["Esc", "n", "Ctrl-C"])
  func `escape and n cancel, and nothing is sent`(question: Question, key: String) {
    var desk = question.opened()

    #expect(desk.press(key).isEmpty)
    #expect(desk.dashboard.dialogs.isEmpty)
  }

  @Test(arguments: Question.all)
  func `the key that opens a question never confirms it`(question: Question) {
    var desk = question.opened()
    let key = question.opening.last ?? ""

    #expect(desk.press(key, key, key).isEmpty)
    #expect(!desk.dashboard.dialogs.isEmpty)
  }

  /// With no reason asked for, the same key once more would have sent the reset.
  @Test(arguments: Question.all, ["y", "Enter"])
  func `nor does it when it is bound to the key that confirms`(question: Question, key: String) {
    guard let bound = Key(name: key), let name = question.binding else { return }
    let others: [String: [Key]] = ["copy": [Key(.function(2))], "users.open": [Key(.function(3))]]
    var desk = Desk.loaded(
      requiresReason: false,
      keys: others.merging([name: [bound]]) { _, new in new }
    )
    desk.press(question.opening.dropLast())
    desk.press(key)
    #expect(desk.dashboard.dialogs.count == 1)

    #expect(Desk.writes(in: desk.press(key)).isEmpty)
  }

  @Test(arguments: Question.all)
  func `a paste into a question is dropped with a notice`(question: Question) {
    var desk = question.opened()

    #expect(desk.paste("y\ny\n").isEmpty)
    #expect(desk.notice == "paste ignored: there is no text field")
    #expect(!desk.dashboard.dialogs.isEmpty)
  }

  @Test(arguments: Question.all)
  func `a question takes all keys`(question: Question) {
    var desk = question.opened()
    let focus = desk.dashboard.focus

    #expect(desk.press("1", "2", "3", "4", "z", "r", "q", "/", "?", ":", "e").isEmpty)
    #expect(desk.dashboard.focus == focus)
    #expect(desk.dashboard.dialogs.count == 1)
  }

  @Test(arguments: Question.all, [Size.small, .wide, .large])
  func `a question shows its buttons at every size`(question: Question, size: Size) {
    var desk = question.opened()
    desk.resize(size)

    #expect(desk.text.contains("[ Cancel ]") || desk.text.contains("[ Stay ]"))
    expectStraight(desk)
  }

  @Test(arguments: Question.all)
  func `a question that does not fit cannot be answered`(question: Question) {
    var desk = question.opened()
    desk.resize(.tiny)
    guard desk.text.contains("needs a screen of") else { return }

    #expect(desk.press("1", "y").isEmpty)
    #expect(desk.dashboard.dialogs.count == 1)
    #expect(desk.press("Esc").isEmpty)
    #expect(desk.dashboard.dialogs.isEmpty)
    expectStraight(desk)
  }

  @Test func `a paste with no field to take it is dropped with a notice`() {
    var desk = Desk.loaded()

    #expect(desk.paste("R2y").isEmpty)
    #expect(desk.dashboard.dialogs.isEmpty)
    #expect(desk.notice == "paste ignored: there is no text field")
  }

  // MARK: Read-only

  @Test(arguments: [["1", "R"], ["3", "Space"], ["4", "l", "w"]])
  func `a read-only profile refuses every write with words`(keys: [String]) {
    var desk = Desk.loaded(mayWrite: false)

    #expect(desk.press(keys).isEmpty)
    #expect(desk.notice == "read-only profile: :unlock to write")
    #expect(desk.dashboard.dialogs.isEmpty)
    #expect(desk.text.contains("read-only"))
  }

  @Test func `unlock allows writing, lock refuses it again`() {
    var desk = Desk.loaded(mayWrite: false)
    desk.press(":")
    desk.type("unlock")
    desk.press("Enter")
    #expect(Desk.resets(in: desk.press("R", "2", "y")).count == 1)
    #expect(desk.text.contains("read-write"))
  }

  @Test func `a write that was asked for before the lock does not leave`() {
    var desk = Desk.loaded()
    desk.press("R", "2")
    desk.dashboard.mayWrite = false

    // Confirmed, so it is an attempt, and noted.
    let request = ResetRequest(
      userID: .fixture(1),
      seen: SeenRisk(Fixture.team.users[0]),
      reason: .falsePositive
    )
    #expect(desk.press("y") == [.noteStopped([.reset(request)], .readOnly)])
    #expect(desk.notice == "read-only profile: :unlock to write")
    #expect(desk.dashboard.writesUnderWay == 0)
    #expect(desk.press("q") == [.terminal(.quit)])
  }

  @Test(arguments: [["4", "l", "w"], ["3", "Space"]])
  func `a write the lock stopped leaves nothing waiting`(keys: [String]) {
    var desk = Desk.loaded()
    desk.press(keys)
    desk.dashboard.mayWrite = false
    let effects = desk.press("y")

    #expect(!effects.contains { $0.isWrite })
    #expect(effects.count == 1)
    guard case .noteStopped(let writes, .readOnly)? = effects.first else {
      Issue.record("nothing is noted")
      return
    }
    #expect(writes.count == 1)
    #expect(!desk.dashboard.behaviors.isWriting)
    #expect(desk.dashboard.integrations.writing.isEmpty)
  }
}

/// A question, the keys that open it, and the last one's name in the key table.
struct Question: Sendable, CustomTestStringConvertible {
  var name: String
  var opening: [String]
  var binding: String?

  var testDescription: String { name }

  func opened() -> Desk {
    var desk = Desk.loaded()
    desk.press(opening)
    return desk
  }

  static let all = [
    Question(name: "reset", opening: ["R"], binding: "users.reset"),
    Question(name: "write behaviors", opening: ["4", "l", "w"], binding: "behaviors.write"),
    Question(name: "toggle", opening: ["3", "Space"], binding: "integrations.toggle"),
    Question(name: "quit", opening: ["4", "l", "q"], binding: "quit"),
  ]
}
