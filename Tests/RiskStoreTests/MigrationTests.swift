import Foundation
import GRDB
import RiskAPI
import TestSupport
import Testing

@testable import RiskStore

/// Nothing is lost on the way from an earlier version's files: these were made by a program of long ago.
@Suite struct MigrationTests {
  let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
    try FileManager.default.createDirectory(
      atPath: folder.account,
      withIntermediateDirectories: true
    )
  }

  @Test func `a journal of version 2 comes through whole`() async throws {
    let old = try take("journal-2", to: folder.journalFile)
    let journal = try Journal.open(folder: folder.account, owner: .sample, now: .at(0))

    let head = try #require(
      try sqlite(old, "SELECT hash FROM audit WHERE seq = 15").first?[0] as String?
    )
    let found = try await journal.auditLog.verify(expectedHead: head)
    #expect(found.fault == nil)
    // The verdict is a line of the chain now.
    #expect(found.lines == 16)
    let times = try sqlite(old, "SELECT time FROM audit WHERE kind = 'intent' ORDER BY seq DESC")
    let entries = try await journal.auditLog.entries(limit: 99)
    #expect(entries.faults.isEmpty)
    #expect(
      entries.value.map { Timestamp.format($0.time) } == times.map { $0[0] as String? }
    )
    #expect(
      entries.value.map { $0.outcome?.result } == [
        .done, .refused, .done, .done, .done, .done, .done,
      ]
    )

    let users = try sqlite(old, "SELECT user_id, content FROM snapshot")
    #expect(users.count == 3)
    for row in users {
      let kept = try await journal.auditLog.snapshots(of: UserID(row[0]))
      #expect(kept.faults.isEmpty)
      #expect(try kept.value.map { try JSONText.encode(SnapshotText($0.risk)) }.contains(row[1]))
    }
    let verdicts = try await journal.caseNotes.latestVerdicts()
    #expect(verdicts.value.values.map(\.verdict) == [.truePositive])
    #expect(verdicts.value.values.map(\.note) == ["phone call at 09:30, not me"])
    #expect(verdicts.faults.isEmpty)
    #expect(
      try await journal.sessionState.drafts()["0/behaviors"]?.content.contains("base") == true
    )
    #expect(try await journal.sessionState.place()?.content.contains("isZoomed") == true)
    #expect(try await journal.sessionState.readCursor()?.observation == 7)
  }

  @Test func `the history of version 2 comes through whole`() async throws {
    let old = try take("journal-2", to: folder.journalFile)
    let journal = try Journal.open(folder: folder.account, owner: .sample, now: .at(0))
    let rows = try sqlite(
      old,
      """
      SELECT user_id, at, level, event_count, last_event, is_gone FROM user_history
      JOIN person ON key = person JOIN observation ON seq = observation ORDER BY observation
      """
    )
    #expect(rows.count == 63)
    for (id, rows) in Dictionary(grouping: rows, by: { UserID($0[0]) }) {
      let history = try await journal.history.history(of: id)
      #expect(history.faults.isEmpty)
      #expect(history.value.count == rows.count)
      for (moment, row) in zip(history.value, rows) {
        #expect(abs(moment.at.timeIntervalSince1970 - row[1]) < 0.000_002)
        #expect((moment.value == nil) == row[5])
        #expect(moment.value.map { $0.level?.apiName == row[2] } ?? true)
        #expect(moment.value.map { $0.eventCount == row[3] } ?? true)
        #expect(moment.value.map { $0.lastEvent?.timeIntervalSince1970 == row[4] } ?? true)
      }
    }
    let gone = try sqlite(
      old,
      "SELECT user_id FROM person JOIN standing ON person = key WHERE is_gone ORDER BY user_id"
    )
    let past = try await journal.history.formerUsers()
    #expect(past.faults.isEmpty)
    #expect(past.value.map(\.id.rawValue).sorted() == gone.map { $0[0] as String })
    for (table, count) in [("behavior_history", 10), ("integration_history", 4)] {
      let rows = try sqlite(folder.journalFile, "SELECT count(*) FROM \(table)")
      #expect(rows.first?[0] == count)
    }
    // The next refresh finds everybody as they were.
    let behaviors = try sqlite(old, "SELECT DISTINCT key FROM behavior_history")
    #expect(!behaviors.isEmpty)
    for row in behaviors {
      let history = try await journal.history.history(ofBehavior: row[0])
      #expect(history.faults.isEmpty && !history.value.isEmpty)
    }
  }

  @Test func `the old journal stays beside the new one, once`() async throws {
    let old = try take("journal-2", to: folder.journalFile)
    let journal = try Journal.open(folder: folder.account, owner: .sample, now: .at(0))
    let backup = try #require(journal.backupPath)
    #expect(backup == folder.journalFile + ".v2-backup-20260921T141320Z")
    #expect(mode(backup) == 0o600)
    let all = "SELECT * FROM audit ORDER BY seq"
    #expect(try sqlite(backup, all) == sqlite(old, all))
    #expect(try sqlite(backup, "PRAGMA user_version").first?[0] == 2)
    journal.close()
    try Journal.open(folder: folder.account, owner: .sample, now: .at(9)).close()
    #expect(
      try folder.names() == ["journal.sqlite", "journal.sqlite.v2-backup-20260921T141320Z"]
    )
  }

  @Test func `a journal of version 4 comes through whole`() async throws {
    let head = try OldJournal.make(in: folder, OldJournal.schema(4), outcome: .unknown)
    try sqlite(
      folder.journalFile,
      """
      INSERT INTO person VALUES (1, 'u-1', 'Ana', 'ana@example.com'), (2, 'u-2', 'Ben', 'b@x');;
      INSERT INTO observation VALUES (1, 1790000000.25, 'users'), (3, 1790000060, 'users'),
        (4, 1790000061, 'behaviors'), (5, 1790000062, 'integrations');;
      INSERT INTO user_history VALUES (1, 1, 'low', 2, 1789999999.5, 0), (2, 1, NULL, 0, NULL, 0),
        (1, 3, 'low', 2, 1789999999.5, 1);;
      INSERT INTO standing VALUES (1, 'low', 2, 1789999999.5, 1), (2, NULL, 0, NULL, 0);;
      INSERT INTO behavior_history VALUES ('a', 4, 'A', 'a a', 1, 'high', 0);;
      INSERT INTO integration_history VALUES ('x', 5, 'acc', 'Okta', 'r', 'https://t', '/w', 1,
        1718302642.5, 0);;
      INSERT INTO owner VALUES (1, '\(AccountAddress.sample.server)',
        '\(AccountAddress.sample.accountID)');;
      INSERT INTO last_look VALUES ('users', 1790000060);;
      INSERT INTO draft VALUES ('n', '{"a":1}', 1790000000.5);;
      SELECT 1
      """
    )
    let journal = try Journal.open(folder: folder.account, owner: .sample, now: .at(0))

    #expect(try await journal.auditLog.verify(expectedHead: head).fault == nil)
    #expect(
      try await journal.history.history(of: UserID("u-1"))
        == Checked([
          HistoryMoment(
            at: .at(0.25),
            value: RiskState(level: .low, eventCount: 2, lastEvent: .at(-0.5))
          ), HistoryMoment(at: .at(60), value: nil),
        ])
    )
    #expect(try await journal.history.formerUsers().value.map(\.user.name) == ["Ana"])
    #expect(try await journal.history.history(ofBehavior: "a").value.map(\.value?.name) == ["A"])
    let integration = try await journal.history.history(ofIntegration: "x").value.first?.value
    #expect(integration?.createdAt == Date(timeIntervalSince1970: 1_718_302_642.5))
    #expect(try await journal.sessionState.drafts()["n"]?.savedAt == .at(0.5))
    // Nothing changed since, so nothing is recorded.
    let ben = UserSummary(
      id: UserID("u-2"),
      name: "Ben",
      email: "b@x",
      maxRiskLevel: nil,
      eventCount: 0,
      lastEvent: nil
    )
    #expect(try await journal.history.recordUsers(.of(ben), at: .at(99)) == 0)
    #expect(try await journal.auditLog.settle(AuditID(line: 1), .sample(.done)))
    #expect(try await journal.auditLog.verify(expectedHead: head).fault == nil)
  }

  @Test func `a cache of version 3 comes through whole`() async throws {
    let old = try take("cache-3", to: folder.cacheFile)
    let opening = Cache.open(folder: folder.account)
    #expect(opening.notice == nil)
    let users = try sqlite(old, "SELECT id, last_event FROM user ORDER BY id")
    let loaded = try #require(try await opening.cache.loadUsers()).value.users
    #expect(loaded.map(\.id.rawValue) == users.map { $0[0] as String })
    #expect(loaded.map { $0.lastEvent?.timeIntervalSince1970 } == users.map { $0[1] as Double? })
    let events = try sqlite(old, "SELECT count(*) FROM event").first?[0] as Int?
    #expect(try await opening.cache.info().events == events)
    #expect(try await opening.cache.info().version == CacheSchema.current.version)
    opening.cache.close()
  }

  /// Puts a file of an earlier version into place; returns another copy, to look into.
  private func take(_ name: String, to path: String) throws -> String {
    let source = URL(filePath: #filePath).deletingLastPathComponent()
      .appending(path: "Fixtures/\(name).sqlite").path
    let copy = "\(folder.path)/\(name).sqlite"
    for target in [path, copy] {
      try FileManager.default.copyItem(atPath: source, toPath: target)
      try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: target)
    }
    return copy
  }
}
