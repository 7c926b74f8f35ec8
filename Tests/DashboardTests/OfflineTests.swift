import Foundation
import RiskAPI
import RiskServices
import TerminalUI
import Testing

@testable import Dashboard

/// A dashboard that was started offline: it shows what was kept, and says so.
struct OfflineTests {
  @Test func `the top line and every pane say offline and from when`() {
    let desk = Desk.kept()

    #expect(desk.text.ranges(of: "offline · data from 10:41").count == 4)
    #expect(!desk.text.contains("live"))
    #expect(desk.text.contains("Kenji Watanabe"))
    #expect(desk.text.contains("acme.okta.com"))
  }

  @Test func `what was never kept is named with the way to get it, and nothing turns`() {
    var desk = Desk(size: .large, isOffline: true)
    if case .loadingDelay(let id) = desk.dashboard.loading.subscription {
      desk.send(.loadingLingered(id))
    }
    desk.send(.usersFetched(.failure(.notKept)))
    desk.send(.behaviorsFetched(.failure(.notKept)))
    desk.send(.integrationsFetched(.failure(.notKept)))

    let text = desk.text
    #expect(text.contains("offline, nothing to show"))
    #expect(text.contains("cannot read the users offline: nothing is cached"))
    #expect(text.contains("cannot read the behaviors offline"))
    #expect(text.contains("cannot read the integrations offline"))
    #expect(text.ranges(of: "leave out --offline").count == 3)
    #expect(!text.contains("loading"))
    #expect(!desk.dashboard.subscriptions.contains(.spinner))
  }

  @Test(arguments: [["R"], ["3", "Space"], ["4", "l", "w"]])
  func `what would be written says why it is not`(keys: [String]) {
    var desk = Desk.kept()
    let writes = desk.press(keys).filter(\.isWrite)

    #expect(writes.isEmpty)
    #expect(desk.notice == "offline: start without --offline to write")
    #expect(desk.dashboard.dialogs.isEmpty)
    #expect(desk.text.contains("read-only"))
  }

  @Test func `writing cannot be unlocked`() {
    var desk = Desk.kept()
    desk.press(":")
    desk.type("unlock")
    desk.press("Enter")

    #expect(desk.notice == "offline: start without --offline to write")
    #expect(!desk.dashboard.mayWrite)
  }
}

// MARK: Fixtures

extension Desk {
  /// What was kept three minutes ago.
  fileprivate static func kept() -> Desk {
    var desk = Desk(isOffline: true)
    desk.receive(.team)
    desk.send(.timePassed(Desk.now.addingTimeInterval(180)))
    return desk
  }
}
