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
    var driver = DashboardDriver.loaded(size: .large)
    driver.press("z")
    #expect(!driver.topLine.contains(" since "))
    driver.tell(.night)

    #expect(driver.line(of: 1).contains(" new "))
    #expect(driver.line(of: 2).contains(" ▲ "))
    #expect(driver.line(of: 3).contains(" + "))
    #expect(!driver.line(of: 4).contains(" new "))
    #expect(
      driver.topLine.contains(
        "1 new · 1 raised · 1 lowered · 1 no longer at risk · 1 behavior since "
      )
    )
    #expect(driver.topLine.contains("23:41"))
  }

  @Test(arguments: [(120, " 5 changes since 17 Jun 23:41 (=) "), (80, " 5 changes (=) ")])
  func `a narrow top line still says that something changed`(columns: Int, words: String) {
    var driver = DashboardDriver.loaded(size: Size(columns: columns, rows: 24))
    driver.tell(.night)

    #expect(driver.topLine.contains(words))
  }

  @Test func `a moment of today stands without its day`() {
    var driver = DashboardDriver.loaded(size: .large)
    driver.press("z")
    var changes = AccountChanges.night
    changes.since = DashboardDriver.now.addingTimeInterval(-3_600)
    driver.tell(changes)

    #expect(driver.topLine.contains("behavior since 09:41 (=)"))
  }

  @Test func `= and m clear the marks, count anew and remember it`() {
    var driver = DashboardDriver.loaded(size: .large)
    driver.press("z")
    driver.tell(.night)

    #expect(driver.press("=", "m") == [.markSeen(upTo: 7)])
    #expect(!driver.topLine.contains(" since "))
    #expect(!driver.line(of: 1).contains(" new "))
    #expect(!driver.line(of: 2).contains("▲"))

    var later = Fixture.team
    later.users[3].maxRiskLevel = .high
    driver.send(.seenMarked)
    driver.receive(later, after: 60)
    #expect(driver.topLine.contains("1 raised since 10:41"))
  }

  @Test func `an answer from before all was seen does not bring old news back`() throws {
    var driver = DashboardDriver.loaded(size: .large)
    let asked = try #require(driver.question)
    driver.press("=", "m")
    #expect(driver.question == nil)
    driver.send(.newsFound(asked, .night))
    driver.send(.seenMarked)
    driver.send(.newsFound(asked, .night))

    #expect(!driver.topLine.contains(" since "))
    #expect(driver.question != nil)
    #expect(driver.question != asked)
  }

  @Test func `each answer of the account asks the journal anew`() {
    var driver = DashboardDriver(size: .large)
    #expect(driver.question == nil)

    driver.receive(.team)
    let first = driver.question
    #expect(first != nil)
    driver.receive(.team, after: 60)
    #expect(driver.question != first)
    driver.tell(.night)
    #expect(driver.topLine.contains("1 lowered"))
  }

  @Test func `who was reset from here is not counted as gone`() {
    var driver = DashboardDriver.loaded(size: .large)
    driver.tell(.night, resetHere: [.fixture(77)])

    #expect(driver.topLine.contains("1 lowered"))
    #expect(!driver.topLine.contains("no longer at risk"))
    driver.press("=")
    #expect(driver.text.contains("reset by you"))
  }

  @Test(arguments: [(120, true), (110, false)])
  func `news stands beside the verdict, and in its place only where there is no room`(
    columns: Int,
    hasRoom: Bool
  ) {
    var driver = DashboardDriver.loaded(size: Size(columns: columns, rows: 36))
    let verdict = CaseNote(
      user: .fixture(2),
      verdict: .benign,
      note: "",
      author: "ana@laptop",
      at: DashboardDriver.now
    )
    driver.send(.verdictsFound([.fixture(2): verdict]))
    driver.tell(.night)
    func kenji() -> Substring {
      driver.text.split(separator: "\n").first { $0.contains("Kenji") } ?? ""
    }
    #expect(kenji().contains(" ▲ "))
    #expect(kenji().contains(" ben ") == hasRoom)

    driver.press("=", "m")
    #expect(!kenji().contains(" ▲ "))
    #expect(kenji().contains(" ben "))
  }

  @Test func `who was reset and is back says so before anything else`() throws {
    var driver = DashboardDriver.loaded(size: .large)
    driver.press("z")
    var night = AccountChanges.night
    night.users[1].isBack = true
    driver.tell(night)
    #expect(driver.line(of: 2).contains(" back "))
    #expect(driver.topLine.contains("1 back · 1 new · 1 lowered"))
    driver.press("=")
    let first = try #require(driver.text.split(separator: "\n").first { $0.contains("▌  back") })
    #expect(first.contains("▌  back     HIGH    Kenji Watanabe"))
    #expect(first.contains("after a reset · was LOW · +8 events"))
    #expect(driver.text.contains("1 back · 1 new · 1 with new events"))
  }

  @Test func `a narrow list says it before the name`() {
    var driver = DashboardDriver.loaded(size: Size(columns: 45, rows: 24))
    var night = AccountChanges.night
    night.users[1].isBack = true
    driver.tell(night)
    #expect(driver.text.contains("back · Kenji"))
  }

  @Test func `who leaves and comes back while the dashboard runs is back, not new`() {
    var driver = DashboardDriver.loaded(size: .large)
    driver.press("z")
    let kenji = Fixture.team.users[1]
    var without = Fixture.team
    without.users.remove(at: 1)
    driver.receive(without, after: 60)
    driver.receive(.team, after: 120)
    #expect(driver.notice.hasPrefix("\(kenji.name) back at HIGH"))
    #expect(driver.line(of: 2).contains(" back "))
    // New events do not hide it.
    var more = Fixture.team
    more.users[1].eventCount += 3
    driver.receive(more, after: 180)
    #expect(driver.line(of: 2).contains(" back "))
  }

  @Test func `the journal corrects who was called new and was here before`() {
    var driver = DashboardDriver.loaded(size: .large)
    var more = Fixture.team
    more.users.append(.fixture(77))
    driver.receive(more, after: 60)
    #expect(driver.notice.contains("new at"))
    let back = Change(UserSummary.fixture(77), before: nil, isBack: true)
    driver.tell(
      AccountChanges(
        since: DashboardDriver.now,
        observation: 9,
        users: [back],
        behaviors: [],
        integrations: []
      )
    )
    #expect(driver.notice.contains("back at"))
  }

  @Test func `opening a user ticks their change off, and no other`() throws {
    var driver = DashboardDriver.loaded(size: .large)
    driver.press("z")
    driver.tell(.night)
    driver.press("j")
    #expect(driver.selectedName == "Kenji Watanabe")
    // Passing by is not reading.
    driver.send(.selectionRested(.fixture(2)))
    #expect(driver.line(of: 2).contains(" ▲ "))

    let effects = driver.press("Enter")
    #expect(effects.contains(.markRead(.user(.fixture(2)), upTo: 7)))
    driver.press("1")
    #expect(!driver.line(of: 2).contains(" ▲ "))
    #expect(driver.line(of: 1).contains(" new "))
    #expect(!driver.topLine.contains("raised"))
    // An answer to what was asked before is late; the next one is asked once the tick is on disk.
    #expect(driver.question == nil)
    driver.send(.seenMarked)
    #expect(driver.question != nil)
    // Reading it once more is no news.
    #expect(!driver.press("Enter").contains { if case .markRead = $0 { true } else { false } })
  }

  @Test func `= goes on where one left it`() throws {
    var driver = DashboardDriver.loaded(size: .large)
    driver.tell(.night)
    driver.press("=", "j", "Esc", "=")
    #expect(driver.text.contains("▌  new"))
    #expect(driver.press("Enter").contains(.markRead(.user(.fixture(1)), upTo: 7)))
    driver.press("=")
    #expect(driver.text.contains("▌  events"))
    #expect(driver.text.contains(" ✓ new"))
    #expect(driver.text.contains("1 raised · 1 with new events"))
    #expect(driver.text.contains(" · 1 opened"))
    // The last one leads back to the first that is left.
    driver.press("G", "Enter", "=")
    #expect(driver.text.contains("▌  raised"))
  }
}

