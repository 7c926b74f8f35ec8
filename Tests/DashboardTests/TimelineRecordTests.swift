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
    let desk = Desk.withRecord()
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
    let places = rows.map { desk.row(of: $0) }
    #expect(!places.contains(-1), "\(zip(rows, places).filter { $1 == -1 })\n\(desk.text)")
    #expect(places == places.sorted())
    // That events came is told by the events.
    #expect(
      desk.dashboard.timeline.rows.count { if case .change = $0 { true } else { false } } == 4
    )
    #expect(desk.text.contains(" 6 events + 2 gone, 6 behaviors"))
    #expect(desk.text.contains(" 6 events + 2 gone ─"))
    #expect(desk.dashboard.timeline.selection == "a1")
    expectStraight(desk)
  }

  @Test func `an event that the account gives again is no longer gone`() {
    var desk = Desk.withRecord()
    var risk = UserRisk.dana
    risk.events.append(.fixture("old1", name: "Token stolen", age: 5_400))
    desk.receive(risk, of: .fixture(1), after: 60)
    #expect(desk.text.contains("7 events + 1 gone"))
    #expect(!desk.text.contains("gone · Token stolen"))

    // And one that it stops giving stays selected where it stands.
    desk.press("2", "j", "j", "j", "j")
    let selected = desk.dashboard.timeline.selection
    #expect(selected == "a2")
    desk.send(
      .recordFound(
        .fixture(1),
        UserRecord(
          events: risk.events.map { KeptEvent($0, .gone(Desk.now)) }
        )
      )
    )
    desk.receive(UserRisk(name: "Dana", email: "", events: []), of: .fixture(1), after: 120)
    #expect(desk.dashboard.timeline.selection == "a2")
    #expect(desk.text.contains("0 events + 7 gone"))
  }

  @Test func `enter opens a gone event and says since when it is gone`() {
    var desk = Desk.withRecord()
    desk.press("2", "G")
    for _ in 0..<12 where desk.dashboard.timeline.selection != "old1" { desk.press("k") }
    desk.press("Enter")
    #expect(desk.text.contains("gone since 2026-06-18 10:22:00"))
    #expect(desk.text.contains("Token stolen"))
    #expect(
      desk.press("y").contains { effect in
        if case .terminal(.copy(let text)) = effect {
          text.string.contains("(no longer in the account)")
        } else {
          false
        }
      }
    )
    desk.press("Esc")
    for _ in 0..<12 where desk.dashboard.timeline.selection != "old2" { desk.press("j") }
    desk.press("Enter")
    #expect(desk.text.contains("gone, saved before the reset of 2026-06-18 10:21:00"))
    expectStraight(desk)
  }

  @Test(arguments: [Size(columns: 80, rows: 24), Size(columns: 120, rows: 36)])
  func `every entry opens and is readable whole`(size: Size) {
    let note = String(repeating: "called the user, who was on a train; ", count: 20) + "the end"
    let author = "ana.maria.of.the.night.shift@a-jump-host-with-a-long-name.example"
    var desk = Desk.withRecord()
    desk.send(.input(.resized(size), Desk.now))
    var record = desk.dashboard.account.record(of: .fixture(1)) ?? UserRecord()
    record.writes[0].intent.note = note
    record.writes[0].intent.operator = author
    record.writes[0].outcome?.ray = "8f0a1b2c3d4e5f60-LIS"
    desk.send(.recordFound(.fixture(1), record))
    desk.send(
      .assessmentsFound(
        .fixture(1),
        [CaseNote(user: .fixture(1), verdict: .benign, note: note, author: author, at: Desk.now)]
      )
    )
    desk.press("2", "z", "g")
    // A word may be broken where a line ends.
    func letters(_ text: String) -> String { text.filter { !" │\n".contains($0) } }
    for word in ["verdict", "back", "left", "reset"] {
      for _ in 0..<20 where desk.selectedWord != word { desk.press("j") }
      #expect(desk.selectedWord == word)
      desk.press("Enter")
      #expect(desk.dashboard.timeline.opened != nil)
      var read = desk.text
      for _ in 0..<3 {
        desk.press("PageDown")
        read += desk.text
      }
      if word == "verdict" || word == "reset" {
        #expect(letters(read).contains(letters(note)))
        #expect(letters(read).contains(author))
      }
      if word == "reset" { #expect(read.contains("8f0a1b2c3d4e5f60-LIS")) }
      expectStraight(desk)
      let copied = desk.press("y")
      #expect(copied.contains { if case .terminal(.copy) = $0 { true } else { false } })
      desk.press("Esc")
      #expect(desk.dashboard.timeline.opened == nil)
    }
  }

  @Test func `every line can be selected`() {
    var desk = Desk.withRecord()
    desk.press("2", "g", "j")
    #expect(desk.line(with: "back ").contains("▌"))
    #expect(desk.dashboard.timeline.selection == nil)
    #expect(
      desk.press("y") == [.terminal(.copy("at risk again, LOW, 1 event"))]
    )
    desk.press("j", "j")
    #expect(
      desk.press("y") == [
        .terminal(.copy("done; reason: remediated; note: ticket 7; by ana@laptop"))
      ]
    )

    // What comes above moves the selection onto nothing else.
    desk.send(
      .assessmentsFound(
        .fixture(1),
        [
          CaseNote(
            user: .fixture(1),
            verdict: .benign,
            note: "",
            author: "ana@laptop",
            at: Desk.now
          )
        ]
      )
    )
    #expect(desk.line(with: "reset   done").contains("▌"))
  }

  @Test func `the filter is for events, gone or not`() {
    var desk = Desk.withRecord()
    desk.press("2", "/")
    desk.type("stolen")
    #expect(desk.text.contains("gone · Token stolen"))
    #expect(desk.text.contains("1 of 6 events + 2 gone"))
    #expect(!desk.text.contains("no longer at risk, was"))
    #expect(desk.dashboard.timeline.selection == "old1")
  }

  @Test func `e exports since when events are gone`() {
    let desk = Desk.withRecord()
    guard case .listedEvents(let rows)? = desk.dashboard.export(of: .timeline) else {
      Issue.record("gone events are not told from others")
      return
    }
    #expect(rows.count == 8)
    #expect(rows.filter { $0.goneAt != nil }.map(\.event.id) == ["old1", "old2"])
    guard case .events? = Desk.loaded().dashboard.export(of: .timeline) else {
      Issue.record("without gone events the export has the API's own fields")
      return
    }
  }

  @Test func `a user whom the account knows no longer shows what is kept, and it is said`() {
    var desk = Desk.withPast()
    desk.press("G", "k", "Enter")
    desk.send(.userFetched(.fixture(902), .failure(.notFound(APIError.Reply(status: 404)))))
    #expect(desk.text.contains("this machine has no data about this user"))

    desk.send(.recordFound(.fixture(902), .omar))
    #expect(!desk.text.contains("this machine has no data about this user"))
    #expect(desk.text.contains("not found: saved data only"))
    #expect(desk.text.contains("2 Timeline · Omar Past"))
    #expect(desk.text.contains("gone · Token stolen"))
    #expect(desk.text.contains("LOW  user902@acme.example"))
    #expect(desk.text.contains("left the list 16 Jun"))
    expectStraight(desk)
  }

  @Test func `a past user of an earlier run is named though the list does not show them`() {
    var desk = Desk.withPast()
    desk.press("G", "k", "Enter")
    desk.send(.recordFound(.fixture(902), .omar))
    desk.press("1", "p")
    // Hidden, but the timeline goes on about the same person.
    #expect(desk.text.contains("2 Timeline · Omar Past"))
  }

  @Test func `the record is asked for again when the row or the page changed, not otherwise`() {
    var desk = Desk.loaded()
    let first = desk.recordVersions
    #expect(first.count == 1)
    desk.receive(.team, after: 60)
    #expect(desk.recordVersions == first)
    desk.receive(.team.without(0), after: 120)
    let second = desk.recordVersions
    #expect(second != first)
    desk.receive(.dana, of: .fixture(1), after: 120)
    #expect(desk.recordVersions != second)
  }

  @Test func `a record of somebody else is not shown`() {
    var desk = Desk.withRecord()
    desk.press("1", "j", "Enter")
    #expect(!desk.text.contains("Token stolen"))
    #expect(!desk.text.contains("first seen by this machine"))
    desk.send(.recordFound(.fixture(1), .dana))
    #expect(!desk.text.contains("Token stolen"))
    #expect(desk.text.contains("2 Timeline · Kenji"))
  }

  @Test func `a long record scrolls to both ends, without any event`() {
    var desk = Desk.loaded(size: .small)
    desk.receive(UserRisk(name: "Dana", email: "", events: []), of: .fixture(1))
    let changes = (0..<60).map { number in
      StandingChange(
        at: Desk.now.addingTimeInterval(Double(number - 60) * 3_600),
        kind: number == 0 ? .seen : .raised,
        before: Standing(level: .low, eventCount: number, lastEvent: nil),
        after: Standing(level: .high, eventCount: number + 1, lastEvent: nil)
      )
    }
    desk.send(.recordFound(.fixture(1), UserRecord(changes: changes)))
    desk.press("2", "G")
    #expect(desk.text.contains("first seen by this machine, HIGH, 1 event"))
    desk.press("g")
    #expect(desk.text.contains("LOW to HIGH, 60 events"))
    #expect(desk.text.contains(" Today"))
  }

  @Test(arguments: HostileText.all, [Size.tiny, .small, .wide])
  func `hostile records stay in their columns`(hostile: HostileText, size: Size) {
    var desk = Desk.loaded(size: size)
    let event = RiskEvent(
      id: hostile.text,
      name: hostile.text,
      riskLevel: .other(hostile.text),
      timestamp: Desk.now,
      details: .string(hostile.text)
    )
    var write = AuditEntry.done
    write.intent.action = hostile.text
    write.intent.reason = hostile.text
    write.intent.note = hostile.text
    write.intent.operator = hostile.text
    let standing = Standing(level: .other(hostile.text), eventCount: .max, lastEvent: nil)
    desk.send(
      .recordFound(
        .fixture(1),
        UserRecord(
          events: [KeptEvent(event, .gone(.distantFuture))],
          changes: [
            StandingChange(at: .distantPast, kind: .raised, before: standing, after: standing),
            StandingChange(at: Desk.now, kind: .left, before: standing),
          ],
          writes: [write]
        )
      )
    )
    desk.press("2")
    for _ in 0..<10 {
      desk.press("j")
      expectStraight(desk)
    }
    for _ in 0..<10 where desk.dashboard.timeline.selection != hostile.text { desk.press("k") }
    desk.press("Enter")
    expectStraight(desk)
  }
}

