import Foundation
import RiskAPI
import RiskServices
import RiskStore
import TerminalUI
import Testing

@testable import Dashboard

struct PlaceTests {
  @Test func `the next start goes on where the last one ended`() {
    var before = DashboardDriver.loaded()
    before.press("s", "S", "j", "j", "4")
    let place = before.dashboard.place
    let selected = before.dashboard.users.selection

    var after = DashboardDriver(at: DashboardDriver.now)
    after.send(.placeFound(Draft(content: place, savedAt: DashboardDriver.now)))
    after.receive(.team)

    #expect(after.dashboard.focus == .behaviors)
    #expect(after.dashboard.users.sort == .events)
    #expect(after.dashboard.users.isReversed)
    #expect(selected != nil && after.dashboard.users.selection == selected)
    #expect(after.dashboard.place == place)
  }

  @Test func `a filter comes back, and Esc clears it`() {
    var before = DashboardDriver.loaded()
    before.press("/")
    before.type("dana")
    before.press("Enter")

    var after = DashboardDriver(at: DashboardDriver.now)
    after.send(.placeFound(Draft(content: before.dashboard.place, savedAt: DashboardDriver.now)))
    after.receive(.team)
    #expect(after.text.contains("/ dana"))
    #expect(after.dashboard.users.shown.count == before.dashboard.users.shown.count)

    after.press("Esc")
    #expect(!after.text.contains("/ dana"))
  }

  @Test func `a user who is gone leaves the first one selected`() {
    var after = DashboardDriver(at: DashboardDriver.now)
    let place =
      #"{"focus":1,"isZoomed":false,"sort":"risk","isReversed":false,"#
      + #""filter":"","selection":"11111111-1111-4111-8111-111111111111"}"#
    after.send(.placeFound(Draft(content: place, savedAt: DashboardDriver.now)))
    after.receive(.team)
    #expect(after.dashboard.users.selection == DashboardDriver.loaded().dashboard.users.selection)
  }

  @Test(arguments: ["", "{}", "[1]", #"{"focus":99}"#])
  func `a place that cannot be read changes nothing`(content: String) {
    var driver = DashboardDriver.loaded()
    let before = driver.text
    driver.send(.placeFound(Draft(content: content, savedAt: DashboardDriver.now)))
    #expect(driver.text == before)
  }
}
