import RiskServices
import RiskStore
import TerminalUI
import Testing

@testable import Dashboard

/// When what is typed goes to the disk.
struct DraftWatchTests {
  @Test func `nothing is kept before what an earlier run kept was looked for`() {
    var driver = DashboardDriver.loaded()
    driver.press("4", "Space")
    #expect(driver.restingDrafts == nil)

    driver.send(.draftsFound([:]))
    #expect(driver.restingDrafts != nil)
  }

  @Test func `what was typed is kept once it has stood for a second`() throws {
    var driver = DashboardDriver.loaded()
    driver.send(.draftsFound([:]))
    let first = try #require(driver.restingDrafts)
    driver.press("4", "Space")
    let second = try #require(driver.restingDrafts)
    #expect(second != first)
    // What moves and changes nothing does not begin the second anew.
    driver.press("j")
    #expect(driver.restingDrafts == second)

    // The second of the first one was over as the key came.
    #expect(driver.send(.draftsRested(first)) == [])
    #expect(driver.send(.draftsRested(second)) == [.saveDrafts(driver.dashboard.drafts)])
    #expect(driver.dashboard.drafts[DraftName.behaviors] != .some(nil))
    #expect(driver.restingDrafts == nil)
    #expect(driver.send(.draftsRested(second)) == [])

    driver.press("U")
    let third = try #require(driver.restingDrafts)
    let none: [String: String?] = [DraftName.behaviors: nil, DraftName.notes: nil]
    #expect(driver.send(.draftsRested(third)) == [.saveDrafts(none)])
  }
}

extension DashboardDriver {
  /// Which drafts are on their way to the disk; nil for none.
  fileprivate var restingDrafts: Int? {
    for case .draftsRest(let version) in dashboard.subscriptions { return version }
    return nil
  }
}