// MARK: Fixtures

extension UserRecord {
  /// Dana was reset at 10:21, was gone at 10:22 and is back since 10:31.
  static let dana: UserRecord = {
    func standing(_ level: RiskLevel, _ events: Int) -> Standing {
      Standing(level: level, eventCount: events, lastEvent: Desk.now)
    }
    let moments: [HistoryMoment<Standing>] = [
      HistoryMoment(at: Desk.ago(26 * 3_600 - 2 * 3_600), value: standing(.medium, 2)),
      HistoryMoment(at: Desk.ago(20_000), value: standing(.medium, 4)),
      HistoryMoment(at: Desk.ago(7_200), value: standing(.high, 6)),
      HistoryMoment(at: Desk.ago(1_152), value: nil),
      HistoryMoment(at: Desk.ago(612), value: standing(.low, 1)),
    ]
    return UserRecord(
      seen: nil,
      events: [
        KeptEvent(
          .fixture("old1", name: "Token stolen", level: .high, age: 5_400),
          .gone(Desk.ago(1_152))
        ),
        KeptEvent(
          .fixture("old2", name: "Token lost", level: .low, age: 90_000),
          .reset(Desk.ago(1_212))
        ),
        KeptEvent(.fixture("a1", age: 180), .reset(Desk.ago(1_212))),
      ],
      changes: StandingChange.list(moments, of: .fixture(1)),
      writes: [.done]
    )
  }()

