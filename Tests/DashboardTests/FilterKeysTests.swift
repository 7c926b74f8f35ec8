import Foundation
import RiskAPI
import RiskServices
import RiskStore
import TerminalUI
import Testing

@testable import Dashboard

struct FilterKeysTests {
  // MARK: Opening again

  private static func kept(_ text: String) -> DashboardDriver {
    var driver = DashboardDriver.loaded()
    driver.press("/")
    driver.type(text)
    driver.press("Enter", "/")
    return driver
  }

  @Test func `the old text is selected, and typing replaces it`() {
    var driver = Self.kept("souza")
    #expect(driver.shownNames == ["Ana Souza"])
    let selected = driver.frame.styles(of: "souza")
    #expect(!selected.isEmpty && selected.allSatisfy { $0.attributes.contains(.reverse) })

    driver.press("k")
    #expect(driver.dashboard.users.filter.text == "k")
    #expect(!driver.frame.styles(of: "/ k").contains { $0.attributes.contains(.reverse) })
    driver.type("enji")
    #expect(driver.shownNames == ["Kenji Watanabe"])
  }

  @Test(arguments: [
    ("Left", "xsouza"), ("Home", "xsouza"), ("Right", "souzax"), ("End", "souzax"),
    ("Backspace", "x"), ("Delete", "x"), ("Ctrl-U", "x"), ("Ctrl-W", "x"),
  ])
  func `an arrow key edits the old text, others take it away`(key: String, text: String) {
    var driver = Self.kept("souza")
    driver.press(key, "x")
    #expect(driver.dashboard.users.filter.text == text)
  }

  @Test func `a paste replaces the selected text, Enter keeps it, Esc clears it`() {
    var driver = Self.kept("souza")
    driver.press("Enter")
    #expect(driver.dashboard.users.filter.text == "souza")
    driver.press("/")
    driver.paste("kenji")
    #expect(driver.dashboard.users.filter.text == "kenji")
    driver.press("Enter", "/", "Esc")
    #expect(driver.dashboard.users.filter.text == "")
    #expect(driver.shownNames.count == 12)
  }

  @Test func `text that was kept is not selected while it is not edited`() {
    var driver = Self.kept("souza")
    driver.press("Enter")
    #expect(!driver.frame.styles(of: "souza").contains { $0.attributes.contains(.reverse) })
  }

  // MARK: What it finds

  @Test(arguments: [
    ("dna", []), ("~dna", ["Dana Reyes"]), ("high", ["Dana Reyes", "Kenji Watanabe", "李 小龙"]),
    ("medium !souza events:>1", ["José Ñandú"]), ("last:<2h", ["Dana Reyes", "Kenji Watanabe"]),
    ("zoe o'b", ["Zoe\u{308} O’Brien"]), ("behavior:travel", ["Dana Reyes"]),
  ])
  func `the users' filter takes terms`(text: String, names: [String]) {
    var driver = DashboardDriver.loaded()
    driver.press("/")
    driver.type(text)
    #expect(driver.shownNames == names)
  }

  @Test func `scattered letters say so`() {
    var driver = DashboardDriver.loaded()
    driver.press("/")
    driver.type("dana")
    #expect(!driver.text.contains("fuzzy"))
    driver.press("Ctrl-U")
    driver.type("~dna")
    #expect(driver.text.contains("fuzzy"))
  }

  @Test func `a mistake is told in the line, and the rest applies`() {
    var driver = DashboardDriver.loaded()
    driver.press("/")
    driver.type("souza level:")
    #expect(driver.shownNames == ["Ana Souza"])
    driver.type("hgih")
    #expect(driver.shownNames == ["Ana Souza"])
    #expect(driver.text.contains("level:hgih: one of high"))
    driver.press("Enter")
    #expect(driver.text.contains("level:hgih: one of high"))
  }

  @Test(arguments: [
    ("3", "level:high", "integrations cannot be filtered"),
    ("4", "verdict:none", "behaviors cannot be"),
    ("2", "events:>5", "events cannot be filtered"),
  ])
  func `a pane says which terms it cannot answer`(pane: String, text: String, words: String) {
    var driver = DashboardDriver.loaded(size: .large)
    driver.press(pane, "/")
    driver.type(text)
    #expect(driver.text.contains(words))
  }

  @Test func `behaviors say of how many users the events are known`() {
    var driver = DashboardDriver.loaded(size: .large)
    driver.press("/")
    driver.type("behavior:dlp")
    #expect(driver.shownNames == ["Dana Reyes"])
    #expect(driver.text.contains("events known for 1 of 12 users"))
  }

  @Test func `events of the cache are asked for while a filter needs them, and found`() {
    var driver = DashboardDriver.loaded()
    #expect(!driver.asksForEvents)
    driver.press("/")
    driver.type("behavior:travel")
    #expect(driver.asksForEvents)
    var known = KnownEvents()
    known.add(.dana, of: .fixture(2))
    driver.send(.knownEventsFound(known))
    #expect(driver.shownNames == ["Dana Reyes", "Kenji Watanabe"])
    driver.press("Esc")
    #expect(!driver.asksForEvents)
  }

