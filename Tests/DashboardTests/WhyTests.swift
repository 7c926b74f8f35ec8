import Foundation
import RiskAPI
import RiskServices
import TerminalUI
import Testing

@testable import Dashboard

/// Why a user is at risk, in the timeline's head and in an opened event.
struct WhyTests {
  @Test(arguments: [Size.small, .wide, .large])
  func `the head says which behaviors, how often and what made the level`(size: Size) {
    var driver = DashboardDriver.loaded(size: size)
    driver.press("2")
    #expect(driver.text.contains("Behavior of tomorrow 1 · Impossible travel 2 · "))
    #expect(driver.text.contains("made HIGH 17 Jun by Impossible travel: one line"))
    #expect(driver.text.contains("Lisbon → Osaka"))
  }

  @Test func `where the pane is low the list keeps its rows`() {
    var driver = DashboardDriver.loaded(size: Size(columns: 80, rows: 14))
    driver.press("2")
    #expect(!driver.text.contains("made HIGH"))
    #expect(!driver.text.contains("Impossible travel 2"))
    driver.resize(Size(columns: 80, rows: 15))
    #expect(driver.text.contains("Impossible travel 2"))
    #expect(!driver.text.contains("made HIGH"))
  }

  @Test func `names are cut so that more behaviors are named`() {
    let tallies = (1...4).map { number in
      BehaviorTally(
        name: "Behavior number \(number) with a long name",
        level: .high,
        count: 1_000 * number,
        blockedCount: number == 1 ? 3 : 0
      )
    }
    func line(_ limit: Int, _ width: Int) -> (line: TallyLine, text: String) {
      let line = TallyLine(tallies, nameLimit: limit, width: width)
      var frame = Frame(Size(columns: width + 2, rows: 1))
      line.draw(in: &frame, row: 0)
      return (line, frame.text)
    }
    #expect(line(40, 200).line.isWhole)
    #expect(line(40, 200).text.contains("long name 1 000, 3 blocked · Behavior number 2"))
    #expect(line(22, 80).text.hasSuffix("· 2 more") && !line(22, 80).line.isWhole)
    #expect(line(40, 20).text.hasPrefix(" Behavior number 1"))
  }

  @Test func `next and previous go from one event to the other, to the ends`() {
    var driver = DashboardDriver.loaded()
    driver.press("2", "Enter")
    #expect(driver.dashboard.timeline.details?.event.id == "a1")
    #expect(driver.text.contains("one of 2 such events"))
    driver.press("[")
    #expect(driver.notice == "this is the first event")

    driver.press("]", "]")
    #expect(driver.dashboard.timeline.details?.event.id == "a3")
    driver.press("[")
    #expect(driver.dashboard.timeline.details?.event.id == "a2")
    #expect(!driver.text.contains("such events"))
    driver.press("]", "]", "]", "]", "]")
    #expect(driver.dashboard.timeline.details?.event.id == "a6")
    #expect(driver.notice == "this is the last event")
    driver.press("Left")
    #expect(driver.dashboard.timeline.selection == "a6")
  }

  @Test func `the raw form stays from one event to the next`() {
    var driver = DashboardDriver.loaded()
    driver.press("2", "Enter", "t", "]")
    #expect(driver.dashboard.timeline.details?.event.id == "a2")
    #expect(driver.dashboard.timeline.details?.isRaw == true)
    driver.press("]", "[")
    #expect(driver.dashboard.timeline.details?.isRaw == true)
  }

  @Test func `a filter is followed from event to event`() {
    var driver = DashboardDriver.loaded()
    driver.press("2", "/")
    driver.type("travel")
    driver.press("Enter", "Enter", "]")
    #expect(driver.dashboard.timeline.details?.event.id == "a4")
  }

  @Test func `of a long tree the deep parts are folded, of a short one none`() {
    func tree(_ devices: Int) -> JSONTree {
      JSONTree(
        .object([
          "devices": .array(
            (0..<devices).map { number in
              .object([
                "name": .string("LT-\(number)"),
                "os": .object(["name": .string("Linux"), "version": .string("6")]),
              ])
            }
          )
        ])
      )
    }
    #expect(!tree(10).lines.contains { $0.fold == .closed })
    let long = tree(20)
    #expect(long.lines.count == 21)
    #expect(long.lines.contains { $0.fold == .closed })
    #expect(long.lines.first?.fold == .open)
    #expect(tree(500).lines.count == 1)
    var opened = tree(500)
    opened.toggle(["devices"])
    #expect(opened.lines.count == 501)
  }
}
