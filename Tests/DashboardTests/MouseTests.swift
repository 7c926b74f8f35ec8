import Foundation
import RiskAPI
import TerminalUI
import Testing

@testable import Dashboard

/// What clicks and the wheel do, by what stands where they hit.
struct MouseTests {
  @Test func `a click selects and focuses, and starts nothing`() {
    var driver = DashboardDriver.loaded()
    driver.press("4")

    #expect(driver.click("Ana Souza").isEmpty)
    #expect(driver.selectedName == "Ana Souza")
    #expect(driver.dashboard.focus == .users)

    driver.click("Impossible travel", last: true)
    #expect(driver.dashboard.focus == .behaviors)
    #expect(driver.dashboard.behaviors.selection == "imp_travel")
    driver.click("acme-test.okta.com")
    #expect(driver.dashboard.focus == .integrations)
    #expect(driver.dashboard.integrations.selection == Integration.fixture(2).id)
    driver.click("LOW     High-risk")
    #expect(driver.dashboard.focus == .timeline)
    #expect(driver.dashboard.timeline.selection == "a3")
  }

  @Test func `a click is for whom the analyst saw, wherever a refresh moved them`() throws {
    var driver = DashboardDriver.loaded()
    let target = try #require(driver.target("Kenji Watanabe"))
    var account = Fixture.team
    account.users.insert(.fixture(99, name: "Newcomer", age: 1), at: 0)
    driver.receive(account, after: 60)

    driver.send(.pointed(target, driver.dashboard.now))

    #expect(driver.selectedName == "Kenji Watanabe")
  }

  @Test func `a click on somebody who has left selects nobody else`() throws {
    var driver = DashboardDriver.loaded()
    let target = try #require(driver.target("Kenji Watanabe"))
    var account = Fixture.team
    account.users.remove(at: 1)
    driver.receive(account, after: 60)

    driver.send(.pointed(target, driver.dashboard.now))

    #expect(driver.selectedName == "Dana Reyes")
  }

  @Test func `a second click opens, but for one that is late or elsewhere`() {
    var driver = DashboardDriver.loaded()
    driver.click("Kenji Watanabe")
    driver.click("Ana Souza", after: 0.1)
    #expect(driver.dashboard.focus == .users)
    driver.click("Ana Souza", after: 0.6)
    #expect(driver.dashboard.focus == .users)

    let effects = driver.click("Ana Souza", after: 0.3)
    #expect(driver.dashboard.focus == .timeline)
    #expect(driver.dashboard.timeline.userID == .fixture(4))
    #expect(!effects.isEmpty)
  }

  @Test func `a second click on an event shows its evidence`() {
    var driver = DashboardDriver.loaded()
    driver.click("HIGH    Impossible travel")
    driver.click("HIGH    Impossible travel", after: 0.1)
    #expect(driver.dashboard.timeline.details?.event.id == "a1")
  }

  @Test func `a second click on an integration shows it whole, and writes nothing`() {
    var driver = DashboardDriver.loaded()
    driver.click("acme-test.okta.com")
    #expect(driver.click("acme-test.okta.com", after: 0.1).isEmpty)
    #expect(driver.text.contains("off: nothing is sent to it"))
    #expect(driver.text.contains(Integration.fixture(2).id))
  }

  @Test func `the wheel moves the rows, and the selection stays until a key moves it`() {
    var driver = DashboardDriver.loaded(.crowd(60), size: .small)
    let before = driver.dashboard.users.list.visible

    driver.wheel(.wheelDown, over: "User 3 ")
    driver.wheel(.wheelDown, over: "User 6 ")

    #expect(driver.dashboard.users.list.visible.lowerBound == before.lowerBound + 6)
    #expect(driver.selectedName == "User 1")
    driver.receive(.crowd(60), after: 60)
    #expect(driver.dashboard.users.list.top == 6)
    driver.press("j")
    #expect(driver.selectedName == "User 2")
    #expect(driver.dashboard.users.list.visible.contains(1))
  }

  @Test func `the wheel stops at both ends, and leaves the focus`() {
    var driver = DashboardDriver.loaded(.crowd(60), size: .wide)
    driver.press("3")
    for _ in 0..<40 { driver.wheel(.wheelDown, over: "MEDIUM  User ") }
    #expect(driver.dashboard.users.list.visible.upperBound == 60)
    for _ in 0..<40 { driver.wheel(.wheelUp, over: "MEDIUM  User ") }
    #expect(driver.dashboard.users.list.visible.lowerBound == 0)
    #expect(driver.dashboard.focus == .integrations)
  }

