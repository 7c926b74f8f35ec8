import CustomDump
import Foundation
import RiskAPI
import RiskServices
import TerminalUI
import Testing

@testable import Dashboard

/// Whole screens as text, in `Screens/`: `RECORD_SCREENS=1` writes them anew and fails the run, so
/// that somebody looks at them.
struct ScreensTests {
  @Test(arguments: Screen.all)
  func `a screen is as recorded`(screen: Screen) throws {
    let driver = screen.driver()
    expectStraight(driver)
    let text = driver.text + "\n"
    let file = Self.folder.appending(path: "\(screen.name).txt")
    if ProcessInfo.processInfo.environment["RECORD_SCREENS"] == "1" {
      try text.write(to: file, atomically: true, encoding: .utf8)
      Issue.record("recorded \(screen.name): look at it, then run without RECORD_SCREENS")
      return
    }
    let recorded = try String(contentsOf: file, encoding: .utf8)
    // CustomDump's own expectation does not find the testing library here, and then never fails.
    #expect(text == recorded, "\(diff(recorded, text) ?? "")")
  }

  @Test func `every recorded screen belongs to a test`() throws {
    let files = try FileManager.default.contentsOfDirectory(atPath: Self.folder.path)
    let recorded = Set(files.filter { $0.hasSuffix(".txt") })

    #expect(recorded == Set(Screen.all.map { "\($0.name).txt" }))
  }

  private static let folder = URL(filePath: #filePath)
    .deletingLastPathComponent().appending(path: "Screens")
}

/// A screen and the way to it.
struct Screen: Sendable, CustomTestStringConvertible {
  var name: String
  var driver: @Sendable () -> DashboardDriver

  var testDescription: String { name }

  private init(_ name: String, _ driver: @escaping @Sendable () -> DashboardDriver) {
    self.name = name
    self.driver = driver
  }

  /// The usual account at a size, after some keys.
  private init(_ name: String, _ size: Size, _ keys: String...) {
    self.init(name) {
      var driver = DashboardDriver.loaded(size: size)
      driver.press(keys)
      return driver
    }
  }

  static let all: [Screen] =
    [
      Screen("120x36-users", .wide), Screen("120x36-timeline", .wide, "2", "j"),
      Screen("120x36-integrations", .wide, "3"),
      Screen("80x24-integration-add", .small, "3", "a"),
      Screen("120x36-behaviors", .wide, "4", "l"),
      Screen("120x36-zoom", .wide, "z"), Screen("120x36-filter", .wide, "/", "a", "n"),
      Screen("120x36-help", .wide, "?"), Screen("120x36-palette", .wide, ":", "r", "e"),
      Screen("120x36-marked", .wide, "Space", "Space", "j"),
      Screen("120x36-evidence", .wide, "2", "Enter", "j"),
      Screen("120x36-reset", .wide, "R", "2"),
      Screen("120x36-toggle", .wide, "3", "Space"),
      Screen("120x36-write", .wide, "4", "l", "j", "Space", "w"),
      Screen("80x24-users", .small), Screen("80x24-timeline", .small, "2"),
      Screen("80x24-integrations", .small, "3"), Screen("80x24-behaviors", .small, "4"),
      Screen("80x24-evidence", .small, "2", "Enter"),
      Screen("80x24-evidence-raw", .small, "2", "Enter", "t"),
      Screen("80x24-reset", .small, "R"), Screen("80x24-reset-refused", .small, "R", "y"),
      Screen("80x24-reset-many", .small, "*", "R", "2", "y", "1", "2"),
      Screen("80x24-help", .small, "?"),
      Screen("80x24-quit", .small, "4", "l", "q"),
      Screen("200x60-users", .large), Screen("200x60-timeline", .large, "2"),
      Screen("200x60-reset", .large, "R"),
      Screen("40x10-users", .tiny), Screen("40x10-timeline", .tiny, "2"),
      Screen("40x10-integrations", .tiny, "3"), Screen("40x10-behaviors", .tiny, "4"),
      Screen("40x10-reset", .tiny, "R"), Screen("40x10-toggle", .tiny, "3", "Space"),
      Screen("39x9-too-small", Size(columns: 39, rows: 9)),
    ] + states

