import Foundation
import RiskAPI
import TerminalUI
import Testing

@testable import Dashboard

struct TimelinePaneTests {
  @Test func `events stand by day, the newest first, those without a time last`() {
    let desk = Desk.loaded()
    let headings = desk.text.split(separator: "\n").compactMap { line in
      ["Today", "Yesterday", "Sun 14 Jun", "Without a time"].first { line.contains(" \($0) ") }
    }

    #expect(headings == ["Today", "Yesterday", "Sun 14 Jun", "Without a time"])
    #expect(desk.dashboard.timeline.selection == "a1")
  }

  @Test func `enter opens the evidence, escape and h close it`() {
    var desk = Desk.loaded()
    desk.press("2", "Enter")
    #expect(desk.dashboard.timeline.details?.event.id == "a1")
    #expect(desk.text.contains("2026-06-18 10:38:12 +01:00"))

    desk.press("h")
    #expect(desk.dashboard.timeline.details == nil)
    desk.press("Enter", "Esc")
    #expect(desk.dashboard.timeline.details == nil)
    #expect(desk.dashboard.focus == .timeline)
  }

  @Test func `enter folds and unfolds a member of the evidence`() {
    var desk = Desk.loaded()
    desk.press("2", "Enter")
    #expect(desk.text.contains("Lisbon"))
    let lines = desk.dashboard.timeline.details?.lineCount ?? 0

    desk.press("Enter")
    #expect(desk.dashboard.timeline.details?.lineCount == lines - 2)
    #expect(desk.text.contains("{2 members}"))
    desk.press("Space")
    #expect(desk.dashboard.timeline.details?.lineCount == lines)
  }

  @Test func `a line that cannot fold says so`() {
    var desk = Desk.loaded()
    desk.press("2", "Enter", "j", "Enter")

    #expect(desk.notice == "nothing to fold on this line")
  }

  @Test func `t shows the raw JSON, and the tree again`() {
    var desk = Desk.loaded()
    desk.press("2", "Enter", "t")
    #expect(desk.text.contains(#""city" : "Osaka""#))

    desk.press("t")
    #expect(!desk.text.contains(#""city" : "Osaka""#))
  }

  @Test func `evidence of any shape opens`() {
    let shapes: [JSONValue?] = [
      nil, .null, .bool(true), .integer(.min), .number(Decimal(1) / 3), .string(""), .array([]),
      .object([:]), .object(["": .object(["": .array([.null, .array([])])])]), .deep(200),
      .array((0..<20_000).map { .integer($0) }),
    ]
    for shape in shapes {
      var account = Fixture.team
      account.risks[.fixture(1)] = UserRisk(
        name: "Dana",
        email: "",
        events: [.fixture("x", details: shape)]
      )
      var desk = Desk.loaded(account)
      desk.press("2", "Enter")
      for key in ["G", "Enter", "t", "G", "t", "g", "Enter"] {
        desk.press(key)
        expectStraight(desk)
      }
    }
  }

  @Test func `the evidence being read stays through a refresh`() {
    var desk = Desk.loaded()
    desk.press("2", "Enter", "j")
    let before = desk.dashboard.timeline.details
    desk.receive(.busy(3), of: .fixture(1), after: 60)

    #expect(desk.dashboard.timeline.details == before)
    guard case .terminal(.copy(let text))? = desk.press("y").last else {
      Issue.record("the evidence on the screen cannot be copied")
      return
    }
    #expect(text.string.contains("Osaka"))
  }

  @Test func `the selected event stays selected when newer ones come`() {
    var desk = Desk.loaded()
    desk.press("2", "j")
    var risk = UserRisk.dana
    risk.events.insert(.fixture("new", age: 1), at: 0)
    desk.receive(risk, of: .fixture(1), after: 60)

    #expect(desk.dashboard.timeline.selection == "a2")
  }

  @Test func `a reply about a user nobody looks at any more changes nothing on the screen`() {
    var desk = Desk.loaded()
    desk.press("j", "Enter")
    let before = desk.text
    desk.receive(.dana, of: .fixture(1))

    #expect(desk.text == before)
  }

  @Test func `a short list of events says so`() {
    var account = Fixture.team
    account.risks[.fixture(1)]?.totalEventCount = 1_284
    let desk = Desk.loaded(account)

    #expect(desk.text.contains("6 of 1 284 events shown"))
  }

  @Test func `the top event's day is never scrolled away`() {
    var desk = Desk.loaded(size: .tiny)
    desk.press("2", "G", "g")

    #expect(desk.text.contains("Today"))
  }
}

// MARK: Fixtures

extension JSONValue {
  fileprivate static func deep(_ levels: Int) -> JSONValue {
    (0..<levels).reduce(.string("bottom")) { value, _ in .object(["a": value]) }
  }
}
