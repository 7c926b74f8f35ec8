import RiskAPI
import RiskServices
import TerminalUI
import Testing

@testable import Dashboard

/// How many users' pages stay in memory.
struct DetailLimitTests {
  @Test func `pages of those who were looked at long ago are let go and loaded again`() {
    let limit = AccountData.detailLimit
    var driver = DashboardDriver.loaded()
    driver.receive(Fixture(users: (1...limit + 10).map { UserSummary.fixture($0) }), after: 60)
    for number in 1...limit + 10 {
      driver.receive(.fixture(behavior: "Behavior \(number)"), of: .fixture(number))
    }
    let account = driver.dashboard.account
    #expect(account.userDetails.count == limit)
    #expect(account.risk(of: .fixture(1)).value == nil)
    #expect(account.risk(of: .fixture(limit + 10)).value != nil)

    driver.press("G", "g")
    #expect(driver.send(.selectionRested(.fixture(1))).contains(.load(.user(.fixture(1)))))
  }

  @Test func `a filter still finds their events`() {
    let limit = AccountData.detailLimit
    var driver = DashboardDriver.loaded()
    driver.receive(Fixture(users: (1...limit + 10).map { UserSummary.fixture($0) }), after: 60)
    for number in 1...limit + 10 {
      let name = number == 2 ? "Impossible travel" : "Something else"
      driver.receive(.fixture(behavior: name), of: .fixture(number))
    }
    driver.press("1", "/")
    driver.type("behavior:travel")
    driver.press("Enter")
    #expect(driver.dashboard.users.selection == .fixture(2))
  }
}

extension UserDetail {
  fileprivate static func fixture(behavior name: String) -> UserDetail {
    UserDetail(
      name: "",
      email: "",
      events: [.fixture(name, name: name)],
      riskLevel: .high
    )
  }
}
