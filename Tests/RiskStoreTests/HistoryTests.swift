import Foundation
import GRDB
import RiskAPI
import TestSupport
import Testing

@testable import RiskStore

@Suite struct HistoryTests {
  let folder: TemporaryFolder
  let journal: Journal

  init() throws {
    folder = try TemporaryFolder()
    journal = try Journal.open(folder: folder.account, owner: .sample)
  }

  @Test func `a user's history has a row only when something changed`() async throws {
    let user = UserSummary.sample(1)
    #expect(try await journal.history.recordUsers(.of(user), at: .at(0)) == 1)
    #expect(try await journal.history.recordUsers(.of(user), at: .at(60)) == 0)
    #expect(
      try await journal.history.recordUsers(.of(.sample(1, level: .high, events: 3)), at: .at(120))
        == 1
    )
    #expect(try await journal.history.recordUsers(.of(), at: .at(180)) == 1)
    #expect(try await journal.history.recordUsers(.of(), at: .at(240)) == 0)
    #expect(
      try await journal.history.history(of: user.id).value == [
        HistoryMoment(at: .at(0), value: RiskState(user)),
        HistoryMoment(
          at: .at(120),
          value: RiskState(level: .high, eventCount: 3, lastEvent: .at(0))
        ),
        HistoryMoment(at: .at(180), value: nil),
      ]
    )
  }

  @Test func `a trend begins with what stood at its start`() async throws {
    let (user, other) = (UserSummary.sample(1), UserSummary.sample(2))
    try await journal.history.recordUsers(.of(user), at: .at(0))
    try await journal.history.recordUsers(.of(.sample(1, level: .high)), at: .at(120))
    try await journal.history.recordUsers(.of(other), at: .at(180))
    func times(since moment: Date) async throws -> [UserID: [Date]] {
      try await journal.history.trends(
        of: [user.id, other.id, UserSummary.sample(3).id],
        since: moment
      )
      .value.mapValues { $0.map(\.at) }
    }

    #expect(
      try await times(since: .at(-1)) == [
        user.id: [.at(0), .at(120), .at(180)], other.id: [.at(180)],
      ]
    )
    #expect(try await times(since: .at(119))[user.id] == [.at(0), .at(120), .at(180)])
    #expect(try await times(since: .at(121))[user.id] == [.at(120), .at(180)])
    #expect(
      try await times(since: .at(900)) == [user.id: [.at(180)], other.id: [.at(180)]]
    )
    #expect(
      try await journal.history.trends(of: [user.id], since: .at(900)).value[user.id]?.last?.value
        == nil
    )
  }

  @Test func `a user who left stays known and may come back`() async throws {
    try await journal.history.recordUsers(.of(.sample(1, level: .high), .sample(2)), at: .at(0))
    try await journal.history.recordUsers(.of(.sample(2)), at: .at(60))
    #expect(
      try await journal.history.formerUsers().value == [
        FormerUser(user: .sample(1, level: .high), goneAt: .at(60))
      ]
    )
    try await journal.history.recordUsers(.of(.sample(1), .sample(2)), at: .at(120))
    #expect(try await journal.history.formerUsers().value.isEmpty)
  }

  @Test func `a summary that is not whole makes nobody gone`() async throws {
    try await journal.history.recordUsers(.of(.sample(1), .sample(2)), at: .at(0))
    #expect(try await journal.history.recordUsers(.of(.sample(1), total: 2), at: .at(60)) == 0)
    #expect(try await journal.history.formerUsers().value.isEmpty)
  }

  @Test func `a new name is kept without a row of history`() async throws {
    try await journal.history.recordUsers(.of(.sample(1)), at: .at(0))
    #expect(try await journal.history.recordUsers(.of(.sample(1, name: "Ana")), at: .at(60)) == 0)
    try await journal.history.recordUsers(.of(), at: .at(120))
    #expect(try await journal.history.formerUsers().value.first?.user.name == "Ana")
  }

  @Test func `changes tell who is new, raised, lowered, gone or has new events`() async throws {
    let before = (0..<7).map { UserSummary.sample($0, level: .medium, events: 5) }
    try await journal.history.recordUsers(RiskSummary(users: before, totalCount: nil), at: .at(0))
    let mark = try await journal.sessionState.markSeen(at: .at(10))
    try await journal.history.recordUsers(
      .of(
        before[0],
        .sample(1, level: .high, events: 7),
        .sample(2, level: .low, events: 5),
        .sample(3, level: .medium, events: 6),
        .sample(4, level: .medium, events: 5, last: 9),
        .sample(5, level: .medium, events: 1),
        .sample(9, events: 2)
      ),
      at: .at(60)
    )
    let changes = try await journal.history.changes(since: mark).value
    #expect(changes == (try await journal.history.changes(since: .at(10)).value))
    #expect(
      changes.users.map(\.kind) == [
        .raised, .lowered, .moreEvents, .moreEvents, .edited, .left, .new,
      ]
    )
    #expect(changes.users.map(\.newEvents) == [2, 0, 1, 1, 0, 0, 2])
    #expect(try await journal.history.changes(since: .at(60)).value.isEmpty)
    #expect(try await journal.sessionState.readCursor() == mark)
  }

  @Test func `what was before the first look is not called new`() async throws {
    try await journal.history.recordUsers(.of(.sample(1)), at: .at(0))
    try await journal.history.recordBehaviors([.sample("a")], at: .at(1))
    try await journal.history.recordIntegrations([], at: .at(2))
    #expect(try await journal.history.changes(since: .at(-100)).value.isEmpty)
    try await journal.history.recordUsers(.of(.sample(1), .sample(2)), at: .at(60))
    try await journal.history.recordIntegrations([.sample("x")], at: .at(61))
    let changes = try await journal.history.changes(since: .at(-100)).value
    #expect(changes.users.map(\.kind) == [.new])
    #expect(changes.integrations == [Change(.sample("x"), before: nil)])
    #expect(changes.since == .at(0))
  }

  @Test func `who is as before is not called changed`() async throws {
    try await journal.history.recordUsers(.of(.sample(1)), at: .at(0))
    try await journal.history.recordUsers(.of(.sample(1, level: .high)), at: .at(60))
    try await journal.history.recordUsers(.of(.sample(1)), at: .at(120))
    #expect(try await journal.history.changes(since: .at(30)).value.isEmpty)
    #expect(try await journal.history.changes(since: .at(90)).value.users.map(\.kind) == [.lowered])
  }

  @Test func `who was away and is in the summary again is back, whatever else changed`()
    async throws
  {
    let (ana, bo, cy, di) = (1, 2, 3, 4)
    try await journal.history.recordUsers(
      .of(
        .sample(ana, level: .high, events: 5),
        .sample(bo, level: .low),
        .sample(cy),
        .sample(di)
      ),
      at: .at(0)
    )
    try await journal.history.recordUsers(.of(.sample(cy), .sample(di)), at: .at(10))
    let mark = try await journal.sessionState.markSeen(at: .at(20))
    // One who was away at the mark, one who leaves and comes back since, one who is as before.
    try await journal.history.recordUsers(.of(.sample(ana, level: .low), .sample(di)), at: .at(30))
    try await journal.history.recordUsers(
      .of(.sample(ana, level: .low), .sample(cy), .sample(di)),
      at: .at(40)
    )

    let changes = try await journal.history.changes(since: mark).value
    #expect(changes.users.map(\.kind) == [.back, .back])
    #expect(changes.users.map(\.id) == [UserSummary.sample(ana).id, UserSummary.sample(cy).id])
    #expect(changes.users.map(\.at) == [.at(30), .at(40)])
    // Who was seen back and moves on is raised, not back again.
    let next = try await journal.sessionState.markSeen(at: .at(50))
    try await journal.history.recordUsers(
      .of(.sample(ana, level: .high), .sample(cy), .sample(di)),
      at: .at(60)
    )
    #expect(try await journal.history.changes(since: next).value.users.map(\.kind) == [.raised])
  }

  @Test func `what was opened is read until it changes again`() async throws {
    try await journal.history.recordUsers(.of(.sample(1), .sample(2)), at: .at(0))
    let mark = try await journal.sessionState.markSeen(at: .at(1))
    try await journal.history.recordUsers(
      .of(.sample(1, level: .medium, events: 2), .sample(2, level: .medium)),
      at: .at(10)
    )
    let shown = try await journal.history.changes(since: mark).value
    try await journal.sessionState.markRead(
      .user(UserSummary.sample(1).id),
      upTo: shown.observation
    )

    var users = try await journal.history.changes(since: mark).value.users
    #expect(users.map(\.isRead) == [true, false])
    #expect(users.map(\.kind) == [.raised, .raised])

    // The next change is told against what was read, and against the start where that is asked for.
    try await journal.history.recordUsers(
      .of(.sample(1, level: .medium, events: 7), .sample(2, level: .medium)),
      at: .at(20)
    )
    users = try await journal.history.changes(since: mark).value.users
    #expect(users.map(\.isRead) == [false, false])
    #expect(users.map(\.kind) == [.moreEvents, .raised])
    #expect(users[0].newEvents == 5)
    #expect(try await journal.history.changes(since: .at(1)).value.users[0].kind == .raised)

    // What was changed and changed back is as it was read.
    try await journal.history.recordUsers(
      .of(.sample(1, level: .medium, events: 2), .sample(2, level: .medium)),
      at: .at(30)
    )
    users = try await journal.history.changes(since: mark).value.users
    #expect(users.map(\.isRead) == [true, false])

    // Seen is what was shown, not what came meanwhile.
    let next = try await journal.sessionState.markSeen(upTo: shown.observation, at: .at(40))
    #expect(try await journal.sessionState.readCursor() == next)
    #expect(next.observation == shown.observation)
    #expect(try await journal.history.changes(since: next).value.users.isEmpty)
  }

  @Test func `behaviors and integrations are read one by one as well`() async throws {
    try await journal.history.recordBehaviors([.sample("a"), .sample("b")], at: .at(0))
    try await journal.history.recordIntegrations([.sample("x")], at: .at(0))
    let mark = try await journal.sessionState.markSeen(at: .at(1))
    try await journal.history.recordBehaviors(
      [.sample("a", on: false), .sample("b", on: false)],
      at: .at(2)
    )
    try await journal.history.recordIntegrations([.sample("x", active: false)], at: .at(2))
    let shown = try await journal.history.changes(since: mark).value.observation
    try await journal.sessionState.markRead(.behavior("a"), upTo: shown)
    try await journal.sessionState.markRead(.integration("x"), upTo: shown)

    var changes = try await journal.history.changes(since: mark).value
    #expect(changes.behaviors.map(\.isRead) == [true, false])
    #expect(changes.integrations.map(\.isRead) == [true])
    try await journal.history.recordBehaviors([.sample("b", on: false)], at: .at(3))
    changes = try await journal.history.changes(since: mark).value
    #expect(changes.behaviors.map(\.isRead) == [false, false])
    #expect(
      changes.behaviors[0]
        == Change(.sample("a", on: false), before: .sample("a", on: false), isGone: true)
    )
  }

  @Test func `a clock set back hides no change since the last look`() async throws {
    try await journal.history.recordUsers(.of(.sample(1)), at: .at(5000))
    let mark = try await journal.sessionState.markSeen(at: .at(5010))
    try await journal.history.recordUsers(
      .of(.sample(1, level: .high)),
      at: .at(100),
      clock: { .at(101) }
    )
    #expect(try await journal.history.changes(since: mark).value.users.map(\.kind) == [.raised])
    #expect(
      try await journal.history.history(of: UserSummary.sample(1).id).value.map(\.at) == [
        .at(5000), .at(100),
      ]
    )
  }

  @Test func `behaviors and integrations have a history`() async throws {
    #expect(
      try await journal.history.recordBehaviors([.sample("a"), .sample("b")], at: .at(0)) == 2
    )
    #expect(
      try await journal.history.recordBehaviors([.sample("a"), .sample("b")], at: .at(1)) == 0
    )
    #expect(
      try await journal.history.recordBehaviors(
        [.sample("a", on: false), .sample("c")],
        at: .at(2)
      ) == 3
    )
    #expect(
      try await journal.history.history(ofBehavior: "a").value == [
        HistoryMoment(at: .at(0), value: .sample("a")),
        HistoryMoment(at: .at(2), value: .sample("a", on: false)),
      ]
    )
    let gone = try await journal.history.history(ofBehavior: "b").value
    #expect(gone.last.map(\.value) == .some(nil))
    let changes = try await journal.history.changes(since: .at(1)).value
    #expect(
      changes.behaviors == [
        Change(.sample("a", on: false), before: .sample("a")),
        Change(.sample("b"), before: .sample("b"), isGone: true),
        Change(.sample("c"), before: nil),
      ]
    )

    try await journal.history.recordIntegrations([.sample("x")], at: .at(3))
    try await journal.history.recordIntegrations([.sample("x", active: false)], at: .at(4))
    #expect(
      try await journal.history.history(ofIntegration: "x").value.map(\.value?.isActive) == [
        true, false,
      ]
    )
  }

  @Test func `a refresh that changes one percent writes about one percent`() async throws {
    var summary = RiskSummary.sample(5000)
    try await journal.history.recordUsers(summary, at: .at(0))
    let before = try await rowsWritten()
    for place in stride(from: 0, to: 5000, by: 100) { summary.users[place].eventCount += 1 }
    #expect(try await journal.history.recordUsers(summary, at: .at(60)) == 50)
    // A row of history and one of the standing for each, the observation, and when it was asked for.
    #expect(try await rowsWritten() - before == 50 * 2 + 2)
  }

  @Test func `two processes note a change once`() async throws {
    let other = try Journal.open(folder: folder.account, owner: .sample)
    try await journal.history.recordUsers(.sample(100), at: .at(0))
    #expect(try await other.history.recordUsers(.sample(100), at: .at(1)) == 0)
  }

  @Test func `verdicts and notes are kept in order`() async throws {
    let user = UserSummary.sample(1).id
    let made = [
      CaseNote(user: user, verdict: .undetermined, note: "", author: "ana@laptop", at: .at(5)),
      CaseNote(user: user, verdict: .benign, note: "VPN", author: "bo@desk", at: .at(1)),
      CaseNote(user: user, verdict: nil, note: "asked them", author: "ana@laptop", at: .at(9)),
    ]
    try await journal.caseNotes.add(made)
    #expect(try await journal.caseNotes.notes(of: user).value == made)
    #expect(try await journal.caseNotes.latestVerdicts().value == [user: made[1]])
  }

  @Test func `drafts and the place survive until they are forgotten`() async throws {
    #expect(try await journal.sessionState.place() == nil)
    try await journal.sessionState.saveDrafts(["behaviors": #"{"a":1}"#], at: .at(0))
    try await journal.sessionState.saveDrafts(["behaviors": #"{"a":2}"#], at: .at(1))
    try await journal.sessionState.saveDrafts(["note": #""half a sen""#], at: .at(2))
    try await journal.sessionState.savePlace(#"{"focus":"users"}"#, at: .at(3))
    journal.close()
    let next = try Journal.open(folder: folder.account, owner: .sample)
    #expect(
      try await next.sessionState.drafts() == [
        "behaviors": Draft(content: #"{"a":2}"#, savedAt: .at(1)),
        "note": Draft(content: #""half a sen""#, savedAt: .at(2)),
      ]
    )
    #expect(try await next.sessionState.place()?.content == #"{"focus":"users"}"#)
    try await next.sessionState.saveDrafts(["note": nil], at: .at(4))
    #expect(try await next.sessionState.drafts().count == 1)
  }

  private func rowsWritten() async throws -> Int {
    try await journal.file.connection.writeWithoutTransaction { $0.totalChangesCount }
  }
}
