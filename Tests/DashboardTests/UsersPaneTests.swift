import Foundation
import RiskAPI
import TerminalUI
import Testing

@testable import Dashboard

struct UsersPaneTests {
  @Test func `the worst and newest stand first, and the first is selected`() {
    let driver = DashboardDriver.loaded()

    #expect(driver.shownNames.prefix(3) == ["Dana Reyes", "Kenji Watanabe", "李 小龙"])
    #expect(driver.selectedName == "Dana Reyes")
  }

  @Test func `enter opens the user's timeline and asks for the events`() {
    var driver = DashboardDriver.loaded()
    driver.press("j")

    #expect(driver.press("Enter").contains(.fetch(.user(.fixture(2)))))
    #expect(driver.dashboard.focus == .timeline)
    #expect(driver.dashboard.timeline.userID == .fixture(2))
  }

  @Test func `events that are known are not asked for again`() {
    var driver = DashboardDriver.loaded()
    #expect(driver.press("Enter").isEmpty)
    #expect(driver.dashboard.focus == .timeline)
  }

  @Test func `a user the selection left while loading is asked for again`() {
    var driver = DashboardDriver.loaded()
    driver.press("j")
    driver.send(.selectionRested(.fixture(2)))
    driver.press("j")
    driver.send(.selectionRested(.fixture(3)))
    driver.press("k")

    // The fetch for the third user replaced the second's, whose reply will never come.
    #expect(driver.send(.selectionRested(.fixture(2))).contains(.fetch(.user(.fixture(2)))))
  }

  @Test func `space marks and moves on, and takes the mark away`() {
    var driver = DashboardDriver.loaded()
    driver.press("Space", "Space")
    #expect(driver.dashboard.users.marks == [.fixture(1), .fixture(2)])
    #expect(driver.selectedName == "李 小龙")
    #expect(driver.text.contains("2 marked"))

    driver.press("k", "Space")
    #expect(driver.dashboard.users.marks == [.fixture(1)])
  }

  @Test func `star marks all that show, minus clears`() {
    var driver = DashboardDriver.loaded()
    driver.press("/")
    driver.type("an")
    driver.press("Enter")
    let shown = driver.shownNames.count
    driver.press("*")
    #expect(driver.dashboard.users.marks.count == shown)
    #expect(shown < 12)

    driver.press("-")
    #expect(driver.dashboard.users.marks.isEmpty)
  }

  @Test func `s goes through the columns, S turns the order`() {
    var driver = DashboardDriver.loaded()
    driver.press("s")
    #expect(driver.shownNames.first == "José Ñandú")
    driver.press("s")
    #expect(driver.shownNames.first == "Dana Reyes")
    #expect(driver.shownNames.last == "Robin 👩‍💻 Doe")
    driver.press("s")
    #expect(driver.shownNames.first == "Ana Souza")
    driver.press("S")
    #expect(driver.shownNames.last == "Ana Souza")
    #expect(driver.text.contains("name, reversed"))
    driver.press("s")
    #expect(driver.shownNames.first == "Dana Reyes")
    #expect(!driver.dashboard.users.isReversed)
  }

  @Test func `sorting keeps the selected user`() {
    var driver = DashboardDriver.loaded()
    driver.press("j", "j", "s", "s", "s", "S")

    #expect(driver.selectedName == "李 小龙")
  }

  // MARK: Refresh

  @Test func `selection and marks stay on their users when a refresh changes the order`() {
    var driver = DashboardDriver.loaded()
    driver.press("Space", "j")
    #expect(driver.selectedName == "李 小龙")
    var account = Fixture.team
    account.users.reverse()
    account.users[0].maxRiskLevel = .other("severe")
    driver.receive(account, after: 60)

    #expect(driver.shownNames.first == "Robin 👩‍💻 Doe")
    #expect(driver.selectedName == "李 小龙")
    #expect(driver.dashboard.users.marks == [.fixture(1)])
  }

  @Test func `two summaries of the same moment are both followed`() {
    var driver = DashboardDriver.loaded()
    var account = Fixture.team
    account.users.removeLast(6)
    driver.receive(account)

    #expect(driver.shownNames.count == 6)
    _ = driver.frame
  }

  @Test(arguments: [0, 4, 11])
  func `nobody is selected after the selected user left`(row: Int) {
    var driver = DashboardDriver.loaded()
    driver.press(Array(repeating: "j", count: row))
    var account = Fixture.team
    account.users.remove(at: row)
    driver.receive(account, after: 60)
    #expect(driver.selectedName == nil)

    // Nor after the next refresh, nor the one after it.
    driver.receive(account, after: 120)
    driver.receive(account, after: 180)
    #expect(driver.selectedName == nil)
    #expect(driver.press("R").isEmpty)
    #expect(driver.dashboard.dialogs.isEmpty)
    #expect(driver.notice == "no user selected")

    driver.press("Down")
    #expect(driver.selectedName == account.users[min(row, 10)].name)
  }

  @Test func `a mark on a user who left is gone`() {
    var driver = DashboardDriver.loaded()
    driver.press("Space", "Space")
    var account = Fixture.team
    account.users.remove(at: 0)
    driver.receive(account, after: 60)

    #expect(driver.dashboard.users.marks == [.fixture(2)])
  }

  @Test func `a user who left while the filter hid them is not selected again`() {
    var driver = DashboardDriver.loaded()
    driver.press("j", "/")
    driver.type("souza")
    var account = Fixture.team
    account.users.remove(at: 1)
    driver.receive(account, after: 60)
    driver.press("Esc")

    #expect(driver.selectedName != "Kenji Watanabe")
    _ = driver.frame
  }

  // MARK: Reset

  @Test func `reset is for the selected user, or for the marked ones in screen order`() {
    var driver = DashboardDriver.loaded()
    driver.press("j", "R")
    #expect(driver.resetDialog?.targets.map(\.id) == [.fixture(2)])

    driver.press("Esc", "j", "Space", "g", "Space", "R")
    #expect(driver.resetDialog?.targets.map(\.id) == [.fixture(1), .fixture(3)])
  }

  // MARK: Columns

  @Test(arguments: [30, 34, 40, 44, 50, 58, 78, 98, 198])
  func `columns never touch, whatever is in them`(width: Int) {
    var users = Fixture.team.users
    users[0].eventCount = .max
    users[1].eventCount = .min
    users[2].lastEvent = DashboardDriver.now.addingTimeInterval(1e9)
    users[3].lastEvent = DashboardDriver.now.addingTimeInterval(-200 * 86_400)
    users[3].eventCount = 99_999
    users[4].maxRiskLevel = .other("catastrophic")
    var account = Fixture.team
    account.users = users
    let driver = DashboardDriver.loaded(account, size: Size(columns: max(40, width + 2), rows: 24))

    let lines = driver.text.split(separator: "\n")
    for name in ["Dana Reyes", "Kenji Watana", "李 小龙", "Ana Souza", "José Ñandú"] {
      #expect(lines.contains { $0.contains(name) }, "\(name) is cut at \(width)")
    }
    let ana = lines.first { $0.contains("Ana Souza") }
    #expect(width < 58 || ana?.contains("99 999 30 Nov 25") == true)
    expectStraight(driver)
  }
}
