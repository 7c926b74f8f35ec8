import Foundation
import RiskAPI
import RiskServices
import RiskStore
import TerminalUI
import Testing

@testable import Dashboard

/// Users who left the summary, in the list beside those who are in it.
struct FormerUsersTests {
  @Test func `p shows who left after all others, the latest first, and hides them again`() {
    var driver = DashboardDriver.withPast(size: .small)
    #expect(driver.shownNames.suffix(3) == ["Lena Past", "Omar Past", "林 过去"])
    #expect(driver.text.contains("1–15 of 15 (3 past)"))
    #expect(driver.line(of: 901).contains(" HIGH    Lena Past"))
    #expect(driver.line(of: 901).contains("left       2 h"))
    #expect(driver.line(of: 902).contains("left    16 Jun"))
    #expect(!driver.line(of: 1).contains("left"))
    expectStraight(driver)

    driver.press("p")
    #expect(driver.shownNames.count == 12)
    #expect(driver.text.contains("1–12 of 12 "))
    #expect(!driver.text.contains("past"))
  }

  @Test func `past users are asked for with each summary while they show, not before`() {
    var driver = DashboardDriver.loaded()
    #expect(driver.pastRevisions.isEmpty)
    driver.press("p")
    let first = driver.pastRevisions
    #expect(first.count == 1)
    driver.receive(.team, after: 60)
    #expect(driver.pastRevisions.count == 1)
    #expect(driver.pastRevisions != first)
    driver.press("p")
    #expect(driver.pastRevisions.isEmpty)
  }

  @Test func `nobody is counted before the journal has answered, and none are counted as none`() {
    var driver = DashboardDriver.loaded(size: .small)
    driver.press("p")
    #expect(!driver.text.contains("past) ─"))
    driver.send(.pastUsersFound([]))
    #expect(driver.text.contains("1–12 of 12 (0 past)"))
  }

  @Test func `a past user is dim and the word gone says why, down to the narrowest pane`() {
    for columns in [40, 46, 60, 80, 100, 120, 200] {
      var driver = DashboardDriver.withPast(size: Size(columns: columns, rows: 27))
      expectStraight(driver)
      #expect(driver.line(of: 901).contains("left"), "\(columns)")
      driver.press("z")
      #expect(driver.line(of: 901).contains("left"), "\(columns)")
    }
    let driver = DashboardDriver.withPast(size: .small)
    let row = driver.row(of: "Lena Past")
    let column = driver.column(of: "HIGH", in: row)
    #expect(driver.frame[row, column].style == Style(.dim))
  }

  @Test func `the sorts hold among past users too`() {
    var driver = DashboardDriver.withPast()
    driver.press("s")
    #expect(driver.shownNames.suffix(3) == ["Omar Past", "Lena Past", "林 过去"])
    driver.press("s", "s")
    #expect(driver.shownNames.suffix(3) == ["Lena Past", "Omar Past", "林 过去"])
    driver.press("S")
    #expect(driver.shownNames.suffix(3) == ["林 过去", "Omar Past", "Lena Past"])
    driver.press("s", "S")
    #expect(driver.shownNames.suffix(3) == ["林 过去", "Omar Past", "Lena Past"])
    #expect(driver.shownNames.first == "Robin 👩‍💻 Doe")
  }

  @Test func `the filter finds past users, and hides them with the others`() {
    var driver = DashboardDriver.withPast()
    driver.press("/")
    driver.type("past")
    #expect(driver.shownNames == ["Lena Past", "Omar Past"])
    #expect(driver.selectedName == "Lena Past")
    #expect(driver.text.contains("1–2 of 2, filtered from 15 (3 past)"))
    driver.press("Enter", "p")
    #expect(driver.shownNames.isEmpty)
    #expect(driver.dashboard.users.selection == nil)
    driver.press("p")
    #expect(driver.shownNames == ["Lena Past", "Omar Past"])
  }

  // MARK: What may be done with them

  @Test func `a past user cannot be reset or marked, and the reason is told`() {
    var driver = DashboardDriver.withPast()
    driver.press("G")
    #expect(driver.selectedName == "林 过去")
    #expect(driver.press("R").isEmpty)
    #expect(driver.dashboard.dialogs.isEmpty)
    #expect(driver.notice == "no longer at risk: nothing to reset")
    driver.press("g", "G", "Space")
    #expect(driver.dashboard.users.marks.isEmpty)
    #expect(driver.notice == "no longer at risk: nothing to reset")
    driver.press("*")
    #expect(driver.dashboard.users.marks.count == 12)
    driver.press("R")
    #expect(driver.resetDialog?.targets.count == 12)
  }

