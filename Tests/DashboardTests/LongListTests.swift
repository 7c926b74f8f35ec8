import Foundation
import RiskAPI
import RiskServices
import RiskStore
import Testing

@testable import Dashboard

/// A list of users that is too long to be sorted and compared between two keys.
struct LongListTests {
  private static let count = UserPreparation.longList

  /// A dashboard whose long lists are made ready by the test.
  private static func waiting() throws -> DashboardDriver {
    var driver = DashboardDriver.loaded(.crowd(count))
    driver.preparesUsers = false
    #expect(driver.shownNames.first == "User 1")
    return driver
  }

  /// The crowd, and one user more at its top.
  private static var joined: Fixture {
    var account = Fixture.crowd(count)
    account.users.append(.fixture(count + 1, name: "Newcomer", level: .high, age: 1))
    account.totalCount = count + 1
    return account
  }

  @Test func `keys go on with the old list until the new one is ready`() throws {
    var driver = try Self.waiting()
    driver.receive(Self.joined, after: 60)
    driver.press("Down")
    #expect(driver.shownNames.first == "User 1")
    #expect(driver.dashboard.users.selection == .fixture(2))
    #expect(!driver.text.contains("Newcomer"))

    driver.prepare()
    #expect(driver.shownNames.prefix(2) == ["Newcomer", "User 1"])
    #expect(driver.dashboard.users.selection == .fixture(2))
    #expect(driver.text.contains("Newcomer"))
    #expect(driver.dashboard.userPreparation == nil)
  }

  @Test func `lists are taken in the order in which they came`() throws {
    var driver = try Self.waiting()
    driver.receive(Self.joined, after: 60)
    driver.receive(.crowd(Self.count), after: 120)
    driver.prepare()
    #expect(driver.shownNames.first == "Newcomer")
    driver.prepare()
    #expect(driver.shownNames.first == "User 1")
    #expect(driver.dashboard.account.rows.count == Self.count)
    #expect(driver.dashboard.userPreparation == nil)
  }

  @Test func `a short list behind a long one waits for it`() throws {
    var driver = try Self.waiting()
    driver.receive(Self.joined, after: 60)
    driver.receive(.team, after: 120)
    #expect(driver.shownNames.first == "User 1")
    driver.prepare()
    #expect(driver.shownNames.first == "Dana Reyes")
    #expect(driver.dashboard.userPreparation == nil)
  }

  @Test func `another order shows when it is ready, with the selection on its user`() throws {
    var driver = try Self.waiting()
    driver.press("Down", "s")
    #expect(driver.shownNames.first == "User 1")
    driver.prepare()
    #expect(driver.shownNames.first == "User \(Self.count)")
    #expect(driver.dashboard.users.selection == .fixture(2))
    driver.press("S")
    #expect(driver.shownNames.first == "User 1")
    #expect(driver.dashboard.userPreparation == nil)
  }

  @Test func `a list made ready for an order that is wanted no more is not taken`() throws {
    var driver = try Self.waiting()
    driver.receive(Self.joined, after: 60)
    let old = try #require(driver.dashboard.userPreparation)
    driver.press("s")
    driver.send(.usersPrepared(old.prepared(), old))
    #expect(driver.dashboard.account.rows.count == Self.count)
    driver.prepare()
    #expect(driver.dashboard.account.rows.count == Self.count + 1)
    #expect(driver.shownNames.first == "User \(Self.count)")
  }

  @Test func `an order of a list that is gone is not taken`() throws {
    var driver = try Self.waiting()
    driver.press("s")
    let old = try #require(driver.dashboard.userPreparation)
    driver.receive(.team, after: 60)
    driver.send(.usersPrepared(old.prepared(), old))
    #expect(driver.shownNames.count == 12)
    #expect(driver.shownNames.first == "José Ñandú")
  }

  @Test func `a slower answer to an earlier question is not shown`() throws {
    var driver = try Self.waiting()
    driver.receive(Self.joined, after: -60)
    driver.prepare()
    #expect(driver.dashboard.account.rows.count == Self.count)
    #expect(driver.shownNames.first == "User 1")
    #expect(driver.dashboard.userPreparation == nil)
  }
}

extension DashboardDriver {
  /// Makes ready what waits first, as the background does.
  fileprivate mutating func prepare() {
    guard let preparation = dashboard.userPreparation else {
      Issue.record("nothing waits")
      return
    }
    send(.usersPrepared(preparation.prepared(), preparation))
  }
}

/// What changed between two summaries.
struct SummaryChangesTests {
  @Test func `who came, moved or left is told in the order of the lists`() {
    let before = [1, 2, 3, 4, 5].map { UserSummary.fixture($0) }
    var after = [6, 5, 4, 2, 7].map { UserSummary.fixture($0) }
    after[3].eventCount = 9
    after[1].name = "Renamed"
    let changes = RiskSummary(users: after, totalCount: nil)
      .changes(since: RiskSummary(users: before, totalCount: nil))
    #expect(changes.map(\.id) == [6, 2, 7, 1, 3].map { UserID.fixture($0) })
    #expect(changes.map(\.kind) == [.new, .moreEvents, .new, .left, .left])
    #expect(changes[1].before == before[1])
  }
}
