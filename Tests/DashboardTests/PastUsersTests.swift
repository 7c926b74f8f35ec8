import Foundation
import RiskAPI
import RiskServices
import RiskStore
import TerminalUI
import Testing

@testable import Dashboard

/// Users who left the summary, in the list beside those who are in it.
struct PastUsersTests {
  @Test func `p shows who left after all others, the latest first, and hides them again`() {
    var desk = Desk.withPast(size: .small)
    #expect(desk.shownNames.suffix(3) == ["Lena Past", "Omar Past", "林 过去"])
    #expect(desk.text.contains("1–15 of 15 (3 past)"))
    #expect(desk.line(of: 901).contains(" HIGH    Lena Past"))
    #expect(desk.line(of: 901).contains("left       2 h"))
    #expect(desk.line(of: 902).contains("left    16 Jun"))
    #expect(!desk.line(of: 1).contains("left"))
    expectStraight(desk)

    desk.press("p")
    #expect(desk.shownNames.count == 12)
    #expect(desk.text.contains("1–12 of 12 "))
    #expect(!desk.text.contains("past"))
  }

  @Test func `past users are asked for with each summary while they show, not before`() {
    var desk = Desk.loaded()
    #expect(desk.pastRevisions.isEmpty)
    desk.press("p")
    let first = desk.pastRevisions
    #expect(first.count == 1)
    desk.receive(.team, after: 60)
    #expect(desk.pastRevisions.count == 1)
    #expect(desk.pastRevisions != first)
    desk.press("p")
    #expect(desk.pastRevisions.isEmpty)
  }

  @Test func `nobody is counted before the journal has answered, and none are counted as none`() {
    var desk = Desk.loaded(size: .small)
    desk.press("p")
    #expect(!desk.text.contains("past) ─"))
    desk.send(.pastUsersFound([]))
    #expect(desk.text.contains("1–12 of 12 (0 past)"))
  }

  @Test func `a past user is dim and the word gone says why, down to the narrowest pane`() {
    for columns in [40, 46, 60, 80, 100, 120, 200] {
      var desk = Desk.withPast(size: Size(columns: columns, rows: 27))
      expectStraight(desk)
      #expect(desk.line(of: 901).contains("left"), "\(columns)")
      desk.press("z")
      #expect(desk.line(of: 901).contains("left"), "\(columns)")
    }
    let desk = Desk.withPast(size: .small)
    let row = desk.row(of: "Lena Past")
    let column = desk.column(of: "HIGH", in: row)
    #expect(desk.frame[row, column].style == Style(.dim))
  }

  @Test func `the sorts hold among past users too`() {
    var desk = Desk.withPast()
    desk.press("s")
    #expect(desk.shownNames.suffix(3) == ["Omar Past", "Lena Past", "林 过去"])
    desk.press("s", "s")
    #expect(desk.shownNames.suffix(3) == ["Lena Past", "Omar Past", "林 过去"])
    desk.press("S")
    #expect(desk.shownNames.suffix(3) == ["林 过去", "Omar Past", "Lena Past"])
    desk.press("s", "S")
    #expect(desk.shownNames.suffix(3) == ["林 过去", "Omar Past", "Lena Past"])
    #expect(desk.shownNames.first == "Robin 👩‍💻 Doe")
  }

  @Test func `the filter finds past users, and hides them with the others`() {
    var desk = Desk.withPast()
    desk.press("/")
    desk.type("past")
    #expect(desk.shownNames == ["Lena Past", "Omar Past"])
    #expect(desk.selectedName == "Lena Past")
    #expect(desk.text.contains("1–2 of 2, filtered from 15 (3 past)"))
    desk.press("Enter", "p")
    #expect(desk.shownNames.isEmpty)
    #expect(desk.dashboard.users.selection == nil)
    desk.press("p")
    #expect(desk.shownNames == ["Lena Past", "Omar Past"])
  }

  // MARK: What may be done with them

  @Test func `a past user cannot be reset or marked, and the reason is told`() {
    var desk = Desk.withPast()
    desk.press("G")
    #expect(desk.selectedName == "林 过去")
    #expect(desk.press("R").isEmpty)
    #expect(desk.dashboard.dialogs.isEmpty)
    #expect(desk.notice == "no longer at risk: nothing to reset")
    desk.press("g", "G", "Space")
    #expect(desk.dashboard.users.marks.isEmpty)
    #expect(desk.notice == "no longer at risk: nothing to reset")
    desk.press("*")
    #expect(desk.dashboard.users.marks.count == 12)
    desk.press("R")
    #expect(desk.resetDialog?.targets.count == 12)
  }