  /// Omar left two days ago.
  static let omar: UserRecord = {
    let user = [PastUser].three[1]
    return UserRecord(
      seen: SeenUser(user: user.user, isGone: true),
      events: [KeptEvent(.fixture("old1", name: "Token stolen"), .gone(user.goneAt))],
      changes: StandingChange.list(
        [
          HistoryMoment(at: Desk.ago(400_000), value: Standing(user.user)),
          HistoryMoment(at: user.goneAt, value: nil),
        ],
        of: user.id
      )
    )
  }()
}

extension AuditEntry {
  /// A reset at 10:21.
  fileprivate static let done = AuditEntry(
    id: AuditID(line: 7),
    intent: AuditIntent(
      time: Desk.ago(1_212),
      account: "a",
      operator: "ana@laptop",
      action: "reset",
      target: UserID.fixture(1).rawValue,
      reason: "remediated",
      note: "ticket 7"
    ),
    outcome: AuditOutcome(time: Desk.ago(1_211), result: .done)
  )
}

extension Desk {
  static func ago(_ seconds: TimeInterval) -> Date { now.addingTimeInterval(-seconds) }

  /// Everything on the screen, Dana's record included.
  static func withRecord(size: Size = Size(columns: 120, rows: 50)) -> Desk {
    var desk = Desk.loaded(size: size)
    desk.send(.recordFound(.fixture(1), .dana))
    return desk
  }

  fileprivate var recordVersions: [Subscription] {
    dashboard.subscriptions.filter { if case .record = $0 { true } else { false } }
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

extension Desk {
  /// What the selected entry of the timeline is, where it is no event.
  fileprivate var selectedWord: String? {
    dashboard.timeline.selectedRecord(in: dashboard.context(for: .timeline))?.word.string
  }
}
