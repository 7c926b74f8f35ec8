import RiskAPI
import RiskServices
import RiskStore
import TerminalUI
import Testing

@testable import Dashboard

/// Keys that were pressed before the question that they would answer was on the screen.
struct EarlyKeysTests {
  private static let words = "key ignored: it was pressed before this question was on the screen"

  @Test(arguments: [
    ["R", "2", "y"], ["R", "5", "y"], ["R", "i", "Enter", "2", "y"], ["R", "Tab", "Enter"],
    ["4", "l", "w", "y"], ["4", "l", "w", "Tab", "Enter"], ["3", "Space", "y"],
    ["3", "Space", "Right", "Enter"], ["4", "l", "q", "y"], ["v", "1", "y"], ["e", "Enter"],
    ["=", "m"],
  ])
  func `none of them answers a question that opens in the same burst`(keys: [String]) {
    var desk = Desk.loaded(requiresReason: false)
    desk.press("1")

    #expect(desk.pressAtOnce(keys).isEmpty)
    #expect(desk.dashboard.dialogs.count == 1)
    #expect(desk.notice == Self.words)
    #expect(desk.resetDialog?.reason == nil)
  }

  @Test(arguments: Question.all, ["Esc", "n", "Ctrl-C"])
  func `a question may be left before it was seen`(question: Question, key: String) {
    var desk = Desk.loaded()

    #expect(desk.pressAtOnce(question.opening + [key]).isEmpty)
    #expect(desk.dashboard.dialogs.isEmpty)
  }

  @Test func `once it is on the screen, a burst answers it`() {
    var desk = Desk.loaded()
    desk.press("R")
    #expect(Desk.resets(in: desk.pressAtOnce("2", "y", "y")).count == 1)
  }

  @Test func `a question that is closed and opened again must be seen again`() {
    var desk = Desk.loaded()
    desk.press("R")
    #expect(desk.pressAtOnce("Esc", "R", "2", "y").isEmpty)
    #expect(desk.notice == Self.words)
    #expect(Desk.resets(in: desk.press("2", "y")).count == 1)
  }

  @Test func `the step that wants a number must be seen, too`() {
    var desk = Desk.loaded()
    desk.press("Space", "Space", "R", "2")
    #expect(desk.pressAtOnce("y", "2", "Enter").isEmpty)
    #expect(desk.resetDialog?.stage == .counting)
    #expect(desk.text.contains(Self.words.prefix(30)))
    #expect(Desk.resets(in: desk.pressAtOnce("2", "Enter")).count == 1)
  }

  @Test func `a question that a reply opens again is not answered by a key from before`() {
    var desk = Desk.loaded()
    let sent = Desk.resets(in: desk.press("R", "2", "y"))
    guard let request = sent.first else { return #expect(!sent.isEmpty) }
    var fresh = request.seen
    fresh.eventCount += 1
    // Arrives with the reply, before the paint that shows what is new.
    _ = desk.dashboard.update(.resetEnded(request, .outdated(fresh)))
    #expect(desk.pressAtOnce("2", "y").isEmpty)
    #expect(desk.notice == Self.words)
    #expect(Desk.resets(in: desk.press("2", "y")).count == 1)
  }

  @Test func `text may be typed ahead, in the filter, the palette, a note and a file name`() {
    var desk = Desk.loaded()
    desk.pressAtOnce("/", "a", "n", "a", "Enter")
    #expect(desk.dashboard.users.filter.text == "ana")
    desk.pressAtOnce(":", "h", "e", "l", "p", "Enter")
    #expect(desk.text.contains("Everywhere"))
    desk.press("Esc", "Esc", "R")
    desk.pressAtOnce("i", "o", "k", "Enter")
    #expect(desk.resetDialog?.note == "ok")
    desk.press("Esc", "e")
    desk.press("Ctrl-U")
    desk.pressAtOnce("x", "Enter")
    #expect(!desk.notice.hasPrefix("key ignored"))
  }
}
