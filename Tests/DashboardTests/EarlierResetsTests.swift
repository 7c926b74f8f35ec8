import Foundation
import RiskAPI
import RiskServices
import RiskStore
import TerminalUI
import Testing

@testable import Dashboard

/// What the question tells before somebody is reset: earlier resets, and whom the filter hides.
struct EarlierResetsTests {
  // MARK: Earlier resets

  @Test func `a key that was pressed before they came does not reset`() {
    var driver = DashboardDriver.loaded()
    driver.press("R", "2")
    _ = driver.dashboard.update(.recentResetsFound([.fixture(1): [.fixture(1)]]))
    #expect(driver.pressAtOnce("y").isEmpty)
    #expect(driver.notice.hasPrefix("key ignored"))
    #expect(DashboardDriver.resets(in: driver.press("y")).count == 1)
  }

  @Test func `the question about one user tells when, by whom and why`() {
    var driver = DashboardDriver.loaded()
    driver.press("R")
    #expect(driver.dashboard.queries.contains(.recentResets(UsersInQuestion([.fixture(1)]))))
    driver.send(.recentResetsFound([.fixture(1): [.fixture(1)]]))

    #expect(driver.text.contains("Already reset 2026-06-17 10:41:12"))
    #expect(driver.joined.contains("by bo@desk: false positive"))
  }

  @Test func `more than one earlier reset is counted`() {
    var driver = DashboardDriver.loaded()
    driver.press("R")
    driver.send(
      .recentResetsFound([.fixture(1): [.fixture(1), .fixture(1, reason: nil, days: 2)]])
    )

    #expect(driver.text.contains("Reset 2 times in 7 days, last 2026-06-17"))
  }

  @Test func `the question about several users counts those who were reset lately`() {
    var driver = DashboardDriver.loaded()
    driver.press("Space", "Space", "Space", "R")
    driver.send(.recentResetsFound([.fixture(1): [.fixture(1)], .fixture(3): [.fixture(3)]]))

    #expect(driver.text.contains("2 of them were reset within the last 7 days: Dana Reyes (false"))
    #expect(driver.text.contains("positive), 李 小龙 (false positive)"))
  }

  @Test func `earlier resets leave the question whole on 80 by 24`() {
    let reasons = ["confirmed-activity", "security-testing", "false-positive", "remediated", nil]
    let resets = reasons.map { AuditEntry.fixture(1, reason: $0) }
    for keys in [["R"], ["*", "R"]] {
      var driver = DashboardDriver.loaded(size: .small)
      driver.press(keys)
      let all = Fixture.team.users.map { ($0.id, resets) }
      driver.send(.recentResetsFound(Dictionary(uniqueKeysWithValues: all)))

      #expect(!driver.text.contains("Screen too low"))
      #expect(driver.text.contains("[ Cancel ]"))
    }
  }

  @Test func `a reset whose outcome is open is told as one that may have happened`() {
    var driver = DashboardDriver.loaded()
    driver.press("R")
    let open = AuditEntry.fixture(1, days: 180 / 86_400, result: nil)
    driver.send(.recentResetsFound([.fixture(1): [open]]))
    #expect(
      driver.joined.contains(
        "Reset started 3 min ago by bo@desk, outcome unknown: false positive"
      )
    )