  @Test func `a past user takes a verdict, which shows in the list`() {
    var desk = Desk.withPast(size: .small)
    desk.press("G", "k", "v", "3", "y")
    #expect(desk.text.contains("Verdict on Omar Past"))
    let verdict = CaseNote(
      user: .fixture(902),
      verdict: .benign,
      note: "",
      author: "ana@laptop",
      at: Desk.now
    )
    desk.send(.assessed([.fixture(902)], failure: nil))
    desk.send(.verdictsFound([.fixture(902): verdict]))
    #expect(desk.line(of: 902).contains(" ben "))
  }

  @Test func `y copies a past user, e exports when each was gone`() {
    var desk = Desk.withPast()
    desk.press("G", "k")
    #expect(desk.press("y") == [.terminal(.copy("user902@acme.example"))])
    let content = desk.dashboard.export(of: .users)
    guard case .listedUsers(let rows)? = content else {
      Issue.record("past users are not told from others")
      return
    }
    #expect(rows.map(\.goneAt).suffix(3) == [PastUser].three.map(\.goneAt))
    #expect(rows.prefix(12).allSatisfy { $0.goneAt == nil })
    #expect(content?.count == 15)
    #expect(content?.name == "users")

    desk.press("p")
    guard case .users(let users)? = desk.dashboard.export(of: .users) else {
      Issue.record("without past users the export has the API's own fields")
      return
    }
    #expect(users.count == 12)
  }

  @Test func `enter opens the timeline of a past user`() {
    var desk = Desk.withPast()
    desk.press("G", "k")
    let effects = desk.press("Enter")
    #expect(desk.dashboard.timeline.userID == .fixture(902))
    #expect(effects == [.load(.user(.fixture(902))), .fetch(.user(.fixture(902)))])
    #expect(desk.text.contains("2 Timeline · Omar Past"))
  }

  // MARK: A refresh

  @Test func `a selected user who leaves stays selected among the past ones`() {
    var desk = Desk.withPast()
    desk.press("j")
    #expect(desk.selectedName == "Kenji Watanabe")
    desk.receive(.team.without(1), after: 60)
    #expect(desk.selectedName == "Kenji Watanabe")
    #expect(desk.shownNames[11] == "Kenji Watanabe")
    #expect(desk.line(of: 2).contains("left       now"))
    #expect(desk.text.contains("of 15 (4 past)"))
    #expect(desk.press("R").isEmpty)
    #expect(desk.dashboard.dialogs.isEmpty)

    // The journal says the same; and then the user is back.
    desk.send(
      .pastUsersFound(
        [PastUser(user: Fixture.team.users[1], goneAt: Desk.now.addingTimeInterval(60))]
          + [PastUser].three
      )
    )
    #expect(desk.selectedName == "Kenji Watanabe")
    desk.receive(.team, after: 120)
    #expect(desk.selectedName == "Kenji Watanabe")
    #expect(!desk.line(of: 2).contains("left"))
    #expect(desk.text.contains("of 15 (3 past)"))
    desk.press("R")
    #expect(desk.resetDialog?.targets.map(\.id) == [.fixture(2)])
  }

  @Test func `a selected past user who comes back stays selected, and others stay gone`() {
    var desk = Desk.withPast()
    desk.press("G", "k")
    var account = Fixture.team
    account.users.append(.fixture(902, name: "Omar Past", level: .high, events: 1, age: 5))
    account.totalCount = 13
    desk.receive(account, after: 60)
    #expect(desk.selectedName == "Omar Past")
    #expect(desk.shownNames.first == "Omar Past")
    #expect(desk.shownNames.count { $0 == "Omar Past" } == 1)
    #expect(desk.text.contains("of 15 (2 past)"))

    // A late answer of the journal from before the user was back.
    desk.send(.pastUsersFound(.three))
    #expect(desk.shownNames.count { $0 == "Omar Past" } == 1)
    #expect(desk.selectedName == "Omar Past")
  }

