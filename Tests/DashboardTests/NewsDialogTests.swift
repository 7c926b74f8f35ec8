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
    var desk = Desk.loaded()
    desk.tell(.night)
    desk.press("=")

    #expect(desk.text.contains("Changed since 2026-06-17 23:41:12 +01:00"))
    #expect(
      desk.text.contains(
        "1 raised · 1 new · 1 with new events · 1 lowered · 1 no longer at risk · 1 behavior"
      )
    )
    #expect(
      desk.changeLines == [
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
    var desk = Desk.loaded()
    desk.press("/")
    desk.type("dana")
    desk.press("Enter")
    desk.tell(.night)
    let effects = desk.press("=", "Enter")

    #expect(desk.dashboard.dialogs.isEmpty)
    #expect(desk.selectedName == "Kenji Watanabe")
    #expect(desk.dashboard.focus == .timeline)
    #expect(effects.contains(.fetch(.user(.fixture(2)))))
  }

  @Test func `Enter on somebody who is gone shows past users and goes there`() {
    var desk = Desk.loaded()
    desk.tell(.night)
    desk.press("=", "G", "k", "Enter")
    #expect(desk.dashboard.focus == .users)
    #expect(desk.dashboard.users.showsPast)

    desk.send(.pastUsersFound([PastUser(user: .fixture(77), goneAt: Desk.now)]))
    #expect(desk.dashboard.users.selection == .fixture(77))
  }

  @Test func `a behavior leads to its pane`() {
    var desk = Desk.loaded()
    desk.tell(.night)
    desk.press("=", "G", "Enter")

    #expect(desk.dashboard.focus == .behaviors)
  }

  @Test func `t asks since another time, and nothing typed means the last look`() throws {
    var desk = Desk.loaded()
    desk.tell(.night)
    desk.press("=", "t")
    desk.type("8h")
    desk.press("Enter")

    #expect(desk.question?.since == .at(Desk.now.addingTimeInterval(-8 * 3_600)))
    var changes = AccountChanges.night
    changes.since = Desk.now.addingTimeInterval(-8 * 3_600)
    changes.users.removeLast()
    desk.tell(changes)
    #expect(desk.text.contains("Changed since 2026-06-18 02:41:12 +01:00"))
    #expect(!desk.text.contains("user 77"))

    desk.press("t", "Enter")
    #expect(desk.question?.since == .lastSeen)
  }

  @Test(arguments: [
    ("soon", "a time is 8h, 30m, 2d, 08:40, 2026-11-21"), ("23:59", "in the future"),
  ])
  func `a time that is none is asked for again`(typed: String, words: String) {
    var desk = Desk.loaded()
    desk.tell(.night)
    let before = desk.question
    desk.press("=", "t")
    desk.type(typed)
    desk.press("Enter")

    #expect(desk.text.contains(words))
    #expect(desk.text.contains("since \(typed)"))
    #expect(desk.question == before)
  }

  @Test func `an answer that comes while it is open leaves the cursor on its row`() {
    var desk = Desk.loaded()
    desk.tell(.night)
    desk.press("=", "j", "j")
    var changes = AccountChanges.night
    changes.users.removeFirst(2)
    desk.receive(.team, after: 60)
    desk.tell(changes)

    #expect(desk.changeLines.first { $0.hasPrefix("▌") }?.contains("李 小龙") == true)
  }

  @Test func `it says what it does not know`() throws {
    var desk = Desk()
    desk.press("=")
    #expect(desk.text.contains("the account has not answered yet"))
    #expect(desk.press("Enter").isEmpty)
    #expect(desk.notice == "nothing changed")

    desk.receive(.team)
    desk.send(.newsFound(try #require(desk.question), nil))
    #expect(desk.text.contains("no journal: what was before is not known"))
    desk.press("Esc")
    #expect(desk.dashboard.dialogs.isEmpty)
  }

  @Test(arguments: [Size.tiny, .small, .wide, .large])
  func `it stays in its columns with hostile text`(size: Size) {
    for hostile in HostileText.all {
      var desk = Desk.loaded(size: size)
      var changes = AccountChanges.night
      for index in changes.users.indices { changes.users[index].name = hostile.text }
      changes.behaviors[0].after?.name = hostile.text
      desk.tell(changes)
      desk.press("=")
      expectStraight(desk)
    }
  }
}

extension Desk {
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
