import Foundation
import RiskAPI
import RiskServices
import RiskStore
import TerminalUI
import Testing

@testable import Dashboard

/// What is kept of a user, among the events that the account gives.
struct TimelineRecordTests {
  @Test func `events no longer given, changes and resets stand at their times`() {
    let driver = DashboardDriver.withRecord()
    let rows = [
      "10:31  back    at risk again, LOW, 1 event",
      "10:22  left    no longer at risk, was HIGH, 6 events",
      "10:21  reset   done; reason: remediated; note: tic",
      "10:12  MEDIUM  High number of DLP",
      "09:11  HIGH    gone · Token stolen",
      "08:41  raised  MEDIUM to HIGH, 6 events",
      "14:41  LOW     High-risk domain",
      "10:41  seen    first seen by this machine, MEDIUM, ",
    ]
    let places = rows.map { driver.row(of: $0) }
    #expect(!places.contains(-1), "\(zip(rows, places).filter { $1 == -1 })\n\(driver.text)")
    #expect(places == places.sorted())
    // That events came is told by the events.
    #expect(
      driver.dashboard.timeline.rows.count { if case .change = $0 { true } else { false } } == 4
    )
    #expect(driver.text.contains(" 6 events + 2 gone, 6 behaviors"))
    #expect(driver.text.contains(" 6 events + 2 gone ─"))
    #expect(driver.dashboard.timeline.selection == "a1")
    expectStraight(driver)
  }

  @Test func `an event that the account gives again is no longer gone`() {
    var driver = DashboardDriver.withRecord()
    var risk = UserDetail.dana
    risk.events.append(.fixture("old1", name: "Token stolen", age: 5_400))
    driver.receive(risk, of: .fixture(1), after: 60)
    #expect(driver.text.contains("7 events + 1 gone"))
    #expect(!driver.text.contains("gone · Token stolen"))

    // And one that it stops giving stays selected where it stands.
    driver.press("2", "j", "j", "j", "j")
    let selected = driver.dashboard.timeline.selection
    #expect(selected == "a2")
    driver.send(
      .recordFound(
        .fixture(1),
        UserRecord(
          events: risk.events.map { ArchivedEvent($0, .gone(DashboardDriver.now)) }
        )
      )
    )
    driver.receive(UserDetail(name: "Dana", email: "", events: []), of: .fixture(1), after: 120)
    #expect(driver.dashboard.timeline.selection == "a2")
    #expect(driver.text.contains("0 events + 7 gone"))
  }

  @Test func `enter opens a gone event and says since when it is gone`() {
    var driver = DashboardDriver.withRecord()
    driver.press("2", "G")
    for _ in 0..<12 where driver.dashboard.timeline.selection != "old1" { driver.press("k") }
    driver.press("Enter")
    #expect(driver.text.contains("gone since 2026-06-18 10:22:00"))
    #expect(driver.text.contains("Token stolen"))
    #expect(
      driver.press("y").contains { effect in
        if case .terminal(.copy(let text)) = effect {
          text.string.contains("(no longer in the account)")
        } else {
          false
        }
      }
    )
    driver.press("Esc")
    for _ in 0..<12 where driver.dashboard.timeline.selection != "old2" { driver.press("j") }
    driver.press("Enter")
    #expect(driver.text.contains("gone, saved before the reset of 2026-06-18 10:21:00"))
    expectStraight(driver)
  }

  @Test(arguments: [Size(columns: 80, rows: 24), Size(columns: 120, rows: 36)])
  func `every entry opens and is readable whole`(size: Size) {
    let note = String(repeating: "called the user, who was on a train; ", count: 20) + "the end"
    let author = "ana.maria.of.the.night.shift@a-jump-host-with-a-long-name.example"
    var driver = DashboardDriver.withRecord()
    driver.send(.input(.resized(size), DashboardDriver.now))
    var record = driver.dashboard.account.record(of: .fixture(1)) ?? UserRecord()
    record.writes[0].intent.note = note
    record.writes[0].operator = author
    record.writes[0].outcome?.ray = "8f0a1b2c3d4e5f60-LIS"
    driver.send(.recordFound(.fixture(1), record))
    driver.send(
      .assessmentsFound(
        .fixture(1),
        [
          CaseNote(
            user: .fixture(1),
            verdict: .benign,
            note: note,
            author: author,
            at: DashboardDriver.now
          )
        ]
      )
    )
    driver.press("2", "z", "g")
    // A word may be broken where a line ends.
    func letters(_ text: String) -> String { text.filter { !" │\n".contains($0) } }
    for word in ["verdict", "back", "left", "reset"] {
      for _ in 0..<20 where driver.selectedWord != word { driver.press("j") }
      #expect(driver.selectedWord == word)
      driver.press("Enter")
      #expect(driver.dashboard.timeline.opened != nil)
      var read = driver.text
      for _ in 0..<3 {
        driver.press("PageDown")
        read += driver.text
      }
      if word == "verdict" || word == "reset" {
        #expect(letters(read).contains(letters(note)))
        #expect(letters(read).contains(author))
      }
      if word == "reset" { #expect(read.contains("8f0a1b2c3d4e5f60-LIS")) }
      expectStraight(driver)
      let copied = driver.press("y")
      #expect(copied.contains { if case .terminal(.copy) = $0 { true } else { false } })
      driver.press("Esc")
      #expect(driver.dashboard.timeline.opened == nil)
    }
  }

  @Test func `every line can be selected`() {
    var driver = DashboardDriver.withRecord()
    driver.press("2", "g", "j")
    #expect(driver.line(with: "back ").contains("▌"))
    #expect(driver.dashboard.timeline.selection == nil)
    #expect(
      driver.press("y") == [.terminal(.copy("at risk again, LOW, 1 event"))]
    )
    driver.press("j", "j")
    #expect(
      driver.press("y") == [
        .terminal(.copy("done; reason: remediated; note: ticket 7; by ana@laptop"))
      ]
    )

    // What comes above moves the selection onto nothing else.
    driver.send(
      .assessmentsFound(
        .fixture(1),
        [
          CaseNote(
            user: .fixture(1),
            verdict: .benign,
            note: "",
            author: "ana@laptop",
            at: DashboardDriver.now
          )
        ]
      )
    )
    #expect(driver.line(with: "reset   done").contains("▌"))
  }

  @Test func `the filter is for events, gone or not`() {
    var driver = DashboardDriver.withRecord()
    driver.press("2", "/")
    driver.type("stolen")
    #expect(driver.text.contains("gone · Token stolen"))
    #expect(driver.text.contains("1 of 6 events + 2 gone"))
    #expect(!driver.text.contains("no longer at risk, was"))
    #expect(driver.dashboard.timeline.selection == "old1")
  }

  @Test func `e exports since when events are gone`() {
    let driver = DashboardDriver.withRecord()
    guard case .listedEvents(let rows)? = driver.export(of: .timeline) else {
      Issue.record("gone events are not told from others")
      return
    }
    #expect(rows.count == 8)
    #expect(rows.filter { $0.goneAt != nil }.map(\.event.id) == ["old1", "old2"])
    guard case .events? = DashboardDriver.loaded().export(of: .timeline) else {
      Issue.record("without gone events the export has the API's own fields")
      return
    }
  }

  @Test func `a user whom the account knows no longer shows what is kept, and it is said`() {
    var driver = DashboardDriver.withPast()
    driver.press("G", "k", "Enter")
    driver.send(.userFetched(.fixture(902), .failure(.notFound(APIError.Reply(status: 404)))))
    #expect(driver.text.contains("this machine has no data about this user"))

    driver.send(.recordFound(.fixture(902), .omar))
    #expect(!driver.text.contains("this machine has no data about this user"))
    #expect(driver.text.contains("not found: saved data only"))
    #expect(driver.text.contains("2 Timeline · Omar Past"))
    #expect(driver.text.contains("gone · Token stolen"))
    #expect(driver.text.contains("LOW  user902@acme.example"))
    #expect(driver.text.contains("left the list 16 Jun"))
    expectStraight(driver)
  }

  @Test func `a past user of an earlier run is named though the list does not show them`() {
    var driver = DashboardDriver.withPast()
    driver.press("G", "k", "Enter")
    driver.send(.recordFound(.fixture(902), .omar))
    driver.press("1", "p")
    // Hidden, but the timeline goes on about the same person.
    #expect(driver.text.contains("2 Timeline · Omar Past"))
  }

  @Test func `the record is asked for again when the row or the page changed, not otherwise`() {
    var driver = DashboardDriver.loaded()
    let first = driver.recordVersions
    #expect(first.count == 1)
    driver.receive(.team, after: 60)
    #expect(driver.recordVersions == first)
    driver.receive(.team.without(0), after: 120)
    let second = driver.recordVersions
    #expect(second != first)
    driver.receive(.dana, of: .fixture(1), after: 120)
    #expect(driver.recordVersions != second)
  }

  @Test func `a record of somebody else is not shown`() {
    var driver = DashboardDriver.withRecord()
    driver.press("1", "j", "Enter")
    #expect(!driver.text.contains("Token stolen"))
    #expect(!driver.text.contains("first seen by this machine"))
    driver.send(.recordFound(.fixture(1), .dana))
    #expect(!driver.text.contains("Token stolen"))
    #expect(driver.text.contains("2 Timeline · Kenji"))
  }

  @Test func `a long record scrolls to both ends, without any event`() {
    var driver = DashboardDriver.loaded(size: .small)
    driver.receive(UserDetail(name: "Dana", email: "", events: []), of: .fixture(1))
    let changes = (0..<60).map { number in
      Change(
        RiskState(level: .high, eventCount: number + 1, lastEvent: nil),
        before: number == 0 ? nil : RiskState(level: .low, eventCount: number, lastEvent: nil),
        at: DashboardDriver.now.addingTimeInterval(Double(number - 60) * 3_600)
      )
    }
    driver.send(.recordFound(.fixture(1), UserRecord(changes: changes)))
    driver.press("2", "G")
    #expect(driver.text.contains("first seen by this machine, HIGH, 1 event"))
    driver.press("g")
    #expect(driver.text.contains("LOW to HIGH, 60 events"))
    #expect(driver.text.contains(" Today"))
  }

  @Test(arguments: HostileText.all, [Size.tiny, .small, .wide])
  func `hostile records stay in their columns`(hostile: HostileText, size: Size) {
    var driver = DashboardDriver.loaded(size: size)
    let event = RiskEvent(
      id: hostile.text,
      name: hostile.text,
      riskLevel: .other(hostile.text),
      timestamp: DashboardDriver.now,
      details: .string(hostile.text)
    )
    var write = AuditEntry.done
    write.intent.action = hostile.text
    write.intent.reason = hostile.text
    write.intent.note = hostile.text
    write.operator = hostile.text
    let standing = RiskState(level: .other(hostile.text), eventCount: .max, lastEvent: nil)
    driver.send(
      .recordFound(
        .fixture(1),
        UserRecord(
          events: [ArchivedEvent(event, .gone(.distantFuture))],
          changes: [
            Change(standing, before: standing, at: .distantPast),
            Change(standing, before: standing, isGone: true, at: DashboardDriver.now),
          ],
          writes: [write]
        )
      )
    )
    driver.press("2")
    for _ in 0..<10 {
      driver.press("j")
      expectStraight(driver)
    }
    for _ in 0..<10 where driver.dashboard.timeline.selection != hostile.text { driver.press("k") }
    driver.press("Enter")
    expectStraight(driver)
  }
}