  @Test func `a dialog takes the mouse from all below it`() throws {
    var driver = DashboardDriver.loaded()
    let target = try #require(driver.target("Kenji Watanabe"))
    driver.press("R")
    #expect(driver.frame(takesMouse: true).mouse == MouseMap())

    // A click that came before the question was painted, applied after it opened.
    driver.send(.pointed(target, driver.dashboard.now))
    #expect(driver.selectedName == "Dana Reyes")
    #expect(!driver.dashboard.dialogs.isEmpty)
  }

  @Test func `a click on another tab, or beside the rows of a pane, turns to it`() {
    var driver = DashboardDriver.loaded(size: .small)
    driver.click("3 Integrations")
    #expect(driver.dashboard.focus == .integrations)
    driver.resize(.wide)
    driver.click("4 Behaviors")
    #expect(driver.dashboard.focus == .behaviors)
  }

  @Test func `a click ends the typing of a filter, and keeps it`() {
    var driver = DashboardDriver.loaded()
    driver.press("/")
    driver.type("level:high")
    driver.click("Kenji Watanabe")
    #expect(driver.selectedName == "Kenji Watanabe")
    #expect(!driver.dashboard.users.filter.isEditing)
    #expect(driver.shownNames.count == 3)
  }

  @Test func `a click on a line of a timeline that is another user's by now is nothing`() throws {
    var driver = DashboardDriver.loaded()
    let target = try #require(driver.target("Impossible travel"))
    driver.press("j", "Enter")
    driver.send(.pointed(target, driver.dashboard.now))
    #expect(driver.dashboard.timeline.selected == nil)
  }

  @Test func `without the mouse nothing is noted for it`() {
    #expect(DashboardDriver.loaded().frame.mouse == MouseMap())
  }
}

/// The selected row as words.
struct ReadingTests {
  @Test func `each pane reads its selected row, with what has no room on the screen`() throws {
    var driver = DashboardDriver.loaded(size: .tiny)
    driver.press("Space", "k")
    #expect(
      driver.reading(of: .users)
        == "marked, HIGH, Dana Reyes, user1@acme.example, events 6, last 3 min"
    )
    #expect(
      driver.reading(of: .timeline)
        == "10:38, HIGH, Impossible travel, Lisbon → Osaka, 11 100 km in 26 min"
    )
    driver.press("4", "Space")
    #expect(
      driver.reading(of: .behaviors)
        == "not saved, off, High number of DLP policies triggered, MEDIUM"
    )
    #expect(
      driver.reading(of: .integrations) == "on, Okta, acme.okta.com, ref 7f3c1a52…, since 19 May"
    )
  }

  @Test func `where nothing is selected there is nothing to read`() {
    let driver = DashboardDriver.loaded(Fixture(behaviors: [], integrations: []))
    for pane in PaneID.allCases { #expect(driver.reading(of: pane) == nil) }
  }
}

// MARK: Fixtures

extension DashboardDriver {
  fileprivate func frame(takesMouse: Bool) -> Frame {
    var frame = Frame(dashboard.size, takesMouse: takesMouse)
    dashboard.view(in: &frame)
    return frame
  }

  /// What the first place that shows a text, or the last one, means to the mouse.
  fileprivate func target(
    _ text: String,
    _ action: MouseEvent.Action = .press,
    last: Bool = false
  ) -> MouseTarget? {
    let frame = frame(takesMouse: true)
    let places = (0..<frame.size.rows).flatMap { row -> [Position] in
      let glyphs = (0..<frame.size.columns).map { frame[row, $0].character }
      return glyphs.indices.filter { glyphs[$0...].starts(with: text) }
        .map { Position(row: row, column: $0) }
    }
    return (last ? places.last : places.first).flatMap {
      frame.mouse.target(of: MouseEvent(action, at: $0))
    }
  }

  @discardableResult
  mutating func click(
    _ text: String,
    after seconds: TimeInterval = 5,
    last: Bool = false,
    sourceLocation: SourceLocation = #_sourceLocation
  ) -> [Effect] {
    guard let target = target(text, last: last) else {
      Issue.record("nothing takes a click on \(text)", sourceLocation: sourceLocation)
      return []
    }
    return send(.pointed(target, dashboard.now.addingTimeInterval(seconds)))
  }

  fileprivate mutating func wheel(
    _ action: MouseEvent.Action,
    over text: String,
    sourceLocation: SourceLocation = #_sourceLocation
  ) {
    guard let target = target(text, action) else {
      Issue.record("no wheel over \(text)", sourceLocation: sourceLocation)
      return
    }
    send(.pointed(target, dashboard.now))
  }

  fileprivate func reading(of pane: PaneID) -> String? {
    let context = dashboard.context(for: pane)
    return switch pane {
    case .users: dashboard.users.reading(in: context)?.string
    case .timeline: dashboard.timeline.reading(in: context)?.string
    case .integrations: dashboard.integrations.reading(in: context)?.string
    case .behaviors: dashboard.behaviors.reading(in: context)?.string
    }
  }
}