  @Test func `a verdict takes the user out of those without one, and selects nobody instead`() {
    var driver = DashboardDriver.loaded()
    driver.press("/")
    driver.type("verdict:none high")
    driver.press("Enter")
    #expect(driver.shownNames == ["Dana Reyes", "Kenji Watanabe", "李 小龙"])
    #expect(driver.selectedName == "Dana Reyes")
    let verdict = CaseNote(
      user: .fixture(1),
      verdict: .benign,
      note: "",
      author: "ana@soc",
      at: DashboardDriver.now
    )
    driver.send(.verdictsFound([.fixture(1): verdict]))
    #expect(driver.shownNames == ["Kenji Watanabe", "李 小龙"])
    #expect(driver.selectedName == nil)
    driver.press("Down")
    #expect(driver.selectedName == "Kenji Watanabe")
  }

  @Test func `time passes for ages, too`() {
    var driver = DashboardDriver.loaded()
    driver.press("/")
    driver.type("last:<5m")
    driver.press("Enter")
    #expect(driver.shownNames == ["Dana Reyes"])
    driver.send(.timePassed(DashboardDriver.now.addingTimeInterval(150)))
    #expect(driver.shownNames.isEmpty)
  }

  // MARK: Other panes

  @Test func `a timeline finds evidence, levels and ages`() {
    var driver = DashboardDriver.loaded()
    driver.press("2", "/")
    driver.type("osaka")
    #expect(driver.shownEvents == ["a1"])
    driver.press("Ctrl-U")
    driver.type("level:low last:<1d")
    #expect(driver.shownEvents == ["a3"])
    driver.press("Ctrl-U")
    driver.type("!travel !level:low")
    #expect(driver.shownEvents == ["a2", "a6"])
  }

  @Test func `a draft of another level hides no behavior`() {
    var driver = DashboardDriver.loaded()
    driver.press("4", "/")
    driver.type("level:low")
    driver.press("Enter")
    #expect(driver.dashboard.behaviors.shown == ["high_risk_domain"])
    driver.press("l")
    #expect(driver.dashboard.behaviors.shown == ["high_risk_domain"])
    #expect(driver.dashboard.behaviors.draft["high_risk_domain"]?.riskLevel == .medium)
  }

  @Test func `the palette takes words, and says that it knows no terms`() {
    var driver = DashboardDriver.loaded()
    driver.press(":")
    driver.type("level:high")
    #expect(driver.text.contains("commands cannot be filtered by level"))
    driver.press("Ctrl-U")
    driver.type("hlp")
    #expect(driver.text.contains("no such command"))
  }

  // MARK: Many users

  @Test func `texts of many users are folded in the background, once`() async throws {
    var driver = DashboardDriver.loaded(.crowd(3_000))
    let unfolded = try #require(driver.unfolded)
    let index = await unfolded.index()
    driver.send(.usersIndexed(index, revision: unfolded.revision))
    #expect(driver.unfolded == nil)
    driver.press("/")
    driver.type("\"user 2999\"")
    #expect(driver.shownNames == ["User 2999"])
  }

  @Test func `an index of an older list is not taken`() async throws {
    var driver = DashboardDriver.loaded(.crowd(3_000))
    let unfolded = try #require(driver.unfolded)
    let index = await unfolded.index()
    var account = Fixture.crowd(3_000)
    account.users.swapAt(0, 2_999)
    driver.receive(account, after: 60)
    driver.send(.usersIndexed(index, revision: unfolded.revision))
    #expect(driver.unfolded != nil)
    driver.press("/")
    driver.type("\"user 2999\"")
    #expect(driver.shownNames == ["User 2999"])
  }
}

extension DashboardDriver {
  fileprivate var asksForEvents: Bool {
    dashboard.queries.contains { if case .knownEvents = $0 { true } else { false } }
  }

  fileprivate var unfolded: UnfoldedUsers? {
    for case .usersIndex(let users) in dashboard.queries { return users }
    return nil
  }

  fileprivate var shownEvents: [String] {
    dashboard.timeline.rows.compactMap { row in
      guard case .event(let place) = row else { return nil }
      return dashboard.timeline.events(in: dashboard.context(for: .timeline))[place].id
    }
  }
}

extension Frame {
  /// Styles of the cells where a text first stands; none where it does not.
  fileprivate func styles(of text: String) -> [Style] {
    for row in 0..<size.rows {
      let cells = (0..<size.columns).map { self[row, $0] }
      let line = cells.map { String($0.character) }.joined()
      if let found = line.range(of: text) {
        let start = line.distance(from: line.startIndex, to: found.lowerBound)
        return cells[start..<min(cells.count, start + text.count)].map(\.style)
      }
    }
    return []
  }
}