  @Test func `a past user takes a verdict, which shows in the list`() {
    var driver = DashboardDriver.withPast(size: .small)
    driver.press("G", "k", "v", "3", "y")
    #expect(driver.text.contains("Verdict on Omar Past"))
    let verdict = CaseNote(
      user: .fixture(902),
      verdict: .benign,
      note: "",
      author: "ana@laptop",
      at: DashboardDriver.now
    )
    driver.send(.assessed([.fixture(902)], failure: nil))
    driver.send(.verdictsFound([.fixture(902): verdict]))
    #expect(driver.line(of: 902).contains(" ben "))
  }

  @Test func `y copies a past user, e exports when each was gone`() {
    var driver = DashboardDriver.withPast()
    driver.press("G", "k")
    #expect(driver.press("y") == [.terminal(.copy("user902@acme.example"))])
    let content = driver.export(of: .users)
    guard case .listedUsers(let rows)? = content else {
      Issue.record("past users are not told from others")
      return
    }
    #expect(rows.map(\.goneAt).suffix(3) == [FormerUser].three.map(\.goneAt))
    #expect(rows.prefix(12).allSatisfy { $0.goneAt == nil })
    #expect(content?.count == 15)
    #expect(content?.name == "users")

    driver.press("p")
    guard case .users(let users)? = driver.export(of: .users) else {
      Issue.record("without past users the export has the API's own fields")
      return
    }
    #expect(users.count == 12)
  }

  @Test func `enter opens the timeline of a past user`() {
    var driver = DashboardDriver.withPast()
    driver.press("G", "k")
    let effects = driver.press("Enter")
    #expect(driver.dashboard.timeline.userID == .fixture(902))
    #expect(effects == [.load(.user(.fixture(902))), .fetch(.user(.fixture(902)))])
    #expect(driver.text.contains("2 Timeline · Omar Past"))
  }

  // MARK: A refresh

  @Test func `a selected user who leaves stays selected among the past ones`() {
    var driver = DashboardDriver.withPast()
    driver.press("j")
    #expect(driver.selectedName == "Kenji Watanabe")
    driver.receive(.team.without(1), after: 60)
    #expect(driver.selectedName == "Kenji Watanabe")
    #expect(driver.shownNames[11] == "Kenji Watanabe")
    #expect(driver.line(of: 2).contains("left       now"))
    #expect(driver.text.contains("of 15 (4 past)"))
    #expect(driver.press("R").isEmpty)
    #expect(driver.dashboard.dialogs.isEmpty)

    // The journal says the same; and then the user is back.
    driver.send(
      .pastUsersFound(
        [
          FormerUser(
            user: Fixture.team.users[1],
            goneAt: DashboardDriver.now.addingTimeInterval(60)
          )
        ]
          + [FormerUser].three
      )
    )
    #expect(driver.selectedName == "Kenji Watanabe")
    driver.receive(.team, after: 120)
    #expect(driver.selectedName == "Kenji Watanabe")
    #expect(!driver.line(of: 2).contains("left"))
    #expect(driver.text.contains("of 15 (3 past)"))
    driver.press("R")
    #expect(driver.resetDialog?.targets.map(\.id) == [.fixture(2)])
  }

  @Test func `a selected past user who comes back stays selected, and others stay gone`() {
    var driver = DashboardDriver.withPast()
    driver.press("G", "k")
    var account = Fixture.team
    account.users.append(.fixture(902, name: "Omar Past", level: .high, events: 1, age: 5))
    account.totalCount = 13
    driver.receive(account, after: 60)
    #expect(driver.selectedName == "Omar Past")
    #expect(driver.shownNames.first == "Omar Past")
    #expect(driver.shownNames.count { $0 == "Omar Past" } == 1)
    #expect(driver.text.contains("of 15 (2 past)"))

    // A late answer of the journal from before the user was back.
    driver.send(.pastUsersFound(.three))
    #expect(driver.shownNames.count { $0 == "Omar Past" } == 1)
    #expect(driver.selectedName == "Omar Past")
  }

  @Test func `hiding past users deselects who is one, and selects nobody else`() {
    var driver = DashboardDriver.withPast()
    driver.press("G")
    driver.press("p")
    #expect(driver.dashboard.users.selection == nil)
    #expect(driver.press("R").isEmpty)
    #expect(driver.notice == "no user selected")
    driver.press("p")
    #expect(driver.dashboard.users.selection == nil)
  }

  @Test func `without past users a selected user who leaves is not selected any more`() {
    var driver = DashboardDriver.withPast()
    driver.press("p", "j")
    driver.receive(.team.without(1), after: 60)
    #expect(driver.dashboard.users.selection == nil)
    driver.press("p")
    #expect(driver.dashboard.users.selection == nil)
    #expect(driver.shownNames[11] == "Kenji Watanabe")
  }

