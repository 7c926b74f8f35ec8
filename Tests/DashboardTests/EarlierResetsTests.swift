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
    var desk = Desk.loaded()
    desk.press("R", "2")
    _ = desk.dashboard.update(.recentResetsFound([.fixture(1): [.fixture(1)]]))
    #expect(desk.pressAtOnce("y").isEmpty)
    #expect(desk.notice.hasPrefix("key ignored"))
    #expect(Desk.resets(in: desk.press("y")).count == 1)
  }

  @Test func `the question about one user tells when, by whom and why`() {
    var desk = Desk.loaded()
    desk.press("R")
    #expect(desk.dashboard.subscriptions.contains(.recentResets([.fixture(1)])))
    desk.send(.recentResetsFound([.fixture(1): [.fixture(1)]]))

    #expect(desk.text.contains("Already reset 2026-06-17 10:41:12"))
    #expect(desk.joined.contains("by bo@desk: false positive"))
  }

  @Test func `more than one earlier reset is counted`() {
    var desk = Desk.loaded()
    desk.press("R")
    desk.send(.recentResetsFound([.fixture(1): [.fixture(1), .fixture(1, reason: nil, days: 2)]]))

    #expect(desk.text.contains("Reset 2 times in 7 days, last 2026-06-17"))
  }

  @Test func `the question about several users counts those who were reset lately`() {
    var desk = Desk.loaded()
    desk.press("Space", "Space", "Space", "R")
    desk.send(.recentResetsFound([.fixture(1): [.fixture(1)], .fixture(3): [.fixture(3)]]))

    #expect(desk.text.contains("2 of them were reset within the last 7 days: Dana Reyes (false"))
    #expect(desk.text.contains("positive), 李 小龙 (false positive)"))
  }

  @Test func `earlier resets leave the question whole on 80 by 24`() {
    let reasons = ["confirmed-activity", "security-testing", "false-positive", "remediated", nil]
    let resets = reasons.map { AuditEntry.fixture(1, reason: $0) }
    for keys in [["R"], ["*", "R"]] {
      var desk = Desk.loaded(size: .small)
      desk.press(keys)
      let all = Fixture.team.users.map { ($0.id, resets) }
      desk.send(.recentResetsFound(Dictionary(uniqueKeysWithValues: all)))

      #expect(!desk.text.contains("Screen too low"))
      #expect(desk.text.contains("[ Cancel ]"))
    }
  }

  @Test func `a reset whose outcome is open is told as one that may have happened`() {
    var desk = Desk.loaded()
    desk.press("R")
    let open = AuditEntry.fixture(1, days: 180 / 86_400, result: nil)
    desk.send(.recentResetsFound([.fixture(1): [open]]))
    #expect(
      desk.joined.contains("Reset started 3 min ago by bo@desk, outcome unknown: false positive")
    )

    desk.press("Esc", "Space", "Space", "R")
    desk.send(.recentResetsFound([.fixture(1): [.fixture(1, result: .unknown)]]))
    #expect(desk.text.contains("1 of them was reset, or may have been, within the last 7 days"))
  }

  @Test func `one of several is said in the singular`() {
    var desk = Desk.loaded()
    desk.press("Space", "Space", "R")
    desk.send(.recentResetsFound([.fixture(2): [.fixture(2)]]))

    #expect(desk.text.contains("1 of them was reset within the last 7 days"))
  }

  @Test func `an answer about somebody else is not told as this user's`() {
    var desk = Desk.loaded()
    desk.press("R", "Esc", "j", "R")
    desk.send(.recentResetsFound([.fixture(1): [.fixture(1)]]))

    #expect(desk.text.contains("Reset Kenji Watanabe?"))
    #expect(!desk.text.contains("Already reset"))
  }

  @Test func `the question is whole on 80 by 24 with all it can tell`() {
    var account = Fixture.team
    account.integrations = [.fixture(1), .fixture(2, tenantURL: "https://acme-test.okta.com")]
    var desk = Desk.loaded(account, size: .small)
    desk.press("*", "/")
    desk.type("kenji")
    desk.press("Enter", "R")
    desk.send(.recentResetsFound([.fixture(1): [.fixture(1)], .fixture(3): [.fixture(3)]]))

    for words in [
      "11 of them are hidden by the filter", "2 of them were reset", "This cannot be undone",
      "5  other", "[ Cancel ]",
    ] {
      #expect(desk.text.contains(words))
    }
  }

  @Test(arguments: HostileText.all)
  func `hostile words of an earlier reset stay in their columns`(hostile: HostileText) {
    var desk = Desk.loaded(size: .small)
    var entry = AuditEntry.fixture(1, reason: hostile.text)
    entry.intent.operator = hostile.text
    desk.press("R")
    desk.send(.recentResetsFound([.fixture(1): [entry]]))

    expectStraight(desk)
  }

  // MARK: Marks and the filter

  @Test func `scattered letters count only where they are asked for`() {
    var desk = Desk.loaded()
    desk.press("/")
    desk.type("ana")
    // José Ñandú has an a, an n and an a as well, but apart.
    #expect(desk.shownNames == ["Dana Reyes", "Kenji Watanabe", "Ana Souza"])

    desk.press("Ctrl-U")
    desk.type("dna")
    #expect(desk.shownNames.isEmpty)
    desk.press("Home", "~")
    #expect(desk.shownNames == ["Dana Reyes"])
  }

  @Test func `marking all that a filter shows marks no scattered match`() {
    var desk = Desk.loaded()
    desk.press("/")
    desk.type("ana")
    desk.press("Enter", "*", "Esc")

    #expect(desk.dashboard.users.marks == [.fixture(1), .fixture(2), .fixture(4)])
  }

  @Test func `marks that the filter hides are told in the question and are reset with the rest`() {
    var desk = Desk.loaded()
    desk.press("Space", "Space", "/")
    desk.type("kenji")
    desk.press("Enter", "R")

    #expect(desk.text.contains("Reset 2 users?"))
    #expect(desk.text.contains("1 of them is hidden by the filter"))
    desk.press("Esc", "Esc", "R")
    #expect(!desk.text.contains("hidden by the filter"))
  }

  @Test func `a user who was reset loses the mark, one who was not keeps it`() {
    var desk = Desk.loaded()
    desk.press("Space", "Space", "R", "2", "y")
    desk.type("2")
    var requests = Desk.resets(in: desk.press("Enter"))
    #expect(requests.map(\.userID) == [.fixture(1)])

    if let first = requests.first {
      requests = Desk.resets(in: desk.send(.resetEnded(first, .reset(at: Desk.now))))
    }
    #expect(desk.dashboard.users.marks == [.fixture(2)])
    if let second = requests.first {
      desk.send(.resetEnded(second, .unknown(WriteDoubt(nil))))
    }
    #expect(desk.dashboard.users.marks == [.fixture(2)])
    #expect(desk.text.contains("1 of 2 users reset"))
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
    let time = Desk.now.addingTimeInterval(-days * 86_400)
    return AuditEntry(
      id: AuditID(line: Int64(number)),
      intent: AuditIntent(
        time: time,
        account: "",
        operator: "bo@desk",
        action: "reset",
        target: UserID.fixture(number).rawValue,
        reason: reason
      ),
      outcome: result.map { AuditOutcome(time: time, result: $0) }
    )
  }
}

extension Desk {
  /// The screen's words without frames and line breaks.
  fileprivate var joined: String {
    text.split { " \n│".contains($0) }.joined(separator: " ")
  }
}
