import Foundation
import RiskAPI
import RiskServices
import TerminalUI
import Testing

@testable import Dashboard

/// A dashboard that was started offline: it shows what was kept, and says so.
struct OfflineTests {
  @Test func `the top line and every pane say offline and from when`() {
    let driver = DashboardDriver.kept()

    #expect(driver.text.ranges(of: "offline · data from 10:41").count == 4)
    #expect(!driver.text.contains("live"))
    #expect(driver.text.contains("Kenji Watanabe"))
    #expect(driver.text.contains("acme.okta.com"))
  }

  @Test func `what was never kept is named with the way to get it, and nothing turns`() {
    var driver = DashboardDriver(size: .large, isOffline: true)
    if case .loadingDelay(let id) = driver.dashboard.loading.subscription {
      driver.send(.loadingLingered(id))
    }
    driver.send(.usersFetched(.failure(.notKept)))
    driver.send(.behaviorsFetched(.failure(.notKept)))
    driver.send(.integrationsFetched(.failure(.notKept)))

    let text = driver.text
    #expect(text.contains("offline, nothing to show"))
    #expect(text.contains("cannot read the users offline: nothing is cached"))
    #expect(text.contains("cannot read the behaviors offline"))
    #expect(text.contains("cannot read the integrations offline"))
    #expect(text.ranges(of: "leave out --offline").count == 3)
    #expect(!text.contains("loading"))
    #expect(!driver.dashboard.subscriptions.contains(.spinner))
  }

  @Test(arguments: [["R"], ["3", "Space"], ["4", "l", "w"]])
  func `what would be written says why it is not`(keys: [String]) {
    var driver = DashboardDriver.kept()
    let writes = driver.press(keys).filter(\.isWrite)

    #expect(writes.isEmpty)
    #expect(driver.notice == "offline: start without --offline to write")
    #expect(driver.dashboard.dialogs.isEmpty)
    #expect(driver.text.contains("read-only"))
  }

  @Test func `writing cannot be unlocked`() {
    var driver = DashboardDriver.kept()
    driver.press(":")
    driver.type("unlock")
    driver.press("Enter")

    #expect(driver.notice == "offline: start without --offline to write")
    #expect(!driver.dashboard.mayWrite)
  }
}

// MARK: Fixtures

extension DashboardDriver {
  /// What was kept three minutes ago.
  fileprivate static func kept() -> DashboardDriver {
    var driver = DashboardDriver(isOffline: true)
    driver.receive(.team)
    driver.send(.timePassed(DashboardDriver.now.addingTimeInterval(180)))
    return driver
  }
}