  @Test func `a part of the list makes nobody gone`() {
    var driver = DashboardDriver.withPast()
    var account = Fixture.team.without(1)
    account.totalCount = 12
    driver.receive(account, after: 60)
    #expect(driver.text.contains("of 14 (3 past)"))
    #expect(!driver.shownNames.contains("Kenji Watanabe"))
  }

  // MARK: The place

  @Test func `the next start shows past users again, the selected one among them`() {
    var before = DashboardDriver.withPast()
    before.press("G", "k")
    let place = before.dashboard.place

    var after = DashboardDriver(at: DashboardDriver.now)
    after.send(.placeFound(Draft(content: place, savedAt: DashboardDriver.now)))
    after.receive(.team)
    #expect(after.dashboard.users.showsPast)
    after.send(.pastUsersFound(.three))
    #expect(after.selectedName == "Omar Past")
    #expect(after.dashboard.place == place)
  }

  @Test func `past users who come first select nobody`() {
    var driver = DashboardDriver(at: DashboardDriver.now)
    let place = DashboardDriver.withPast().dashboard.place
    driver.send(.placeFound(Draft(content: place, savedAt: DashboardDriver.now)))
    driver.send(.pastUsersFound(.three))
    #expect(driver.dashboard.users.selection == nil)
    driver.receive(.team)
    #expect(driver.selectedName == "Dana Reyes")
  }

  @Test func `offline with nothing but past users, they show and the pane says so`() {
    var driver = DashboardDriver(size: .small)
    driver.press("p")
    driver.send(.pastUsersFound(.three))
    driver.send(.usersFetched(.failure(.offline)))
    #expect(driver.shownNames == ["Lena Past", "Omar Past", "林 过去"])
    #expect(driver.text.contains("offline: past users only"))
    driver.press("j")
    #expect(driver.selectedName == "Lena Past")
    expectStraight(driver)
  }

  @Test(arguments: HostileText.all, [Size.tiny, .small, .wide])
  func `hostile names of past users stay in their columns`(hostile: HostileText, size: Size) {
    var driver = DashboardDriver.withPast(size: size)
    let user = UserSummary(
      id: UserID(hostile.text),
      name: hostile.text,
      email: hostile.text,
      maxRiskLevel: .other(hostile.text),
      eventCount: .min,
      lastEvent: .distantFuture
    )
    driver.send(.pastUsersFound([FormerUser(user: user, goneAt: .distantFuture)]))
    driver.press("G")
    expectStraight(driver)
    driver.press("Enter")
    expectStraight(driver)
  }
}

// MARK: Fixtures

extension [FormerUser] {
  /// Three who left, the latest first.
  static let three: [FormerUser] = [
    FormerUser(
      user: .fixture(901, name: "Lena Past", level: .high, events: 4, age: 9_000),
      goneAt: DashboardDriver.now.addingTimeInterval(-7_200)
    ),
    FormerUser(
      user: .fixture(902, name: "Omar Past", level: .low, events: 40, age: 200_000),
      goneAt: DashboardDriver.now.addingTimeInterval(-180_000)
    ),
    FormerUser(
      user: .fixture(903, name: "林 过去", level: nil, events: 1, age: nil),
      goneAt: DashboardDriver.now.addingTimeInterval(-400 * 86_400)
    ),
  ]
}

extension Fixture {
  /// The account after the user of a row was reset elsewhere.
  func without(_ row: Int) -> Fixture {
    var account = self
    account.users.remove(at: row)
    account.totalCount = account.users.count
    return account
  }
}

extension DashboardDriver {
  /// Everything on the screen, three past users included.
  static func withPast(size: Size = .wide) -> DashboardDriver {
    var driver = DashboardDriver.loaded(size: size)
    driver.press("p")
    driver.send(.pastUsersFound(.three))
    return driver
  }

  /// Revisions of the summary for which past users are asked for.
  fileprivate var pastRevisions: [Int] {
    dashboard.queries.compactMap {
      if case .formerUsers(let revision) = $0 { revision } else { nil }
    }
  }

  /// The row of the screen with some words; -1 for none.
  fileprivate func row(of words: String) -> Int {
    text.split(separator: "\n", omittingEmptySubsequences: false)
      .firstIndex { $0.contains(words) } ?? -1
  }

  /// The column where some ASCII words begin in a row of the screen.
  fileprivate func column(of words: String, in row: Int) -> Int {
    let characters = (0..<dashboard.size.columns).map { frame[row, $0].character }
    return characters.indices.first { characters[$0...].starts(with: Array(words)) } ?? 0
  }

  /// The line of the list with a user's name, once the list has been scrolled to it.
  fileprivate func line(of number: Int) -> String {
    guard let user = dashboard.account.knownUser(.fixture(number)) else { return "" }
    let name = String(user.name.prefix(9))
    return text.split(separator: "\n").first { $0.contains(name) }.map(String.init) ?? ""
  }
}
