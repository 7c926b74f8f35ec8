import Foundation
import RiskAPI
import RiskServices
import RiskStore
import TerminalUI
import Testing

@testable import Dashboard

struct FilterKeysTests {
  // MARK: Opening again

  private static func kept(_ text: String) -> Desk {
    var desk = Desk.loaded()
    desk.press("/")
    desk.type(text)
    desk.press("Enter", "/")
    return desk
  }

  @Test func `the old text is selected, and typing replaces it`() {
    var desk = Self.kept("souza")
    #expect(desk.shownNames == ["Ana Souza"])
    let selected = desk.frame.styles(of: "souza")
    #expect(!selected.isEmpty && selected.allSatisfy { $0.attributes.contains(.reverse) })

    desk.press("k")
    #expect(desk.dashboard.users.filter.text == "k")
    #expect(!desk.frame.styles(of: "/ k").contains { $0.attributes.contains(.reverse) })
    desk.type("enji")
    #expect(desk.shownNames == ["Kenji Watanabe"])
  }

  @Test(arguments: [
    ("Left", "xsouza"), ("Home", "xsouza"), ("Right", "souzax"), ("End", "souzax"),
    ("Backspace", "x"), ("Delete", "x"), ("Ctrl-U", "x"), ("Ctrl-W", "x"),
  ])
  func `an arrow key edits the old text, others take it away`(key: String, text: String) {
    var desk = Self.kept("souza")
    desk.press(key, "x")
    #expect(desk.dashboard.users.filter.text == text)
  }

  @Test func `a paste replaces the selected text, Enter keeps it, Esc clears it`() {
    var desk = Self.kept("souza")
    desk.press("Enter")
    #expect(desk.dashboard.users.filter.text == "souza")
    desk.press("/")
    desk.paste("kenji")
    #expect(desk.dashboard.users.filter.text == "kenji")
    desk.press("Enter", "/", "Esc")
    #expect(desk.dashboard.users.filter.text == "")
    #expect(desk.shownNames.count == 12)
  }

  @Test func `text that was kept is not selected while it is not edited`() {
    var desk = Self.kept("souza")
    desk.press("Enter")
    #expect(!desk.frame.styles(of: "souza").contains { $0.attributes.contains(.reverse) })
  }

  // MARK: What it finds

  @Test(arguments: [
    ("dna", []), ("~dna", ["Dana Reyes"]), ("high", ["Dana Reyes", "Kenji Watanabe", "李 小龙"]),
    ("medium !souza events:>1", ["José Ñandú"]), ("last:<2h", ["Dana Reyes", "Kenji Watanabe"]),
    ("zoe o'b", ["Zoe\u{308} O’Brien"]), ("behavior:travel", ["Dana Reyes"]),
  ])
  func `the users' filter takes terms`(text: String, names: [String]) {
    var desk = Desk.loaded()
    desk.press("/")
    desk.type(text)
    #expect(desk.shownNames == names)
  }

  @Test func `scattered letters say so`() {
    var desk = Desk.loaded()
    desk.press("/")
    desk.type("dana")
    #expect(!desk.text.contains("fuzzy"))
    desk.press("Ctrl-U")
    desk.type("~dna")
    #expect(desk.text.contains("fuzzy"))
  }

  @Test func `a mistake is told in the line, and the rest applies`() {
    var desk = Desk.loaded()
    desk.press("/")
    desk.type("souza level:")
    #expect(desk.shownNames == ["Ana Souza"])
    desk.type("hgih")
    #expect(desk.shownNames == ["Ana Souza"])
    #expect(desk.text.contains("level:hgih: one of high"))
    desk.press("Enter")
    #expect(desk.text.contains("level:hgih: one of high"))
  }

  @Test(arguments: [
    ("3", "level:high", "integrations cannot be filtered"),
    ("4", "verdict:none", "behaviors cannot be"),
    ("2", "events:>5", "events cannot be filtered"),
  ])
  func `a pane says which terms it cannot answer`(pane: String, text: String, words: String) {
    var desk = Desk.loaded(size: .large)
    desk.press(pane, "/")
    desk.type(text)
    #expect(desk.text.contains(words))
  }

  @Test func `behaviors say of how many users the events are known`() {
    var desk = Desk.loaded(size: .large)
    desk.press("/")
    desk.type("behavior:dlp")
    #expect(desk.shownNames == ["Dana Reyes"])
    #expect(desk.text.contains("events known for 1 of 12 users"))
  }

