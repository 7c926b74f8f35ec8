import Foundation
import RiskAPI
import TerminalUI
import Testing

@testable import Dashboard

struct TimelinePaneTests {
  @Test func `events stand by day, the newest first, those without a time last`() {
    let driver = DashboardDriver.loaded()
    let headings = driver.text.split(separator: "\n").compactMap { line in
      ["Today", "Yesterday", "Sun 14 Jun", "Without a time"].first { line.contains(" \($0) ") }
    }

    #expect(headings == ["Today", "Yesterday", "Sun 14 Jun", "Without a time"])
    #expect(driver.dashboard.timeline.selection == "a1")
  }

  @Test func `enter opens the evidence, escape and h close it`() {
    var driver = DashboardDriver.loaded()
    driver.press("2", "Enter")
    #expect(driver.dashboard.timeline.details?.event.id == "a1")
    #expect(driver.text.contains("2026-06-18 10:38:12 +01:00"))

    driver.press("h")
    #expect(driver.dashboard.timeline.details == nil)
    driver.press("Enter", "Esc")
    #expect(driver.dashboard.timeline.details == nil)
    #expect(driver.dashboard.focus == .timeline)
  }

  @Test func `enter folds and unfolds a member of the evidence`() {
    var driver = DashboardDriver.loaded()
    driver.press("2", "Enter")
    #expect(driver.text.contains("Lisbon"))
    let lines = driver.dashboard.timeline.details?.lineCount ?? 0

    driver.press("Enter")
    #expect(driver.dashboard.timeline.details?.lineCount == lines - 2)
    #expect(driver.text.contains("{2 members}"))
    driver.press("Enter")
    #expect(driver.dashboard.timeline.details?.lineCount == lines)
  }

  @Test func `a line that cannot fold says so`() {
    var driver = DashboardDriver.loaded()
    driver.press("2", "Enter", "j", "Enter")

    #expect(driver.notice == "nothing to fold on this line")
  }

  @Test func `t shows the raw JSON, and the tree again`() {
    var driver = DashboardDriver.loaded()
    driver.press("2", "Enter", "t")
    #expect(driver.text.contains(#""city" : "Osaka""#))

    driver.press("t")
    #expect(!driver.text.contains(#""city" : "Osaka""#))
  }

  @Test func `evidence of any shape opens`() {
    let shapes: [JSONValue?] = [
      nil, .null, .bool(true), .integer(.min), .number(Decimal(1) / 3), .string(""), .array([]),
      .object([:]), .object(["": .object(["": .array([.null, .array([])])])]), .deep(200),
      .array((0..<20_000).map { .integer($0) }),
    ]
    for shape in shapes {
      var account = Fixture.team
      account.risks[.fixture(1)] = UserDetail(
        name: "Dana",
        email: "",
        events: [.fixture("x", details: shape)]
      )
      var driver = DashboardDriver.loaded(account)
      driver.press("2", "Enter")
      for key in ["G", "Enter", "t", "G", "t", "g", "Enter"] {
        driver.press(key)
        expectStraight(driver)
      }
    }
  }

  @Test func `the evidence being read stays through a refresh`() {
    var driver = DashboardDriver.loaded()
    driver.press("2", "Enter", "j")
    let before = driver.dashboard.timeline.details
    driver.receive(.busy(3), of: .fixture(1), after: 60)

    #expect(driver.dashboard.timeline.details == before)
    guard case .terminal(.copy(let text))? = driver.press("y").last else {
      Issue.record("the evidence on the screen cannot be copied")
      return
    }
    #expect(text.string.contains("Osaka"))
  }

  @Test func `the selected event stays selected when newer ones come`() {
    var driver = DashboardDriver.loaded()
    driver.press("2", "j")
    var risk = UserDetail.dana
    risk.events.insert(.fixture("new", age: 1), at: 0)
    driver.receive(risk, of: .fixture(1), after: 60)

    #expect(driver.dashboard.timeline.selection == "a2")
  }

  @Test func `a reply about a user nobody looks at any more changes nothing on the screen`() {
    var driver = DashboardDriver.loaded()
    driver.press("j", "Enter")
    let before = driver.text
    driver.receive(.dana, of: .fixture(1))

    #expect(driver.text == before)
  }

  @Test func `a short list of events says so`() {
    var account = Fixture.team
    account.risks[.fixture(1)]?.totalEventCount = 1_284
    let driver = DashboardDriver.loaded(account)

    #expect(driver.text.contains("6 of 1 284 events shown"))
  }

  @Test func `the top event's day is never scrolled away`() {
    var driver = DashboardDriver.loaded(size: .tiny)
    driver.press("2", "G", "g")

    #expect(driver.text.contains("Today"))
  }
}

// MARK: Fixtures

extension JSONValue {
  fileprivate static func deep(_ levels: Int) -> JSONValue {
    (0..<levels).reduce(.string("bottom")) { value, _ in .object(["a": value]) }
  }
}
