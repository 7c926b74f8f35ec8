import Foundation
import RiskAPI
import RiskServices
import TerminalUI
import Testing

@testable import Dashboard

/// What is on the screen while data comes, fails to come, or is old.
struct RefreshTests {
  @Test func `opening asks for everything at once`() {
    var driver = DashboardDriver()

    #expect(
      driver.send(.opened).compactMap(\.replacementKey) == ["users", "behaviors", "integrations"]
    )
  }

  @Test func `loading shows after a while, not before`() {
    var driver = DashboardDriver()
    #expect(!driver.text.contains("loading"))

    guard case .loadingDelay(let id)? = driver.dashboard.loading.subscription as Subscription?,
      driver.dashboard.subscriptions.contains(.loadingDelay(id))
    else {
      Issue.record("nobody waits for the spinner")
      return
    }
    driver.send(.loadingLingered(id))
    #expect(driver.text.contains("loading the users"))
    #expect(driver.dashboard.subscriptions.contains(.spinner))

    driver.receive(.team)
    #expect(!driver.text.contains("loading"))
    #expect(!driver.dashboard.subscriptions.contains(.spinner))
  }

  @Test func `an idle dashboard wakes for the minute and the refresh alone`() {
    let driver = DashboardDriver.loaded()

    // What looks into the journal does so once and is over.
    let recurring = driver.dashboard.subscriptions.filter { subscription in
      switch subscription {
      case .minutes, .clientEvents, .refresh, .spinner: true
      default: false
      }
    }
    #expect(recurring == [.minutes, .clientEvents, .refresh(every: .seconds(60))])
  }

  @Test func `a refresh never blanks the screen`() {
    var driver = DashboardDriver.loaded()
    let before = driver.text
    driver.send(.refreshDue(DashboardDriver.now))

    #expect(driver.text == before)
  }

  @Test func `a failed refresh keeps the old data and says how old it is`() {
    var driver = DashboardDriver.loaded()
    driver.fail(.offline, minutes: 3)

    let text = driver.text
    #expect(text.contains("offline · data from 10:41"))
    #expect(text.contains("Kenji Watanabe"))
    #expect(text.contains("Impossible travel"))
    #expect(text.contains("acme.okta.com"))
    // The top line, and each pane that failed: Users, Behaviors, Integrations.
    #expect(text.ranges(of: "offline · data from 10:41").count == 4)
  }

  @Test(arguments: [
    (0, "offline · data from 10:41"), (60 * 30, "offline · data from 18 Jun 10:41"),
  ])
  func `the age of old data reads well at any age`(minutes: Int, words: String) {
    var driver = DashboardDriver.loaded()
    driver.fail(.offline, minutes: Double(minutes))

    #expect(driver.text.contains(words))
  }

  @Test func `data that nobody refreshes any more is called old`() {
    var driver = DashboardDriver.loaded()
    driver.send(.timePassed(DashboardDriver.now.addingTimeInterval(600)))
    #expect(driver.text.contains("old · data from 10:41"))
  }

  @Test func `the next good answer clears the failure`() {
    var driver = DashboardDriver.loaded()
    driver.fail(.offline, minutes: 3)
    driver.receive(.team, after: 240)

    #expect(!driver.text.contains("offline"))
    #expect(driver.text.contains("live, as of 10:45:12"))
  }

  @Test(arguments: [
    (PaneID.users, "it needs Zero Trust: PII Read"),
    (.integrations, "it needs Zero Trust Read or Zero Trust Write"),
    (.behaviors, "it needs Zero Trust Read or Zero Trust Write"),
  ])
  func `a missing permission costs one pane and is named there`(pane: PaneID, words: String) {
    var driver = DashboardDriver(size: .large)
    let users = RiskSummary(users: Fixture.team.users, totalCount: nil)
    let error = APIError.forbidden(.read, .write)
    driver.send(
      .usersFetched(
        pane == .users
          ? .failure(.forbidden(.piiRead))
          : .success(Fetched(users, fetchedAt: DashboardDriver.now))
      )
    )
    driver.send(
      .behaviorsFetched(
        pane == .behaviors
          ? .failure(error) : .success(Fetched(.usual, fetchedAt: DashboardDriver.now))
      )
    )
    driver.send(
      .integrationsFetched(
        pane == .integrations
          ? .failure(error) : .success(Fetched(.usual, fetchedAt: DashboardDriver.now))
      )
    )

    let text = driver.text
    #expect(text.contains(words))
    #expect(text.contains("cf-ray 8f1f6c2a3b4c5d6e-FRA"))
    #expect(text.contains("Dana Reyes") == (pane != .users))
    #expect(text.contains("acme-test.okta.com") == (pane != .integrations))
    #expect(text.contains("SentinelOne threat") == (pane != .behaviors))
  }

  @Test func `an account without risk scores says why`() {
    var account = Fixture()
    account.behaviors = [.fixture("a", name: "A", isEnabled: false)]
    let driver = DashboardDriver.loaded(account)

    #expect(driver.text.contains("no user has a risk score: behaviors are all off"))
    #expect(driver.text.contains("4 to see the behaviors"))
  }

  @Test func `a list that is short of the account's count says so`() {
    var account = Fixture.team
    account.totalCount = 1_284
    let driver = DashboardDriver.loaded(account)

    #expect(driver.text.contains("12 of 1 284 users"))
  }

  @Test func `what is new is told, marked and counted`() {
    var driver = DashboardDriver.loaded()
    var account = Fixture.team
    account.users[6].maxRiskLevel = .high
    account.users.append(.fixture(13, name: "Newcomer", level: .medium))
    driver.receive(account, after: 60)

    #expect(driver.notice == "Ольга Иванова raised to HIGH · Newcomer new at MEDIUM")
    #expect(driver.text.contains("1 new · 1 raised since 10:41"))
    let lines = driver.text.split(separator: "\n")
    #expect(lines.contains { $0.contains("Ольга Иванова") && $0.contains("▲") })
    #expect(lines.contains { $0.contains("Newcomer") && $0.contains("new") })
  }

  @Test func `a user on the screen who moved is asked for again`() {
    var driver = DashboardDriver.loaded()
    var account = Fixture.team
    account.users[0].eventCount += 1
    let summary = RiskSummary(users: account.users, totalCount: nil)
    let time = DashboardDriver.now.addingTimeInterval(60)

    #expect(
      driver.send(.usersFetched(.success(Fetched(summary, fetchedAt: time))))
        == [.fetch(.user(.fixture(1)))]
    )
  }

  @Test func `a notice goes after its time, not before, and stays in the log`() {
    var driver = DashboardDriver.loaded()
    driver.send(.noted(Notice.Draft("first")))
    driver.send(.noted(Notice.Draft("second")))
    let id = driver.dashboard.notices.current?.id ?? 0
    driver.send(.noticeExpired(id - 1))
    #expect(driver.notice == "first")
    driver.send(.noticeExpired(id))
    #expect(driver.notice == "second")
    driver.send(.noticeExpired(id + 1))
    #expect(driver.notice == "")

    driver.press("!")
    #expect(driver.text.contains("first"))
    #expect(driver.text.contains("second"))
  }

  @Test func `what comes by itself does not hide something worse, what answers a key does`() {
    var driver = DashboardDriver.loaded()
    driver.send(.noted(Notice.Draft("the cache cannot be used", .warning)))
    driver.send(.noted(Notice.Draft("no changes can be made", .error)))
    var fewer = Fixture.team
    fewer.users.removeLast()
    driver.receive(fewer, after: 60)
    #expect(driver.notice == "no changes can be made")
    driver.send(
      .clientReported(
        .retrying(operation: "summary", attempt: 2, delay: .seconds(2), error: .offline),
        DashboardDriver.now
      )
    )
    #expect(driver.notice == "no changes can be made")

    driver.expireNotice()
    #expect(driver.notice == "the cache cannot be used")
    driver.expireNotice()
    #expect(driver.notice == "1 user no longer at risk")
    driver.expireNotice()
    #expect(driver.notice == "")

    driver.send(.noted(Notice.Draft("no changes can be made", .error)))
    driver.press(":")
    driver.type("lock")
    driver.press("Enter")
    #expect(driver.notice == "read-only")
  }

  @Test func `retries and pauses are told`() {
    var driver = DashboardDriver.loaded()
    driver.send(
      .clientReported(
        .retrying(operation: "summary", attempt: 2, delay: .seconds(2), error: .offline),
        DashboardDriver.now
      )
    )
    #expect(driver.notice == "users: connection refused, retry 2 in 2 s")
  }

  @Test func `a clock that goes back does not make the data young`() {
    var driver = DashboardDriver.loaded()
    driver.send(.timePassed(DashboardDriver.now.addingTimeInterval(600)))
    driver.send(.timePassed(DashboardDriver.now))

    #expect(driver.dashboard.now == DashboardDriver.now.addingTimeInterval(600))
  }
}

// MARK: Fixtures

extension DashboardDriver {
  /// Minutes later every fetch fails.
  fileprivate mutating func fail(_ error: APIError, minutes: Double) {
    send(.timePassed(DashboardDriver.now.addingTimeInterval(minutes * 60)))
    send(.usersFetched(.failure(error)))
    send(.behaviorsFetched(.failure(error)))
    send(.integrationsFetched(.failure(error)))
  }
}