// MARK: Fixtures

extension UserRecord {
  /// Dana was reset at 10:21, was gone at 10:22 and is back since 10:31.
  static let dana: UserRecord = {
    func standing(_ level: RiskLevel, _ events: Int) -> RiskState {
      RiskState(level: level, eventCount: events, lastEvent: DashboardDriver.now)
    }
    let moments: [HistoryMoment<RiskState>] = [
      HistoryMoment(at: DashboardDriver.ago(26 * 3_600 - 2 * 3_600), value: standing(.medium, 2)),
      HistoryMoment(at: DashboardDriver.ago(20_000), value: standing(.medium, 4)),
      HistoryMoment(at: DashboardDriver.ago(7_200), value: standing(.high, 6)),
      HistoryMoment(at: DashboardDriver.ago(1_152), value: nil),
      HistoryMoment(at: DashboardDriver.ago(612), value: standing(.low, 1)),
    ]
    return UserRecord(
      seen: nil,
      events: [
        ArchivedEvent(
          .fixture("old1", name: "Token stolen", level: .high, age: 5_400),
          .gone(DashboardDriver.ago(1_152))
        ),
        ArchivedEvent(
          .fixture("old2", name: "Token lost", level: .low, age: 90_000),
          .reset(DashboardDriver.ago(1_212))
        ),
        ArchivedEvent(.fixture("a1", age: 180), .reset(DashboardDriver.ago(1_212))),
      ],
      changes: Change.list(moments),
      writes: [.done]
    )
  }()