  @Test func `events of the cache are asked for while a filter needs them, and found`() {
    var desk = Desk.loaded()
    #expect(!desk.asksForEvents)
    desk.press("/")
    desk.type("behavior:travel")
    #expect(desk.asksForEvents)
    var known = KnownEvents()
    known.add(.dana, of: .fixture(2))
    desk.send(.knownEventsFound(known))
    #expect(desk.shownNames == ["Dana Reyes", "Kenji Watanabe"])
    desk.press("Esc")
    #expect(!desk.asksForEvents)
  }

  @Test func `a verdict takes the user out of those without one, and selects nobody instead`() {
    var desk = Desk.loaded()
    desk.press("/")
    desk.type("verdict:none high")
    desk.press("Enter")
    #expect(desk.shownNames == ["Dana Reyes", "Kenji Watanabe", "李 小龙"])
    #expect(desk.selectedName == "Dana Reyes")
    let verdict = CaseNote(
      user: .fixture(1),
      verdict: .benign,
      note: "",
      author: "ana@soc",
      at: Desk.now
    )
    desk.send(.verdictsFound([.fixture(1): verdict]))
    #expect(desk.shownNames == ["Kenji Watanabe", "李 小龙"])
    #expect(desk.selectedName == nil)
    desk.press("Down")
    #expect(desk.selectedName == "Kenji Watanabe")
  }

  @Test func `time passes for ages, too`() {
    var desk = Desk.loaded()
    desk.press("/")
    desk.type("last:<5m")
    desk.press("Enter")
    #expect(desk.shownNames == ["Dana Reyes"])
    desk.send(.timePassed(Desk.now.addingTimeInterval(150)))
    #expect(desk.shownNames.isEmpty)
  }

  // MARK: Other panes

  @Test func `a timeline finds evidence, levels and ages`() {
    var desk = Desk.loaded()
    desk.press("2", "/")
    desk.type("osaka")
    #expect(desk.shownEvents == ["a1"])
    desk.press("Ctrl-U")
    desk.type("level:low last:<1d")
    #expect(desk.shownEvents == ["a3"])
    desk.press("Ctrl-U")
    desk.type("!travel !level:low")
    #expect(desk.shownEvents == ["a2", "a6"])
  }

  @Test func `a draft of another level hides no behavior`() {
    var desk = Desk.loaded()
    desk.press("4", "/")
    desk.type("level:low")
    desk.press("Enter")
    #expect(desk.dashboard.behaviors.shown == ["high_risk_domain"])
    desk.press("l")
    #expect(desk.dashboard.behaviors.shown == ["high_risk_domain"])
    #expect(desk.dashboard.behaviors.draft["high_risk_domain"]?.riskLevel == .medium)
  }

  @Test func `the palette takes words, and says that it knows no terms`() {
    var desk = Desk.loaded()
    desk.press(":")
    desk.type("level:high")
    #expect(desk.text.contains("commands cannot be filtered by level"))
    desk.press("Ctrl-U")
    desk.type("hlp")
    #expect(desk.text.contains("no such command"))
  }

  // MARK: Many users

  @Test func `texts of many users are folded in the background, once`() async throws {
    var desk = Desk.loaded(.crowd(3_000))
    let unfolded = try #require(desk.unfolded)
    let index = await unfolded.index()
    desk.send(.usersIndexed(index, revision: unfolded.revision))
    #expect(desk.unfolded == nil)
    desk.press("/")
    desk.type("\"user 2999\"")
    #expect(desk.shownNames == ["User 2999"])
  }

  @Test func `an index of an older list is not taken`() async throws {
    var desk = Desk.loaded(.crowd(3_000))
    let unfolded = try #require(desk.unfolded)
    let index = await unfolded.index()
    var account = Fixture.crowd(3_000)
    account.users.swapAt(0, 2_999)
    desk.receive(account, after: 60)
    desk.send(.usersIndexed(index, revision: unfolded.revision))
    #expect(desk.unfolded != nil)
    desk.press("/")
    desk.type("\"user 2999\"")
    #expect(desk.shownNames == ["User 2999"])
  }
}

extension Desk {
  fileprivate var asksForEvents: Bool {
    dashboard.subscriptions.contains { if case .knownEvents = $0 { true } else { false } }
  }

  fileprivate var unfolded: UnfoldedUsers? {
    for case .usersIndex(let users) in dashboard.subscriptions { return users }
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
