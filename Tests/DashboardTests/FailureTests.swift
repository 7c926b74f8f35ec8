import Foundation
import RiskAPI
import RiskServices
import TerminalUI
import TestSupport
import Testing

@testable import Dashboard

/// With old data on the screen the cause of its age stays visible, with what to do about it.
struct FailureTests {
  private static let reply = APIError.Reply(
    status: 401,
    errors: [APIError.Item(code: 10000, message: "Authentication error")],
    ray: "8f00-LIS"
  )
  private static let line =
    "token rejected (10000: Authentication error); "
    + "check CLOUDFLARE_API_TOKEN, or create a new token (cf-ray 8f00-LIS)"

  @Test func `the top line and the panes name the cause, and the panes what to do`() {
    var driver = DashboardDriver.loaded(size: .large)
    driver.failAll(.unauthorized(Self.reply))

    let text = driver.text
    #expect(text.ranges(of: "token rejected (10000) · data from 10:41").count == 4)
    #expect(text.ranges(of: "check CLOUDFLARE_API_TOKEN").count == 3)
    #expect(text.ranges(of: "(cf-ray 8f00-LIS)").count == 3)
    #expect(text.contains("Kenji Watanabe"))
    #expect(text.contains("acme.okta.com"))
  }

  @Test func `the folded pane says it too`() {
    var driver = DashboardDriver.loaded(size: .small)
    driver.failAll(.unauthorized(Self.reply))

    #expect(driver.text.contains("token rejected (10000) · data from 10:41"))
    #expect(driver.text.contains("check CLOUDFLARE_API_TOKEN"))
  }

  @Test func `the selected row stays in sight when the advice takes a row of the list`() {
    var driver = DashboardDriver.loaded(size: Size(columns: 80, rows: 16))
    driver.press("G")
    #expect(driver.text.contains("▌"))
    driver.failAll(.unauthorized(Self.reply))

    #expect(driver.text.contains("▌"))
    #expect(driver.text.contains("check CLOUDFLARE_API_TOKEN"))
    expectStraight(driver)
  }

  @Test func `an answer takes the advice away`() {
    var driver = DashboardDriver.loaded(size: .large)
    driver.failAll(.unauthorized(Self.reply))
    driver.receive(.team)

    #expect(!driver.text.contains("CLOUDFLARE_API_TOKEN"))
    #expect(!driver.text.contains("data from"))
  }

  @Test func `messages keep the cause, once until it changes`() {
    var driver = DashboardDriver.loaded(size: .large)
    for _ in 1...3 { driver.failAll(.unauthorized(Self.reply)) }

    let lines = driver.dashboard.notices.all.map(\.text.string)
    #expect(
      lines == ["Users: \(Self.line)", "Behaviors: \(Self.line)", "Integrations: \(Self.line)"]
    )
    driver.send(.usersFetched(.failure(.timedOut)))
    #expect(driver.dashboard.notices.all.last?.text.string.hasPrefix("Users: no answer") == true)
    #expect(driver.dashboard.notices.current == nil)
  }

  @Test(arguments: [
    (APIError.obstructed(.untrustedCertificate(host: "a")), "certificate not trusted"),
    (.obstructed(.expiredCertificate(host: "a", end: TestClock.noon)), "certificate expired"),
    (.obstructed(.earlyCertificate(host: "a", start: TestClock.noon)), "certificate not valid yet"),
    (.obstructed(.outdatedTLS(host: "a")), "outdated TLS"),
    (.obstructed(.proxyWantsCredentials), "refused by the proxy"),
    (.obstructed(.unknownHost("a")), "unknown host"),
    (.serverFailed(APIError.Reply(status: 502, ray: "8f00-LIS")), "server error 502"),
    (.forbidden(reply, missing: [.piiRead]), "not permitted (10000)"),
  ])
  func `each cause has its few words`(error: APIError, words: String) {
    var driver = DashboardDriver.loaded(size: .large)
    driver.send(.usersFetched(.failure(error)))

    #expect(driver.text.contains("\(words) · data from 10:41"))
  }

  @Test func `a retry after a reply shows its ray`() {
    var driver = DashboardDriver.loaded()
    let error = APIError.serverFailed(APIError.Reply(status: 502, ray: "8f00-LIS"))
    driver.send(
      .clientReported(
        .retrying(operation: "behaviors", attempt: 2, delay: .seconds(2), error: error),
        DashboardDriver.now
      )
    )

    #expect(driver.notice == "behaviors: server error 502, retry 2 in 2 s (cf-ray 8f00-LIS)")
  }

  @Test func `a pause shows the ray of the reply that asked for it`() {
    var driver = DashboardDriver.loaded()
    let event = ClientEvent.held(
      operation: "summary",
      delay: .seconds(12),
      reason: .refused,
      ray: "8f00-LIS"
    )
    driver.send(.clientReported(event, DashboardDriver.now))

    #expect(driver.notice == "rate limited: no requests until 10:41:24 (cf-ray 8f00-LIS)")
  }
}

extension DashboardDriver {
  /// Every fetch but that of a user's page fails.
  fileprivate mutating func failAll(_ error: APIError) {
    send(.usersFetched(.failure(error)))
    send(.behaviorsFetched(.failure(error)))
    send(.integrationsFetched(.failure(error)))
  }
}
