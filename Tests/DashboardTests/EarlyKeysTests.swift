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
    var driver = DashboardDriver.loaded(requiresReason: false)
    driver.press("1")

    #expect(driver.pressAtOnce(keys).isEmpty)
    #expect(driver.dashboard.dialogs.count == 1)
    #expect(driver.notice == Self.words)
    #expect(driver.resetDialog?.reason == nil)
  }

  @Test(arguments: Question.all, ["Esc", "n", "Ctrl-C"])
  func `a question may be left before it was seen`(question: Question, key: String) {
    var driver = DashboardDriver.loaded()

    #expect(driver.pressAtOnce(question.opening + [key]).isEmpty)
    #expect(driver.dashboard.dialogs.isEmpty)
  }

  @Test func `once it is on the screen, a burst answers it`() {
    var driver = DashboardDriver.loaded()
    driver.press("R")
    #expect(DashboardDriver.resets(in: driver.pressAtOnce("2", "y", "y")).count == 1)
  }

  @Test func `a question that is closed and opened again must be seen again`() {
    var driver = DashboardDriver.loaded()
    driver.press("R")
    #expect(driver.pressAtOnce("Esc", "R", "2", "y").isEmpty)
    #expect(driver.notice == Self.words)
    #expect(DashboardDriver.resets(in: driver.press("2", "y")).count == 1)
  }

  @Test func `the step that wants a number must be seen, too`() {
    var driver = DashboardDriver.loaded()
    driver.press("Space", "Space", "R", "2")
    #expect(driver.pressAtOnce("y", "2", "Enter").isEmpty)
    #expect(driver.resetDialog?.stage == .counting)
    #expect(driver.text.contains(Self.words.prefix(30)))
    #expect(DashboardDriver.resets(in: driver.pressAtOnce("2", "Enter")).count == 1)
  }

  @Test func `a question that a reply opens again is not answered by a key from before`() {
    var driver = DashboardDriver.loaded()
    let sent = DashboardDriver.resets(in: driver.press("R", "2", "y"))
    guard let request = sent.first else { return #expect(!sent.isEmpty) }
    var fresh = request.seen
    fresh.eventCount += 1
    // Arrives with the reply, before the paint that shows what is new.
    _ = driver.dashboard.update(.resetEnded(request, .outdated(fresh)))
    #expect(driver.pressAtOnce("2", "y").isEmpty)
    #expect(driver.notice == Self.words)
    #expect(DashboardDriver.resets(in: driver.press("2", "y")).count == 1)
  }

  @Test func `text may be typed ahead, in the filter, the palette, a note and a file name`() {
    var driver = DashboardDriver.loaded()
    driver.pressAtOnce("/", "a", "n", "a", "Enter")
    #expect(driver.dashboard.users.filter.text == "ana")
    driver.pressAtOnce(":", "h", "e", "l", "p", "Enter")
    #expect(driver.text.contains("Everywhere"))
    driver.press("Esc", "Esc", "R")
    driver.pressAtOnce("i", "o", "k", "Enter")
    #expect(driver.resetDialog?.note == "ok")
    driver.press("Esc", "e")
    driver.press("Ctrl-U")
    driver.pressAtOnce("x", "Enter")
    #expect(!driver.notice.hasPrefix("key ignored"))
  }
}
