import Foundation
import RiskAPI
import TerminalUI
import Testing

@testable import Dashboard

/// What the screen says while the account is not asked.
struct PauseTests {
  @Test(arguments: [
    (PauseReason.spent, "request limit used up: refreshing again at 10:44:42"),
    (.refused, "rate limited: no requests until 10:44:42"),
  ])
  func `a pause is told once, with its end, though every call tells of it`(
    reason: PauseReason,
    words: String
  ) {
    var driver = DashboardDriver.loaded()
    for operation in ["summary", "behaviors", "integrations", "user"] {
      driver.hold(operation, .seconds(210), reason)
    }
    #expect(driver.notice == words)
    #expect(driver.dashboard.notices.all.count == 1)
    // A minute later it is still the same pause; the next one is another.
    driver.hold("summary", .seconds(150), reason, after: 60)
    #expect(driver.dashboard.notices.all.count == 1)
    driver.hold("summary", .seconds(150), reason, after: 600)
    #expect(driver.notice.hasSuffix(" 10:53:42"))
    #expect(driver.dashboard.notices.all.count == 2)
  }

  @Test func `a short wait is told like a long one`() {
    var driver = DashboardDriver.loaded()
    let event = ClientEvent.waiting(operation: "summary", delay: .seconds(12), reason: .spent)
    driver.send(.clientReported(event, DashboardDriver.now))
    #expect(driver.notice == "request limit used up: refreshing again at 10:41:24")
  }

  @Test func `the top line says until when, to the minute after, and no longer`() {
    var driver = DashboardDriver.loaded()
    driver.hold("summary", .seconds(210), .spent)
    let refusal = APIError.rateLimited(APIError.Reply(status: 429), retryAfter: 210)
    driver.send(.usersFetched(.failure(refusal)))
    #expect(driver.topLine.contains("rate limited until 10:45 · data from 10:41"))

    driver.send(.timePassed(DashboardDriver.now.addingTimeInterval(300)))
    #expect(driver.topLine.contains("rate limited · data from 10:41"))
    driver.receive(.team, after: 301)
    #expect(driver.topLine.contains("live, as of"))
  }
}

extension DashboardDriver {
  fileprivate mutating func hold(
    _ operation: String,
    _ delay: Duration,
    _ reason: PauseReason,
    after seconds: TimeInterval = 0
  ) {
    let event = ClientEvent.held(operation: operation, delay: delay, reason: reason)
    send(.clientReported(event, DashboardDriver.now.addingTimeInterval(seconds)))
  }

  fileprivate var topLine: Substring { text.split(separator: "\n").first ?? "" }
}