    driver.press("Esc", "Space", "Space", "R")
    driver.send(.recentResetsFound([.fixture(1): [.fixture(1, result: .unknown)]]))
    #expect(driver.text.contains("1 of them was reset, or may have been, within the last 7 days"))
  }

  @Test func `one of several is said in the singular`() {
    var driver = DashboardDriver.loaded()
    driver.press("Space", "Space", "R")
    driver.send(.recentResetsFound([.fixture(2): [.fixture(2)]]))

    #expect(driver.text.contains("1 of them was reset within the last 7 days"))
  }

  @Test func `an answer about somebody else is not told as this user's`() {
    var driver = DashboardDriver.loaded()
    driver.press("R", "Esc", "j", "R")
    driver.send(.recentResetsFound([.fixture(1): [.fixture(1)]]))

    #expect(driver.text.contains("Reset Kenji Watanabe?"))
    #expect(!driver.text.contains("Already reset"))
  }

  @Test func `the question is whole on 80 by 24 with all it can tell`() {
    var account = Fixture.team
    account.integrations = [.fixture(1), .fixture(2, tenantURL: "https://acme-test.okta.com")]
    var driver = DashboardDriver.loaded(account, size: .small)
    driver.press("*", "/")
    driver.type("kenji")
    driver.press("Enter", "R")
    driver.send(.recentResetsFound([.fixture(1): [.fixture(1)], .fixture(3): [.fixture(3)]]))

    for words in [
      "11 of them are hidden by the filter", "2 of them were reset", "This cannot be undone",
      "5  other", "[ Cancel ]",
    ] {
      #expect(driver.text.contains(words))
    }
  }

  @Test(arguments: HostileText.all)
  func `hostile words of an earlier reset stay in their columns`(hostile: HostileText) {
    var driver = DashboardDriver.loaded(size: .small)
    var entry = AuditEntry.fixture(1, reason: hostile.text)
    entry.operator = hostile.text
    driver.press("R")
    driver.send(.recentResetsFound([.fixture(1): [entry]]))

    expectStraight(driver)
  }

  // MARK: Marks and the filter

  @Test func `scattered letters count only where they are asked for`() {
    var driver = DashboardDriver.loaded()
    driver.press("/")
    driver.type("ana")
    // José Ñandú has an a, an n and an a as well, but apart.
    #expect(driver.shownNames == ["Dana Reyes", "Kenji Watanabe", "Ana Souza"])

    driver.press("Ctrl-U")
    driver.type("dna")
    #expect(driver.shownNames.isEmpty)
    driver.press("Home", "~")
    #expect(driver.shownNames == ["Dana Reyes"])
  }

  @Test func `marking all that a filter shows marks no scattered match`() {
    var driver = DashboardDriver.loaded()
    driver.press("/")
    driver.type("ana")
    driver.press("Enter", "*", "Esc")

    #expect(driver.dashboard.users.marks == [.fixture(1), .fixture(2), .fixture(4)])
  }

  @Test func `marks that the filter hides are told in the question and are reset with the rest`() {
    var driver = DashboardDriver.loaded()
    driver.press("Space", "Space", "/")
    driver.type("kenji")
    driver.press("Enter", "R")

    #expect(driver.text.contains("Reset 2 users?"))
    #expect(driver.text.contains("1 of them is hidden by the filter"))
    driver.press("Esc", "Esc", "R")
    #expect(!driver.text.contains("hidden by the filter"))
  }

  @Test func `a user who was reset loses the mark, one who was not keeps it`() {
    var driver = DashboardDriver.loaded()
    driver.press("Space", "Space", "R", "2", "y")
    driver.type("2")
    var requests = DashboardDriver.resets(in: driver.press("Enter"))
    #expect(requests.map(\.userID) == [.fixture(1)])

    if let first = requests.first {
      requests = DashboardDriver.resets(
        in: driver.send(.resetEnded(first, .reset(at: DashboardDriver.now)))
      )
    }
    #expect(driver.dashboard.users.marks == [.fixture(2)])
    if let second = requests.first {
      driver.send(.resetEnded(second, .unknown(WriteDoubt(nil))))
    }
    #expect(driver.dashboard.users.marks == [.fixture(2)])
    #expect(driver.text.contains("1 of 2 users reset"))
  }
}

extension AuditEntry {
  /// A reset of a user, some days ago.
  fileprivate static func fixture(
    _ number: Int,
    reason: String? = "false-positive",
    days: Double = 1,
    result: AuditOutcome.Result? = .done
  ) -> AuditEntry {
    let time = DashboardDriver.now.addingTimeInterval(-days * 86_400)
    return AuditEntry(
      id: AuditID(line: Int64(number)),
      time: time,
      account: "",
      operator: "bo@desk",
      intent: AuditIntent(
        action: "reset",
        target: UserID.fixture(number).rawValue,
        reason: reason
      ),
      outcome: result.map { AuditOutcome(time: time, result: $0) }
    )
  }
}

extension DashboardDriver {
  /// The screen's words without frames and line breaks.
  fileprivate var joined: String {
    text.split { " \n│".contains($0) }.joined(separator: " ")
  }
}
