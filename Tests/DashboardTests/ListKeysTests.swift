import TerminalUI
import Testing

@testable import Dashboard

/// The keys that move in every list, in every pane.
struct ListKeysTests {
  @Test(arguments: PaneID.allCases, [Size.small, .wide])
  func `the same keys move in every pane`(pane: PaneID, size: Size) {
    var driver = DashboardDriver.crowded(size: size)
    driver.press(String(pane.rawValue))
    let page = driver.page(of: pane)
    let cases: [(keys: [String], row: Int)] = [
      (["Down", "j"], 21), (["Up", "k"], 19), (["Home", "g"], 0), (["End", "G"], 59),
      (["PageDown", "Ctrl-F"], min(59, 20 + page)), (["PageUp", "Ctrl-B"], max(0, 20 - page)),
      (["Ctrl-D"], min(59, 20 + max(1, page / 2))), (["Ctrl-U"], max(0, 20 - max(1, page / 2))),
    ]

    for (keys, row) in cases {
      for key in keys {
        driver.press("g")
        driver.press(Array(repeating: "j", count: 20))
        #expect(driver.row(of: pane) == 20)
        driver.press(key)
        #expect(driver.row(of: pane) == row, "\(key) in \(pane) at \(size)")
      }
    }
  }

  @Test(arguments: PaneID.allCases)
  func `a list ends at its ends`(pane: PaneID) {
    var driver = DashboardDriver.crowded(size: .small)
    driver.press(String(pane.rawValue), "g", "k", "PageUp", "Ctrl-U")
    #expect(driver.row(of: pane) == 0)

    driver.press("G", "j", "PageDown", "Ctrl-D")
    #expect(driver.row(of: pane) == 59)
  }

  @Test(arguments: PaneID.allCases, [Size.tiny, .small, .wide, .large])
  func `the selected row is always on the screen`(pane: PaneID, size: Size) {
    var driver = DashboardDriver.crowded(size: size)
    driver.press(String(pane.rawValue))

    for key in ["j", "G", "PageUp", "k", "Ctrl-U", "g", "PageDown", "Ctrl-D", "G", "Home"] {
      driver.press(key)
      #expect(driver.hasMark(in: pane), "after \(key) in \(pane) at \(size)")
    }
  }

  @Test(arguments: PaneID.allCases)
  func `an empty list takes every key`(pane: PaneID) {
    var driver = DashboardDriver.loaded(Fixture(behaviors: [], integrations: []))
    driver.press(String(pane.rawValue))

    for key in ["j", "k", "g", "G", "PageDown", "PageUp", "Ctrl-D", "Ctrl-U", "Enter", "Space"] {
      #expect(driver.press(key).isEmpty)
    }
    #expect(driver.dashboard.dialogs.isEmpty)
  }

  @Test func `a smaller screen keeps the selection in view`() {
    var driver = DashboardDriver.crowded(size: .large)
    driver.press("G")

    driver.resize(.small)
    #expect(driver.hasMark(in: .users))
    #expect(driver.row(of: .users) == 59)
  }
}

// MARK: Fixtures

extension DashboardDriver {
  /// Sixty rows in every pane.
  fileprivate static func crowded(size: Size) -> DashboardDriver {
    var account = Fixture.crowd(60)
    account.behaviors = .crowd(60)
    account.integrations = .crowd(60)
    account.risks[.fixture(1)] = .busy(60)
    return .loaded(account, size: size)
  }

  fileprivate func row(of pane: PaneID) -> Int? {
    switch pane {
    case .users: dashboard.users.list.cursor
    case .timeline:
      dashboard.timeline.selection.flatMap { Int($0.dropFirst()) }.map { $0 - 1 }
    case .integrations:
      dashboard.integrations.shown.firstIndex { $0 == dashboard.integrations.selection }
    case .behaviors: dashboard.behaviors.shown.firstIndex { $0 == dashboard.behaviors.selection }
    }
  }

  /// Rows of a pane's list that show at once.
  fileprivate func page(of pane: PaneID) -> Int {
    switch pane {
    case .users: dashboard.users.list.height
    case .timeline: dashboard.timeline.list.height
    case .integrations: dashboard.integrations.list.height
    case .behaviors: dashboard.behaviors.list.height
    }
  }

  /// Whether the mark before the selected row shows in a pane.
  fileprivate func hasMark(in pane: PaneID) -> Bool {
    guard let rect = dashboard.layout.places.first(where: { $0.pane == pane })?.rect
    else { return false }
    let frame = frame
    return (rect.row..<rect.maxRow).contains { frame[$0, rect.column + 1].character == "▌" }
  }
}
