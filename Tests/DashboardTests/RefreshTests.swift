import Foundation
import RiskAPI
import RiskServices
import TerminalUI
import Testing

@testable import Dashboard

/// What is on the screen while data comes, fails to come, or is old.
struct RefreshTests {
  @Test func `opening asks for everything at once`() {
    var desk = Desk()

    #expect(
      desk.send(.opened).compactMap(\.replacementKey) == ["users", "behaviors", "integrations"]
    )
  }

  @Test func `loading shows after a while, not before`() {
    var desk = Desk()
    #expect(!desk.text.contains("loading"))

    guard case .loadingDelay(let id)? = desk.dashboard.loading.subscription as Subscription?,
      desk.dashboard.subscriptions.contains(.loadingDelay(id))
    else {
      Issue.record("nobody waits for the spinner")
      return
    }
    desk.send(.loadingLingered(id))
    #expect(desk.text.contains("loading the users"))
    #expect(desk.dashboard.subscriptions.contains(.spinner))

    desk.receive(.team)
    #expect(!desk.text.contains("loading"))
    #expect(!desk.dashboard.subscriptions.contains(.spinner))
  }

  @Test func `an idle dashboard wakes for the minute and the refresh alone`() {
    let desk = Desk.loaded()

    // What looks into the journal does so once and is over.
    let recurring = desk.dashboard.subscriptions.filter { subscription in
      switch subscription {
      case .minutes, .clientEvents, .refresh, .spinner: true
      default: false
      }
    }
    #expect(recurring == [.minutes, .clientEvents, .refresh(every: .seconds(60))])
  }

  @Test func `a refresh never blanks the screen`() {
    var desk = Desk.loaded()
    let before = desk.text
    desk.send(.refreshDue(Desk.now))

    #expect(desk.text == before)
  }

  @Test func `a failed refresh keeps the old data and says how old it is`() {
    var desk = Desk.loaded()
    desk.fail(.offline, minutes: 3)

    let text = desk.text
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
    var desk = Desk.loaded()
    desk.fail(.offline, minutes: Double(minutes))

    #expect(desk.text.contains(words))
  }

  @Test func `data that nobody refreshes any more is called old`() {
    var desk = Desk.loaded()
    desk.send(.timePassed(Desk.now.addingTimeInterval(600)))
    #expect(desk.text.contains("old · data from 10:41"))
  }

  @Test func `the next good answer clears the failure`() {
    var desk = Desk.loaded()
    desk.fail(.offline, minutes: 3)
    desk.receive(.team, after: 240)

    #expect(!desk.text.contains("offline"))
    #expect(desk.text.contains("live, as of 10:45:12"))
  }

  @Test(arguments: [
    (PaneID.users, "it needs Zero Trust: PII Read"),
    (.integrations, "it needs Zero Trust Read or Zero Trust Write"),
    (.behaviors, "it needs Zero Trust Read or Zero Trust Write"),
  ])
  func `a missing permission costs one pane and is named there`(pane: PaneID, words: String) {
    var desk = Desk(size: .large)
    let users = RiskSummary(users: Fixture.team.users, totalCount: nil)
    let error = APIError.forbidden(.read, .write)
    desk.send(
      .usersFetched(
        pane == .users
          ? .failure(.forbidden(.piiRead)) : .success(Fetched(users, fetchedAt: Desk.now))
      )
    )
    desk.send(
      .behaviorsFetched(
        pane == .behaviors ? .failure(error) : .success(Fetched(.usual, fetchedAt: Desk.now))
      )
    )
    desk.send(
      .integrationsFetched(
        pane == .integrations ? .failure(error) : .success(Fetched(.usual, fetchedAt: Desk.now))
      )
    )

    let text = desk.text
    #expect(text.contains(words))
    #expect(text.contains("cf-ray 8f1f6c2a3b4c5d6e-FRA"))
    #expect(text.contains("Dana Reyes") == (pane != .users))
    #expect(text.contains("acme-test.okta.com") == (pane != .integrations))
    #expect(text.contains("SentinelOne threat") == (pane != .behaviors))
  }

  @Test func `an account without risk scores says why`() {
    var account = Fixture()
    account.behaviors = [.fixture("a", name: "A", isEnabled: false)]
    let desk = Desk.loaded(account)

    #expect(desk.text.contains("no user has a risk score: behaviors are all off"))
    #expect(desk.text.contains("4 to see the behaviors"))
  }

  @Test func `a list that is short of the account's count says so`() {
    var account = Fixture.team
    account.totalCount = 1_284
    let desk = Desk.loaded(account)

    #expect(desk.text.contains("12 of 1 284 users"))
  }

  @Test func `what is new is told, marked and counted`() {
    var desk = Desk.loaded()
    var account = Fixture.team
    account.users[6].maxRiskLevel = .high
    account.users.append(.fixture(13, name: "Newcomer", level: .medium))
    desk.receive(account, after: 60)

    #expect(desk.notice == "Ольга Иванова raised to HIGH · Newcomer new at MEDIUM")
    #expect(desk.text.contains("1 new · 1 raised since 10:41"))
    let lines = desk.text.split(separator: "\n")
    #expect(lines.contains { $0.contains("Ольга Иванова") && $0.contains("▲") })
    #expect(lines.contains { $0.contains("Newcomer") && $0.contains("new") })
  }

  @Test func `a user on the screen who moved is asked for again`() {
    var desk = Desk.loaded()
    var account = Fixture.team
    account.users[0].eventCount += 1
    let summary = RiskSummary(users: account.users, totalCount: nil)
    let time = Desk.now.addingTimeInterval(60)

    #expect(
      desk.send(.usersFetched(.success(Fetched(summary, fetchedAt: time))))
        == [.fetch(.user(.fixture(1)))]
    )
  }

  @Test func `a notice goes after its time, not before, and stays in the log`() {
    var desk = Desk.loaded()
    desk.send(.noted(Notice.Draft("first")))
    desk.send(.noted(Notice.Draft("second")))
    let id = desk.dashboard.notices.current?.id ?? 0
    desk.send(.noticeExpired(id - 1))
    #expect(desk.notice == "first")
    desk.send(.noticeExpired(id))
    #expect(desk.notice == "second")
    desk.send(.noticeExpired(id + 1))
    #expect(desk.notice == "")

    desk.press("!")
    #expect(desk.text.contains("first"))
    #expect(desk.text.contains("second"))
  }

  @Test func `what comes by itself does not hide something worse, what answers a key does`() {
    var desk = Desk.loaded()
    desk.send(.noted(Notice.Draft("the cache cannot be used", .warning)))
    desk.send(.noted(Notice.Draft("no changes can be made", .error)))
    var fewer = Fixture.team
    fewer.users.removeLast()
    desk.receive(fewer, after: 60)
    #expect(desk.notice == "no changes can be made")
    desk.send(
      .clientReported(
        .retrying(operation: "summary", attempt: 2, delay: .seconds(2), error: .offline),
        Desk.now
      )
    )
    #expect(desk.notice == "no changes can be made")

    desk.expireNotice()
    #expect(desk.notice == "the cache cannot be used")
    desk.expireNotice()
    #expect(desk.notice == "1 user no longer at risk")
    desk.expireNotice()
    #expect(desk.notice == "")

    desk.send(.noted(Notice.Draft("no changes can be made", .error)))
    desk.press(":")
    desk.type("lock")
    desk.press("Enter")
    #expect(desk.notice == "read-only")
  }

  @Test func `retries and pauses are told`() {
    var desk = Desk.loaded()
    desk.send(
      .clientReported(
        .retrying(operation: "summary", attempt: 2, delay: .seconds(2), error: .offline),
        Desk.now
      )
    )
    #expect(desk.notice == "users: connection refused, retry 2 in 2 s")
  }

  @Test func `a clock that goes back does not make the data young`() {
    var desk = Desk.loaded()
    desk.send(.timePassed(Desk.now.addingTimeInterval(600)))
    desk.send(.timePassed(Desk.now))

    #expect(desk.dashboard.now == Desk.now.addingTimeInterval(600))
  }
}

// MARK: Fixtures

extension Desk {
  /// Minutes later every fetch fails.
  fileprivate mutating func fail(_ error: APIError, minutes: Double) {
    send(.timePassed(Desk.now.addingTimeInterval(minutes * 60)))
    send(.usersFetched(.failure(error)))
    send(.behaviorsFetched(.failure(error)))
    send(.integrationsFetched(.failure(error)))
  }
}
