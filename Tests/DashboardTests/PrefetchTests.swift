import Foundation
import RiskAPI
import RiskServices
import TerminalUI
import Testing

@testable import Dashboard

/// Whose events are fetched because the summary shows that they moved.
struct PrefetchTests {
  @Test func `who moved is asked for, the most dangerous first, one after the other`() {
    var driver = DashboardDriver.loaded()
    #expect(driver.dashboard.moved.next == nil)
    var later = Fixture.team
    later.users[6].eventCount += 1
    later.users[3].maxRiskLevel = .high
    later.users.append(.fixture(50, level: .medium))
    driver.receive(later, after: 60)

    #expect(driver.drained() == [.fixture(4), .fixture(50), .fixture(7)])
    #expect(driver.dashboard.moved.next == nil)
  }

  @Test func `the user on the screen is asked for as such, and who left is not`() {
    var driver = DashboardDriver.loaded()
    var later = Fixture.team
    later.users[0].eventCount += 1
    later.users.remove(at: 5)
    driver.receive(later, after: 60)

    #expect(driver.dashboard.moved.next == nil)
  }

  @Test func `of many, only so many are asked for`() {
    var driver = DashboardDriver.loaded(.crowd(100))
    var later = Fixture.crowd(100)
    for index in later.users.indices { later.users[index].eventCount += 1 }
    driver.receive(later, after: 60)

    let asked = driver.drained()
    #expect(asked.count == Prefetch.limit)
    // The first one is on the screen.
    #expect(asked.first == .fixture(2))
  }

  @Test func `where one cannot be had, the others are not asked for`() {
    var driver = DashboardDriver.loaded()
    var later = Fixture.team
    later.users[3].eventCount += 1
    later.users[4].eventCount += 1
    driver.receive(later, after: 60)
    let first = driver.dashboard.moved.next?.id ?? .fixture(0)
    driver.send(.movedUserKept(first, isKept: false))

    #expect(driver.dashboard.moved.next == nil)
  }
}

extension DashboardDriver {
  /// Whom the dashboard asks for until nobody is left, each kept at once.
  fileprivate mutating func drained() -> [UserID] {
    var asked: [UserID] = []
    while let next = dashboard.moved.next, asked.count < 200 {
      #expect(dashboard.queries.contains(.movedUser(next)))
      asked.append(next.id)
      send(.movedUserKept(next.id, isKept: true))
    }
    return asked
  }
}
