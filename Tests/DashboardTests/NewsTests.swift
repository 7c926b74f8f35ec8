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
        "1 new · 1 raised · 1 lowered · 1 no longer at risk · 1 behavior since "
      )
    )
    #expect(desk.topLine.contains("23:41"))
  }

  @Test(arguments: [(120, " 5 changes since 17 Jun 23:41 (=) "), (80, " 5 changes (=) ")])
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

    #expect(desk.topLine.contains("behavior since 09:41 (=)"))
  }

  @Test func `= and m clear the marks, count anew and remember it`() {
    var desk = Desk.loaded(size: .large)
    desk.press("z")
    desk.tell(.night)

    #expect(desk.press("=", "m") == [.markSeen(upTo: 7)])
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
    #expect(!desk.topLine.contains("no longer at risk"))
    desk.press("=")
    #expect(desk.text.contains("reset by you"))
  }

  @Test(arguments: [(120, true), (110, false)])
  func `news stands beside the verdict, and in its place only where there is no room`(
    columns: Int,
    hasRoom: Bool
  ) {
    var desk = Desk.loaded(size: Size(columns: columns, rows: 36))
    let verdict = CaseNote(
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

  @Test func `who was reset and is back says so before anything else`() throws {
    var desk = Desk.loaded(size: .large)
    desk.press("z")
    var night = AccountChanges.night
    night.users[1].isBack = true
    desk.tell(night)
    #expect(desk.line(of: 2).contains(" back "))
    #expect(desk.topLine.contains("1 back · 1 new · 1 lowered"))
    desk.press("=")
    let first = try #require(desk.text.split(separator: "\n").first { $0.contains("▌  back") })
    #expect(first.contains("▌  back     HIGH    Kenji Watanabe"))
    #expect(first.contains("after a reset · was LOW · +8 events"))
    #expect(desk.text.contains("1 back · 1 new · 1 with new events"))
  }

  @Test func `a narrow list says it before the name`() {
    var desk = Desk.loaded(size: Size(columns: 45, rows: 24))
    var night = AccountChanges.night
    night.users[1].isBack = true
    desk.tell(night)
    #expect(desk.text.contains("back · Kenji"))
  }

  @Test func `who leaves and comes back while the dashboard runs is back, not new`() {
    var desk = Desk.loaded(size: .large)
    desk.press("z")
    let kenji = Fixture.team.users[1]
    var without = Fixture.team
    without.users.remove(at: 1)
    desk.receive(without, after: 60)
    desk.receive(.team, after: 120)
    #expect(desk.notice.hasPrefix("\(kenji.name) back at HIGH"))
    #expect(desk.line(of: 2).contains(" back "))
    // New events do not hide it.
    var more = Fixture.team
    more.users[1].eventCount += 3
    desk.receive(more, after: 180)
    #expect(desk.line(of: 2).contains(" back "))
  }

  @Test func `the journal corrects who was called new and was here before`() {
    var desk = Desk.loaded(size: .large)
    var more = Fixture.team
    more.users.append(.fixture(77))
    desk.receive(more, after: 60)
    #expect(desk.notice.contains("new at"))
    var back = UserDifference(id: .fixture(77), name: "", email: "", after: nil)
    back.after = Standing(RiskUser.fixture(77))
    back.isBack = true
    desk.tell(
      AccountChanges(
        since: Desk.now,
        observation: 9,
        users: [back],
        behaviors: [],
        integrations: []
      )
    )
    #expect(desk.notice.contains("back at"))
  }

  @Test func `opening a user ticks their change off, and no other`() throws {
    var desk = Desk.loaded(size: .large)
    desk.press("z")
    desk.tell(.night)
    desk.press("j")
    #expect(desk.selectedName == "Kenji Watanabe")
    // Passing by is not reading.
    desk.send(.selectionRested(.fixture(2)))
    #expect(desk.line(of: 2).contains(" ▲ "))

    let effects = desk.press("Enter")
    #expect(effects.contains(.markRead(.user(.fixture(2)), upTo: 7)))
    desk.press("1")
    #expect(!desk.line(of: 2).contains(" ▲ "))
    #expect(desk.line(of: 1).contains(" new "))
    #expect(!desk.topLine.contains("raised"))
    // An answer to what was asked before is late; the next one is asked once the tick is on disk.
    #expect(desk.question == nil)
    desk.send(.seenMarked)
    #expect(desk.question != nil)
    // Reading it once more is no news.
    #expect(!desk.press("Enter").contains { if case .markRead = $0 { true } else { false } })
  }

  @Test func `= goes on where one left it`() throws {
    var desk = Desk.loaded(size: .large)
    desk.tell(.night)
    desk.press("=", "j", "Esc", "=")
    #expect(desk.text.contains("▌  new"))
    #expect(desk.press("Enter").contains(.markRead(.user(.fixture(1)), upTo: 7)))
    desk.press("=")
    #expect(desk.text.contains("▌  events"))
    #expect(desk.text.contains(" ✓ new"))
    #expect(desk.text.contains("1 raised · 1 with new events"))
    #expect(desk.text.contains(" · 1 opened"))
    // The last one leads back to the first that is left.
    desk.press("G", "Enter", "=")
    #expect(desk.text.contains("▌  raised"))
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
      observation: 7,
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