  @Test func `hiding past users deselects who is one, and selects nobody else`() {
    var desk = Desk.withPast()
    desk.press("G")
    desk.press("p")
    #expect(desk.dashboard.users.selection == nil)
    #expect(desk.press("R").isEmpty)
    #expect(desk.notice == "no user selected")
    desk.press("p")
    #expect(desk.dashboard.users.selection == nil)
  }

  @Test func `without past users a selected user who leaves is not selected any more`() {
    var desk = Desk.withPast()
    desk.press("p", "j")
    desk.receive(.team.without(1), after: 60)
    #expect(desk.dashboard.users.selection == nil)
    desk.press("p")
    #expect(desk.dashboard.users.selection == nil)
    #expect(desk.shownNames[11] == "Kenji Watanabe")
  }

  @Test func `a part of the list makes nobody gone`() {
    var desk = Desk.withPast()
    var account = Fixture.team.without(1)
    account.totalCount = 12
    desk.receive(account, after: 60)
    #expect(desk.text.contains("of 14 (3 past)"))
    #expect(!desk.shownNames.contains("Kenji Watanabe"))
  }

  // MARK: The place

  @Test func `the next start shows past users again, the selected one among them`() {
    var before = Desk.withPast()
    before.press("G", "k")
    let place = before.dashboard.place

    var after = Desk(at: Desk.now)
    after.send(.placeFound(Draft(content: place, savedAt: Desk.now)))
    after.receive(.team)
    #expect(after.dashboard.users.showsPast)
    after.send(.pastUsersFound(.three))
    #expect(after.selectedName == "Omar Past")
    #expect(after.dashboard.place == place)
  }

  @Test func `past users who come first select nobody`() {
    var desk = Desk(at: Desk.now)
    let place = Desk.withPast().dashboard.place
    desk.send(.placeFound(Draft(content: place, savedAt: Desk.now)))
    desk.send(.pastUsersFound(.three))
    #expect(desk.dashboard.users.selection == nil)
    desk.receive(.team)
    #expect(desk.selectedName == "Dana Reyes")
  }

  @Test func `offline with nothing but past users, they show and the pane says so`() {
    var desk = Desk(size: .small)
    desk.press("p")
    desk.send(.pastUsersFound(.three))
    desk.send(.usersFetched(.failure(.offline)))
    #expect(desk.shownNames == ["Lena Past", "Omar Past", "林 过去"])
    #expect(desk.text.contains("offline: past users only"))
    desk.press("j")
    #expect(desk.selectedName == "Lena Past")
    expectStraight(desk)
  }

  @Test(arguments: HostileText.all, [Size.tiny, .small, .wide])
  func `hostile names of past users stay in their columns`(hostile: HostileText, size: Size) {
    var desk = Desk.withPast(size: size)
    let user = RiskUser(
      id: UserID(hostile.text),
      name: hostile.text,
      email: hostile.text,
      maxRiskLevel: .other(hostile.text),
      eventCount: .min,
      lastEvent: .distantFuture
    )
    desk.send(.pastUsersFound([PastUser(user: user, goneAt: .distantFuture)]))
    desk.press("G")
    expectStraight(desk)
    desk.press("Enter")
    expectStraight(desk)
  }
}

// MARK: Fixtures

extension [PastUser] {
  /// Three who left, the latest first.
  static let three: [PastUser] = [
    PastUser(
      user: .fixture(901, name: "Lena Past", level: .high, events: 4, age: 9_000),
      goneAt: Desk.now.addingTimeInterval(-7_200)
    ),
    PastUser(
      user: .fixture(902, name: "Omar Past", level: .low, events: 40, age: 200_000),
      goneAt: Desk.now.addingTimeInterval(-180_000)
    ),
    PastUser(
      user: .fixture(903, name: "林 过去", level: nil, events: 1, age: nil),
      goneAt: Desk.now.addingTimeInterval(-400 * 86_400)
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

extension Desk {
  /// Everything on the screen, three past users included.
  static func withPast(size: Size = .wide) -> Desk {
    var desk = Desk.loaded(size: size)
    desk.press("p")
    desk.send(.pastUsersFound(.three))
    return desk
  }

  /// Revisions of the summary for which past users are asked for.
  fileprivate var pastRevisions: [Int] {
    dashboard.subscriptions.compactMap {
      if case .pastUsers(let revision) = $0 { revision } else { nil }
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
