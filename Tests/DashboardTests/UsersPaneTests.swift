import Foundation
import RiskAPI
import TerminalUI
import Testing

@testable import Dashboard

struct UsersPaneTests {
  @Test func `the worst and newest stand first, and the first is selected`() {
    let desk = Desk.loaded()

    #expect(desk.shownNames.prefix(3) == ["Dana Reyes", "Kenji Watanabe", "李 小龙"])
    #expect(desk.selectedName == "Dana Reyes")
  }

  @Test func `enter opens the user's timeline and asks for the events`() {
    var desk = Desk.loaded()
    desk.press("j")

    #expect(desk.press("Enter").contains(.fetch(.user(.fixture(2)))))
    #expect(desk.dashboard.focus == .timeline)
    #expect(desk.dashboard.timeline.userID == .fixture(2))
  }

  @Test func `events that are known are not asked for again`() {
    var desk = Desk.loaded()
    #expect(desk.press("Enter").isEmpty)
    #expect(desk.dashboard.focus == .timeline)
  }

  @Test func `a user the selection left while loading is asked for again`() {
    var desk = Desk.loaded()
    desk.press("j")
    desk.send(.selectionRested(.fixture(2)))
    desk.press("j")
    desk.send(.selectionRested(.fixture(3)))
    desk.press("k")

    // The fetch for the third user replaced the second's, whose reply will never come.
    #expect(desk.send(.selectionRested(.fixture(2))).contains(.fetch(.user(.fixture(2)))))
  }

  @Test func `space marks and moves on, and takes the mark away`() {
    var desk = Desk.loaded()
    desk.press("Space", "Space")
    #expect(desk.dashboard.users.marks == [.fixture(1), .fixture(2)])
    #expect(desk.selectedName == "李 小龙")
    #expect(desk.text.contains("2 marked"))

    desk.press("k", "Space")
    #expect(desk.dashboard.users.marks == [.fixture(1)])
  }

  @Test func `star marks all that show, minus clears`() {
    var desk = Desk.loaded()
    desk.press("/")
    desk.type("an")
    desk.press("Enter")
    let shown = desk.shownNames.count
    desk.press("*")
    #expect(desk.dashboard.users.marks.count == shown)
    #expect(shown < 12)

    desk.press("-")
    #expect(desk.dashboard.users.marks.isEmpty)
  }

  @Test func `s goes through the columns, S turns the order`() {
    var desk = Desk.loaded()
    desk.press("s")
    #expect(desk.shownNames.first == "José Ñandú")
    desk.press("s")
    #expect(desk.shownNames.first == "Dana Reyes")
    #expect(desk.shownNames.last == "Robin 👩‍💻 Doe")
    desk.press("s")
    #expect(desk.shownNames.first == "Ana Souza")
    desk.press("S")
    #expect(desk.shownNames.last == "Ana Souza")
    #expect(desk.text.contains("name, reversed"))
    desk.press("s")
    #expect(desk.shownNames.first == "Dana Reyes")
    #expect(!desk.dashboard.users.isReversed)
  }

  @Test func `sorting keeps the selected user`() {
    var desk = Desk.loaded()
    desk.press("j", "j", "s", "s", "s", "S")

    #expect(desk.selectedName == "李 小龙")
  }

  // MARK: Refresh

  @Test func `selection and marks stay on their users when a refresh changes the order`() {
    var desk = Desk.loaded()
    desk.press("Space", "j")
    #expect(desk.selectedName == "李 小龙")
    var account = Fixture.team
    account.users.reverse()
    account.users[0].maxRiskLevel = .other("severe")
    desk.receive(account, after: 60)

    #expect(desk.shownNames.first == "Robin 👩‍💻 Doe")
    #expect(desk.selectedName == "李 小龙")
    #expect(desk.dashboard.users.marks == [.fixture(1)])
  }

  @Test func `two summaries of the same moment are both followed`() {
    var desk = Desk.loaded()
    var account = Fixture.team
    account.users.removeLast(6)
    desk.receive(account)

    #expect(desk.shownNames.count == 6)
    _ = desk.frame
  }

  @Test(arguments: [0, 4, 11])
  func `nobody is selected after the selected user left`(row: Int) {
    var desk = Desk.loaded()
    desk.press(Array(repeating: "j", count: row))
    var account = Fixture.team
    account.users.remove(at: row)
    desk.receive(account, after: 60)
    #expect(desk.selectedName == nil)

    // Nor after the next refresh, nor the one after it.
    desk.receive(account, after: 120)
    desk.receive(account, after: 180)
    #expect(desk.selectedName == nil)
    #expect(desk.press("R").isEmpty)
    #expect(desk.dashboard.dialogs.isEmpty)
    #expect(desk.notice == "no user selected")

    desk.press("Down")
    #expect(desk.selectedName == account.users[min(row, 10)].name)
  }

  @Test func `a mark on a user who left is gone`() {
    var desk = Desk.loaded()
    desk.press("Space", "Space")
    var account = Fixture.team
    account.users.remove(at: 0)
    desk.receive(account, after: 60)

    #expect(desk.dashboard.users.marks == [.fixture(2)])
  }

  @Test func `a user who left while the filter hid them is not selected again`() {
    var desk = Desk.loaded()
    desk.press("j", "/")
    desk.type("souza")
    var account = Fixture.team
    account.users.remove(at: 1)
    desk.receive(account, after: 60)
    desk.press("Esc")

    #expect(desk.selectedName != "Kenji Watanabe")
    _ = desk.frame
  }

  // MARK: Reset

  @Test func `reset is for the selected user, or for the marked ones in screen order`() {
    var desk = Desk.loaded()
    desk.press("j", "R")
    #expect(desk.resetDialog?.targets.map(\.id) == [.fixture(2)])

    desk.press("Esc", "j", "Space", "g", "Space", "R")
    #expect(desk.resetDialog?.targets.map(\.id) == [.fixture(1), .fixture(3)])
  }

  // MARK: Columns

  @Test(arguments: [30, 34, 40, 44, 50, 58, 78, 98, 198])
  func `columns never touch, whatever is in them`(width: Int) {
    var users = Fixture.team.users
    users[0].eventCount = .max
    users[1].eventCount = .min
    users[2].lastEvent = Desk.now.addingTimeInterval(1e9)
    users[3].lastEvent = Desk.now.addingTimeInterval(-200 * 86_400)
    users[3].eventCount = 99_999
    users[4].maxRiskLevel = .other("catastrophic")
    var account = Fixture.team
    account.users = users
    let desk = Desk.loaded(account, size: Size(columns: max(40, width + 2), rows: 24))

    let lines = desk.text.split(separator: "\n")
    for name in ["Dana Reyes", "Kenji Watana", "李 小龙", "Ana Souza", "José Ñandú"] {
      #expect(lines.contains { $0.contains(name) }, "\(name) is cut at \(width)")
    }
    if let ana = lines.first(where: { $0.contains("Ana Souza") }), width >= 58 {
      #expect(ana.contains("99 999 30 Nov 25"))
    }
    expectStraight(desk)
  }
}
