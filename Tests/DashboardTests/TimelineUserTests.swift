import RiskAPI
import TerminalUI
import Testing

@testable import Dashboard

/// What is decided where the evidence is, and what stays from user to user.
struct TimelineUserTests {
  @Test func `space marks the timeline's user, in the list of events and in an opened one`() {
    var driver = DashboardDriver.loaded()
    driver.press("2", "Space")
    #expect(driver.dashboard.users.marks == [.fixture(1)])
    #expect(driver.notice == "marked Dana Reyes, 1 marked in all")
    driver.press("Enter", "Space")
    #expect(driver.dashboard.users.marks.isEmpty)
    #expect(driver.notice == "no longer marked: Dana Reyes, 0 marked in all")
    #expect(driver.dashboard.timeline.details != nil)
  }

  @Test func `the mark is on the user of the timeline, not on the one who is selected`() {
    var driver = DashboardDriver.loaded()
    driver.press("j", "j")
    driver.send(.input(.key(Key(.character("z"))), driver.dashboard.now))
    driver.press("z")
    #expect(driver.dashboard.users.selection == .fixture(3))
    #expect(driver.dashboard.timeline.userID == .fixture(1))
    driver.click("HIGH    Impossible travel")
    driver.press("Space")
    #expect(driver.dashboard.users.marks == [.fixture(1)])
  }

  @Test func `a filter stays while the selection moves`() {
    var driver = DashboardDriver.loaded()
    driver.press("2", "/")
    driver.type("travel")
    driver.press("Enter", "1", "j")
    driver.send(.selectionRested(.fixture(2)))
    driver.receive(.dana, of: .fixture(2))
    #expect(driver.dashboard.timeline.userID == .fixture(2))
    #expect(driver.dashboard.timeline.filter.text == "travel")
    #expect(driver.text.contains("2 of 6 events"))
    driver.receive(
      UserDetail(name: "Kenji Watanabe", email: "user2@acme.example", events: []),
      of: .fixture(2),
      after: 60
    )
    #expect(driver.text.contains("/ travel"))
    driver.press("2", "Esc")
    #expect(!driver.dashboard.timeline.filter.isActive)
  }
}
