import Foundation
import RiskAPI
import RiskServices
import RiskStore
import TerminalUI
import Testing

@testable import Dashboard

/// What changed since the analyst last looked.
struct NewsTests {
  @Test func `rows are marked and the top line counts since the last look`() {
    var desk = Desk.loaded(size: .large)
    desk.press("z")
    #expect(!desk.topLine.contains(" since "))
    desk.tell(.night)

    #expect(desk.line(of: 1).contains(" new "))
    #expect(desk.line(of: 2).contains(" ▲ "))
    #expect(desk.line(of: 3).contains(" + "))
    #expect(!desk.line(of: 4).contains(" new "))
    #expect(
      desk.topLine.contains(
        "1 new · 1 raised · 1 lowered · 1 gone · 1 behavior since "
      )
    )
    #expect(desk.topLine.contains("23:41"))
  }

  @Test(arguments: [(120, " 5 changes since 17 Jun 23:41 "), (80, " 5 changes (=) ")])
  func `a narrow top line still says that something changed`(columns: Int, words: String) {
    var desk = Desk.loaded(size: Size(columns: columns, rows: 24))
    desk.tell(.night)

    #expect(desk.topLine.contains(words))
  }

  @Test func `a moment of today stands without its day`() {
    var desk = Desk.loaded(size: .large)
    desk.press("z")
    var changes = AccountChanges.night
    changes.since = Desk.now.addingTimeInterval(-3_600)
    desk.tell(changes)

    #expect(desk.topLine.contains("behavior since 09:41"))
  }

  @Test func `= and m clear the marks, count anew and remember it`() {
    var desk = Desk.loaded(size: .large)
    desk.press("z")
    desk.tell(.night)

    #expect(desk.press("=", "m") == [.markSeen])
    #expect(!desk.topLine.contains(" since "))
    #expect(!desk.line(of: 1).contains(" new "))
    #expect(!desk.line(of: 2).contains("▲"))

    var later = Fixture.team
    later.users[3].maxRiskLevel = .high
    desk.send(.seenMarked)
    desk.receive(later, after: 60)
    #expect(desk.topLine.contains("1 raised since 10:41"))
  }

  @Test func `an answer from before all was seen does not bring old news back`() throws {
    var desk = Desk.loaded(size: .large)
    let asked = try #require(desk.question)
    desk.press("=", "m")
    #expect(desk.question == nil)
    desk.send(.newsFound(asked, AccountNews(.night)))
    desk.send(.seenMarked)
    desk.send(.newsFound(asked, AccountNews(.night)))

    #expect(!desk.topLine.contains(" since "))
    #expect(desk.question != nil)
    #expect(desk.question != asked)
  }

  @Test func `each answer of the account asks the journal anew`() {
    var desk = Desk(size: .large)
    #expect(desk.question == nil)

    desk.receive(.team)
    let first = desk.question
    #expect(first != nil)
    desk.receive(.team, after: 60)
    #expect(desk.question != first)
    desk.tell(.night)
    #expect(desk.topLine.contains("1 lowered"))
  }

  @Test func `who was reset from here is not counted as gone`() {
    var desk = Desk.loaded(size: .large)
    desk.tell(.night, resetHere: [.fixture(77)])

    #expect(desk.topLine.contains("1 lowered"))
    #expect(!desk.topLine.contains("gone"))
    desk.press("=")
    #expect(desk.text.contains("reset from here"))
  }

  @Test(arguments: [(120, true), (110, false)])
  func `news stands beside the verdict, and in its place only where there is no room`(
    columns: Int,
    hasRoom: Bool
  ) {
    var desk = Desk.loaded(size: Size(columns: columns, rows: 36))
    let verdict = Assessment(
      user: .fixture(2),
      verdict: .benign,
      note: "",
      author: "ana@laptop",
      at: Desk.now
    )
    desk.send(.verdictsFound([.fixture(2): verdict]))
    desk.tell(.night)
    func kenji() -> Substring {
      desk.text.split(separator: "\n").first { $0.contains("Kenji") } ?? ""
    }
    #expect(kenji().contains(" ▲ "))
    #expect(kenji().contains(" ben ") == hasRoom)

    desk.press("=", "m")
    #expect(!kenji().contains(" ▲ "))
    #expect(kenji().contains(" ben "))
  }
}

extension AccountChanges {
  /// Twelve hours away: each kind of change once.
  static let night: AccountChanges = {
    let low = Standing(level: .low, eventCount: 1, lastEvent: nil)
    var lowered = UserDifference.fixture(
      5,
      before: Standing(level: .high, eventCount: 1, lastEvent: nil)
    )
    lowered.after = low
    var gone = UserDifference.fixture(77, before: low)
    gone.after = nil
    var moved = UserDifference.fixture(3, before: Standing(Fixture.team.users[2]))
    moved.before?.eventCount -= 1
    return AccountChanges(
      since: Desk.now.addingTimeInterval(-11 * 3_600),
      users: [.fixture(1, before: nil), .fixture(2, before: low), moved, lowered, gone],
      behaviors: [Difference(before: nil, after: .fixture("high_dlp", name: "DLP"))],
      integrations: []
    )
  }()
}

extension UserDifference {
  /// A user of the team who stood otherwise before.
  fileprivate static func fixture(_ number: Int, before: Standing?) -> UserDifference {
    let user = Fixture.team.users.first { $0.id == .fixture(number) }
    return UserDifference(
      id: .fixture(number),
      name: user?.name ?? "user \(number)",
      email: user?.email ?? "",
      before: before,
      after: user.map(Standing.init)
    )
  }
}

extension Desk {
  /// What the journal is asked now; nil for nothing.
  var question: NewsWatch.Question? { dashboard.news.question(dashboard.account) }

  /// Answers what the journal is asked now.
  mutating func tell(_ changes: AccountChanges, resetHere: Set<UserID> = []) {
    guard let question else { return }
    send(.newsFound(question, AccountNews(changes, resetHere: resetHere)))
  }

  fileprivate var topLine: Substring { text.prefix { $0 != "\n" } }

  /// The row of a user of the team.
  fileprivate func line(of number: Int) -> Substring {
    text.split(separator: "\n").first { $0.contains(" user\(number)@") } ?? ""
  }
}