  private static let states: [Screen] = [
    Screen("80x24-trends") { .withTrends(size: .small) },
    Screen("200x60-trends") { .withTrends(size: .large) },
    Screen("80x24-past") {
      var driver = DashboardDriver.withPast(size: .small)
      driver.press("G")
      return driver
    },
    Screen("120x36-past-timeline") {
      var driver = DashboardDriver.withPast()
      driver.press("G", "k", "Enter")
      driver.send(.userFetched(.fixture(902), .failure(.notFound(APIError.Reply(status: 404)))))
      driver.send(.recordFound(.fixture(902), .omar))
      return driver
    },
    Screen("80x24-record") {
      var driver = DashboardDriver.withRecord(size: .small)
      driver.press("2")
      return driver
    },
    Screen("120x36-empty") {
      var account = Fixture()
      account.behaviors = [Behavior].usual.map { behavior in
        var behavior = behavior
        behavior.setting.isEnabled = false
        return behavior
      }
      account.integrations = []
      return .loaded(account)
    },
    Screen("120x36-loading") {
      var driver = DashboardDriver()
      if case .loadingDelay(let id) = driver.dashboard.loading.subscription {
        driver.send(.loadingLingered(id))
      }
      return driver
    },
    Screen("120x36-offline") {
      var driver = DashboardDriver.loaded()
      driver.send(.timePassed(DashboardDriver.now.addingTimeInterval(200)))
      driver.send(.usersFetched(.failure(.offline)))
      driver.send(.userFetched(.fixture(1), .failure(.offline)))
      driver.send(.behaviorsFetched(.failure(.offline)))
      driver.send(.integrationsFetched(.failure(.offline)))
      return driver
    },
    Screen("120x36-forbidden") {
      var driver = DashboardDriver()
      driver.send(.usersFetched(.failure(.forbidden(.piiRead))))
      driver.send(.behaviorsFetched(.success(Fetched(.usual, fetchedAt: DashboardDriver.now))))
      driver.send(.integrationsFetched(.failure(.forbidden(.read, .write))))
      return driver
    },
    Screen("120x36-incomplete") {
      var account = Fixture.team
      account.totalCount = 1_284
      account.risks[.fixture(1)]?.totalEventCount = 40
      return .loaded(account)
    },
    Screen("120x36-read-only") {
      var driver = DashboardDriver.loaded(mayWrite: false)
      driver.press("R")
      return driver
    },
    Screen("120x36-news") {
      var driver = DashboardDriver.loaded()
      var account = Fixture.team
      account.users[6].maxRiskLevel = .high
      account.users[1].eventCount = 10
      account.users.append(.fixture(13, name: "Newcomer", level: .medium, age: 30))
      driver.receive(account, after: 60)
      return driver
    },
    Screen("120x36-reset-outdated") {
      var driver = DashboardDriver.loaded()
      let fresh = RiskState(level: .high, eventCount: 7, lastEvent: DashboardDriver.now)
      if let request = DashboardDriver.resets(in: driver.press("R", "2", "y")).first {
        driver.send(.resetEnded(request, .outdated(fresh)))
      }
      return driver
    },
    Screen("120x36-reset-report") {
      var driver = DashboardDriver.loaded()
      driver.press("Space", "Space", "Space", "R", "2", "y", "3")
      if let first = DashboardDriver.resets(in: driver.press("Enter")).first {
        let effects = driver.send(.resetEnded(first, .reset(at: nil)))
        if let second = DashboardDriver.resets(in: effects).first {
          driver.send(.resetEnded(second, .notDone(.account(.forbidden(.write)))))
        }
      }
      return driver
    },
    conflict(.wide), conflict(.small), conflict(.large), conflict(.tiny),
    conflict(.wide, "decided", "2", "k", "1"), conflict(.small, "decided", "1", "k", "1", "k", "1"),
    Screen("80x24-conflict-long") {
      var driver = DashboardDriver.loaded(Fixture(behaviors: .crowd(9)), size: .small)
      driver.press("4")
      for _ in 1...9 { driver.press("l", "j") }
      driver.press("w")
      for _ in 1...9 { driver.press("j") }
      driver.press("y")
      var theirs = [Behavior].crowd(9)
      for index in 2..<9 { theirs[index].setting.riskLevel = .low }
      driver.end(.changedMeanwhile(Fetched(theirs, fetchedAt: DashboardDriver.now)))
      driver.press("2", "j", "2", "j", "1", "j", "2", "j", "1")
      return driver
    },
    toggleConflict(.wide), toggleConflict(.small), toggleConflict(.large),
  ]

  /// A draft of two behaviors, one of which somebody else has changed too.
  private static func conflict(_ size: Size, _ name: String = "", _ keys: String...) -> Screen {
    let suffix = name.isEmpty ? "" : "-\(name)"
    return Screen("\(size.columns)x\(size.rows)-conflict\(suffix)") {
      var driver = DashboardDriver.loaded(size: .wide)
      driver.press("4", "l", "j", "j", "Space", "w", "y")
      driver.resize(size)
      driver.meetChanges { behaviors in
        behaviors[0].setting = BehaviorSetting(isEnabled: false, riskLevel: .low)
        behaviors[1].setting.riskLevel = .high
      }
      driver.press(keys)
      return driver
    }
  }

  /// An integration to turn off that somebody else has given another tenant and reference.
  private static func toggleConflict(_ size: Size) -> Screen {
    Screen("\(size.columns)x\(size.rows)-conflict-integration") {
      var driver = DashboardDriver.loaded(size: size)
      driver.press("3", "Space", "y")
      driver.meetChange { integration in
        integration.tenantURL = "https://other.okta.com"
        integration.referenceID = "soc-1"
      }
      return driver
    }
  }
}
