import Foundation
import RiskAPI
import RiskServices
import RiskStore
import TerminalUI
import Testing

@testable import Dashboard

/// The list of what changed since the analyst last looked.
struct NewsDialogTests {
  @Test func `it lists every change, the ones that matter most first`() {
    var driver = DashboardDriver.loaded()
    driver.tell(.night)
    driver.press("=")

    #expect(driver.text.contains("Changed since 2026-06-17 23:41:12 +01:00"))
    #expect(
      driver.text.contains(
        "1 raised · 1 new · 1 with new events · 1 lowered · 1 no longer at risk · 1 behavior"
      )
    )
    #expect(
      driver.changeLines == [
        "▌  raised   HIGH    Kenji Watanabe                   was LOW · +8 events",
        "   new      HIGH    Dana Reyes                       6 events",
        "   events   HIGH    李 小龙                          +1 event",
        "   lowered  LOW     José Ñandú                       was HIGH",
        "   left     LOW     user 77                          reset by someone else, or removed",
        "   behavior         DLP                              added, on MEDIUM",
      ]
    )
  }

  @Test func `Enter goes to the user, out of a filter that hides them`() {
    var driver = DashboardDriver.loaded()
    driver.press("/")
    driver.type("dana")
    driver.press("Enter")
    driver.tell(.night)
    let effects = driver.press("=", "Enter")

    #expect(driver.dashboard.dialogs.isEmpty)
    #expect(driver.selectedName == "Kenji Watanabe")
    #expect(driver.dashboard.focus == .timeline)
    #expect(effects.contains(.fetch(.user(.fixture(2)))))
  }

  @Test func `Enter on somebody who is gone shows past users and goes there`() {
    var driver = DashboardDriver.loaded()
    driver.tell(.night)
    driver.press("=", "G", "k", "Enter")
    #expect(driver.dashboard.focus == .users)
    #expect(driver.dashboard.users.showsPast)

    driver.send(.pastUsersFound([FormerUser(user: .fixture(77), goneAt: DashboardDriver.now)]))
    #expect(driver.dashboard.users.selection == .fixture(77))
  }

  @Test func `a behavior leads to its pane`() {
    var driver = DashboardDriver.loaded()
    driver.tell(.night)
    driver.press("=", "G", "Enter")

    #expect(driver.dashboard.focus == .behaviors)
  }

  @Test func `t asks since another time, and nothing typed means the last look`() throws {
    var driver = DashboardDriver.loaded()
    driver.tell(.night)
    driver.press("=", "t")
    driver.type("8h")
    driver.press("Enter")

    #expect(driver.question?.since == .at(DashboardDriver.now.addingTimeInterval(-8 * 3_600)))
    var changes = AccountChanges.night
    changes.since = DashboardDriver.now.addingTimeInterval(-8 * 3_600)
    changes.users.removeLast()
    driver.tell(changes)
    #expect(driver.text.contains("Changed since 2026-06-18 02:41:12 +01:00"))
    #expect(!driver.text.contains("user 77"))

    driver.press("t", "Enter")
    #expect(driver.question?.since == .lastSeen)
  }

  @Test(arguments: [
    ("soon", "a time is 8h, 30m, 2d, 08:40, 2026-11-21"), ("23:59", "in the future"),
  ])
  func `a time that is none is asked for again`(typed: String, words: String) {
    var driver = DashboardDriver.loaded()
    driver.tell(.night)
    let before = driver.question
    driver.press("=", "t")
    driver.type(typed)
    driver.press("Enter")

    #expect(driver.text.contains(words))
    #expect(driver.text.contains("since \(typed)"))
    #expect(driver.question == before)
  }

  @Test func `an answer that comes while it is open leaves the cursor on its row`() {
    var driver = DashboardDriver.loaded()
    driver.tell(.night)
    driver.press("=", "j", "j")
    var changes = AccountChanges.night
    changes.users.removeFirst(2)
    driver.receive(.team, after: 60)
    driver.tell(changes)

    #expect(driver.changeLines.first { $0.hasPrefix("▌") }?.contains("李 小龙") == true)
  }

  @Test func `it says what it does not know`() throws {
    var driver = DashboardDriver()
    driver.press("=")
    #expect(driver.text.contains("the account has not answered yet"))
    #expect(driver.press("Enter").isEmpty)
    #expect(driver.notice == "nothing changed")

    driver.receive(.team)
    driver.send(.newsFound(try #require(driver.question), nil))
    #expect(driver.text.contains("no journal: what was before is not known"))
    driver.press("Esc")
    #expect(driver.dashboard.dialogs.isEmpty)
  }

  @Test(arguments: [Size.tiny, .small, .wide, .large])
  func `it stays in its columns with hostile text`(size: Size) {
    for hostile in HostileText.all {
      var driver = DashboardDriver.loaded(size: size)
      var changes = AccountChanges.night
      for index in changes.users.indices { changes.users[index].value.name = hostile.text }
      changes.behaviors[0].value.name = hostile.text
      driver.tell(changes)
      driver.press("=")
      expectStraight(driver)
    }
  }
}

extension DashboardDriver {
  /// The rows of the list of changes, without the frame and what is behind it.
  fileprivate var changeLines: [String] {
    let lines = text.split(separator: "\n").map { line in
      line.split(separator: "│", omittingEmptySubsequences: false).map(String.init)
    }
    return lines.compactMap { parts in
      parts.first { part in
        ["back", "raised", "new ", "events ", "lowered", "left", "behavior "].contains {
          part.hasPrefix("▌  \($0)") || part.hasPrefix("   \($0)") || part.hasPrefix(" ✓ \($0)")
            || part.hasPrefix("▌✓ \($0)")
        }
      }.map { $0.replacing(/\ +$/, with: "") }
    }
  }
}