extension AccountChanges {
  /// Twelve hours away: each kind of change once.
  static let night: AccountChanges = {
    var user = UserSummary.fixture(77).with(.low, eventCount: 1)
    user.name = "user 77"
    let gone = Change(user, before: user, isGone: true)
    let third = Fixture.team.users[2]
    var earlier = third
    earlier.eventCount -= 1
    return AccountChanges(
      since: DashboardDriver.now.addingTimeInterval(-11 * 3_600),
      observation: 7,
      users: [
        .fixture(1, wasAt: nil), .fixture(2, wasAt: .low), Change(third, before: earlier),
        .lowered, gone,
      ],
      behaviors: [Change(.fixture("high_dlp", name: "DLP"), before: nil)],
      integrations: []
    )
  }()
}

extension Change<UserSummary> {
  /// A user of the team who had one event at some level; nil is that they were not there.
  fileprivate static func fixture(_ number: Int, wasAt level: RiskLevel?) -> Change<UserSummary> {
    let user = Fixture.team.users.first { $0.id == .fixture(number) } ?? .fixture(number)
    return Change(user, before: level.map { user.with($0, eventCount: 1) })
  }

  fileprivate static let lowered: Change<UserSummary> = {
    let user = Fixture.team.users[4]
    return Change(user.with(.low, eventCount: 1), before: user.with(.high, eventCount: 1))
  }()
}

extension UserSummary {
  fileprivate func with(_ level: RiskLevel, eventCount: Int) -> UserSummary {
    var user = self
    (user.maxRiskLevel, user.eventCount, user.lastEvent) = (level, eventCount, nil)
    return user
  }
}

extension DashboardDriver {
  /// What the journal is asked now; nil for nothing.
  var question: NewsWatch.Question? { dashboard.news.question(dashboard.account) }

  /// Answers what the journal is asked now.
  mutating func tell(_ changes: AccountChanges, resetHere: Set<UserID> = []) {
    guard let question else {
      Issue.record("the journal is asked nothing")
      return
    }
    var changes = changes
    changes.resetHere = resetHere
    send(.newsFound(question, changes))
  }

  fileprivate var topLine: Substring { text.prefix { $0 != "\n" } }

  /// The row of a user of the team.
  fileprivate func line(of number: Int) -> Substring {
    text.split(separator: "\n").first { $0.contains(" user\(number)@") } ?? ""
  }
}