  /// Omar left two days ago.
  static let omar: UserRecord = {
    let user = [FormerUser].three[1]
    return UserRecord(
      seen: SeenUser(user: user.user, isGone: true),
      events: [ArchivedEvent(.fixture("old1", name: "Token stolen"), .gone(user.goneAt))],
      changes: Change.list(
        [
          HistoryMoment(at: DashboardDriver.ago(400_000), value: RiskState(user.user)),
          HistoryMoment(at: user.goneAt, value: nil),
        ]
      )
    )
  }()
}

extension AuditEntry {
  /// A reset at 10:21.
  fileprivate static let done = AuditEntry(
    id: AuditID(line: 7),
    time: DashboardDriver.ago(1_212),
    account: "a",
    operator: "ana@laptop",
    intent: AuditIntent(
      action: "reset",
      target: UserID.fixture(1).rawValue,
      reason: "remediated",
      note: "ticket 7"
    ),
    outcome: AuditOutcome(time: DashboardDriver.ago(1_211), result: .done)
  )
}

extension DashboardDriver {
  static func ago(_ seconds: TimeInterval) -> Date { now.addingTimeInterval(-seconds) }

  /// Everything on the screen, Dana's record included.
  static func withRecord(size: Size = Size(columns: 120, rows: 50)) -> DashboardDriver {
    var driver = DashboardDriver.loaded(size: size)
    driver.send(.recordFound(.fixture(1), .dana))
    return driver
  }

  fileprivate var recordVersions: [Query] {
    dashboard.queries.filter { if case .record = $0 { true } else { false } }
  }

  /// The row of the screen with some words; -1 for none.
  fileprivate func row(of words: String) -> Int {
    text.split(separator: "\n", omittingEmptySubsequences: false)
      .firstIndex { $0.contains(words) } ?? -1
  }

  /// The first line of the screen with some words, from the timeline's frame on.
  fileprivate func line(with words: String) -> String {
    text.split(separator: "\n").first { $0.contains(words) }
      .map { String($0.drop { $0 != "│" }.dropFirst().drop { $0 != "│" }) } ?? ""
  }
}

extension DashboardDriver {
  /// What the selected entry of the timeline is, where it is no event.
  fileprivate var selectedWord: String? {
    dashboard.timeline.selectedRecord(in: dashboard.context(for: .timeline))?.word.string
  }
}
