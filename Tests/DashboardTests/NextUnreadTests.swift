import RiskAPI
import Testing

@testable import Dashboard

/// `n` goes from one unread user to the next.
struct NextUnreadTests {
  @Test func `the key goes round the users whose rows tell of a change`() {
    var driver = DashboardDriver.loaded()
    driver.tell(.night)
    driver.press("1", "G")
    var seen: [UserID?] = []
    for _ in 1...4 {
      driver.press("n")
      seen.append(driver.dashboard.users.selection)
    }
    #expect(seen == [1, 2, 3, 1].map { .fixture($0) })
  }

  @Test func `what was opened is passed by`() {
    var driver = DashboardDriver.loaded()
    driver.tell(.night)
    driver.press("1", "g", "n", "Enter", "1", "g", "n")
    #expect(driver.dashboard.users.selection == .fixture(3))
  }

  @Test func `where nobody is unread it says so and stays`() {
    var driver = DashboardDriver.loaded()
    driver.press("j", "n")
    #expect(driver.notice == "nothing unread")
    #expect(driver.dashboard.users.selection == .fixture(2))
  }

  @Test func `a filter is kept, also where it hides all who are unread`() {
    var driver = DashboardDriver.loaded()
    driver.tell(.night)
    driver.press("1", "/")
    driver.type("watanabe")
    driver.press("Enter", "n")
    #expect(driver.dashboard.users.selection == .fixture(2))
    driver.press("/")
    driver.type("souza")
    driver.press("Enter", "n")
    #expect(driver.notice == "no unread user passes the filter")
    #expect(driver.dashboard.users.selection == .fixture(4))
  }
}
