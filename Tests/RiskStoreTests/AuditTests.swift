import Foundation
import GRDB
import RiskAPI
import TestSupport
import Testing

@testable import RiskStore

#if canImport(Darwin)
import Darwin
#elseif canImport(Musl)
import Musl
#else
import Glibc
#endif

@Suite struct AuditTests {
  let folder: TemporaryFolder
  let journal: Journal

  init() throws {
    folder = try TemporaryFolder()
    journal = try Journal.open(folder: folder.account, owner: .sample)
  }

  @Test func `a write is on disk before it is sent and complete after`() async throws {
    let id = try await journal.auditLog.begin(.sample())
    let open = try await journal.auditLog.openIntents()
    #expect(open == [.sample(id, nil)])

    try await journal.auditLog.complete(id, .sample())
    #expect(try await journal.auditLog.openIntents().isEmpty)
    #expect(
      try await journal.auditLog.entries(limit: 9).value
        == [.sample(id, .sample())]
    )
    #expect(try await journal.auditLog.verify().isIntact)
  }

  @Test func `a write has one outcome`() async throws {
    let id = try await journal.auditLog.begin(.sample())
    try await journal.auditLog.complete(id, .sample())
    let again = await #expect(throws: JournalError.self) {
      try await journal.auditLog.complete(id, .sample(.failed))
    }
    #expect(again?.problem == .failed("audit line 1 has an outcome already"))
    await #expect(throws: JournalError.self) {
      try await journal.auditLog.complete(AuditID(line: 2), .sample())
    }
    #expect(try await journal.auditLog.verify().lines == 2)
  }

  @Test func `an unknown outcome is followed by what a later look tells`() async throws {
    let id = try await journal.auditLog.begin(.sample())
    try await journal.auditLog.complete(
      id,
      AuditOutcome(time: .at(1), result: .unknown, ray: "8f00-FRA")
    )
    #expect(try await journal.auditLog.settle(id, AuditOutcome(time: .at(2), result: .unknown)))
    let last = AuditOutcome(time: .at(3), result: .done, after: "unscored")
    #expect(try await journal.auditLog.settle(id, last))
    // Nothing follows what is known.
    #expect(try await !journal.auditLog.settle(id, .sample(.failed)))

    let entries = try await journal.auditLog.entries(limit: 9).value
    #expect(entries.map(\.id) == [id])
    #expect(entries.first?.outcome?.result == .done)
    #expect(entries.first?.outcome?.ray == "8f00-FRA")
    let verified = try await journal.auditLog.verify()
    #expect(verified.lines == 4)
    #expect(verified.openIntents == 0)
    #expect(verified.isIntact)
    #expect(throws: DatabaseError.self) {
      try sqlite(
        folder.journalFile,
        """
        INSERT INTO audit SELECT 9, kind, intent_seq, time, account, operator, action, target, reason,
        note, before, after, outcome, detail, ray, audit_log_id, snapshot_hash, previous, origin, hash
        FROM audit WHERE seq = 4;;SELECT 1
        """
      )
    }
  }

  @Test func `an open write is settled once`() async throws {
    let id = try await journal.auditLog.begin(.sample())
    #expect(try await journal.auditLog.settle(id, .sample(.failed)))
    #expect(try await !journal.auditLog.settle(id, .sample(.done)))
    await #expect(throws: JournalError.self) {
      _ = try await journal.auditLog.settle(AuditID(line: 2), .sample())
    }
    #expect(try await journal.auditLog.verify().lines == 2)
  }

  @Test func `unknown outcomes are found by age and by how often they were looked at`()
    async throws
  {
    try await journal.auditLog.record(.sample("old", at: -10), .sample(.unknown))
    try await journal.auditLog.record(.sample("new", at: 0), .sample(.unknown))
    try await journal.auditLog.record(.sample("done", at: 1), .sample(.done))
    _ = try await journal.auditLog.begin(.sample("open", at: 2))
    try await journal.auditLog.record(.sample("often", at: 3), .sample(.unknown))
    let often = try #require(try await journal.auditLog.entries(target: "often").value.first?.id)
    for _ in 0..<2 { _ = try await journal.auditLog.settle(often, .sample(.unknown)) }

    let found = try await journal.auditLog.unknownOutcomes(since: .at(0), limit: 3)
    #expect(found.map(\.intent.target) == ["new"])
    #expect(
      try await journal.auditLog.unknownOutcomes(since: .at(-10), limit: 4).map(\.intent.target)
        == ["old", "new", "often"]
    )
    let first = try #require(try await journal.auditLog.entries(target: "old").value.first?.id)
    #expect(
      try await journal.auditLog.doneWrites(after: first, action: "reset").map(\.intent.target) == [
        "done"
      ]
    )
    #expect(try await journal.auditLog.doneWrites(after: often, action: "reset").isEmpty)
    #expect(try await journal.auditLog.doneWrites(after: first, action: "delete").isEmpty)
  }

  @Test func `the newest time is that of the last line, whatever the clock said before`()
    async throws
  {
    #expect(try await journal.newestTime() == nil)
    try await journal.auditLog.record(.sample(at: 500), .sample(at: 501))
    #expect(try await journal.newestTime() == .at(501))
    try await journal.auditLog.record(.sample(at: 100), .sample(at: 101))
    #expect(try await journal.newestTime() == .at(101))
    try await journal.history.recordUsers(.sample(1), at: .at(200))
    #expect(try await journal.newestTime() == .at(200))
    try await journal.history.recordUsers(.sample(2), at: .at(50), clock: { .at(51) })
    #expect(try await journal.newestTime() == .at(101))
  }

  @Test func `a write that was refused leaves intent and outcome`() async throws {
    try await journal.auditLog.record(.sample(), AuditOutcome(time: .at(0), result: .refused))
    let entry = try #require(try await journal.auditLog.entries(limit: 1).value.first)
    #expect(entry.outcome?.result == .refused)
    #expect(try await journal.auditLog.verify().openIntents == 0)
  }

  @Test func `entries come newest first, a page at a time`() async throws {
    for number in 0..<5 { try await journal.auditLog.record(.sample("user-\(number)"), .sample()) }
    let first = try await journal.auditLog.entries(limit: 2).value
    let second = try await journal.auditLog.entries(limit: 2, before: first.last?.id).value
    #expect((first + second).map(\.intent.target) == ["user-4", "user-3", "user-2", "user-1"])
  }

  @Test func `earlier resets of a user are found`() async throws {
    try await journal.auditLog.record(.sample("user-1", at: -900_000), .sample())
    try await journal.auditLog.record(.sample("user-1", at: -100), .sample())
    try await journal.auditLog.record(.sample("user-2", at: -50), .sample())
    let recent = try await journal.auditLog.entries(
      target: "user-1",
      action: "reset",
      since: .at(-7 * 86_400)
    ).value
    #expect(recent.map(\.time) == [.at(-100)])
    #expect(try await journal.auditLog.entries(target: "user-1", action: "delete").value.isEmpty)
  }

  @Test func `the page before a reset is kept with its line`() async throws {
    let user = UserSummary.sample(1).id
    let risk = UserDetail.sample(events: [.sample(1), .sample(2)], total: 2)
    let id = try await journal.auditLog.begin(.sample(user.rawValue), snapshot: (user, risk))
    let kept = try await journal.auditLog.snapshots(of: user).value
    #expect(kept == [ResetSnapshot(auditID: id, userID: user, takenAt: .at(0), risk: risk)])
    #expect(try await journal.auditLog.verify().isIntact)
  }

  @Test func `hostile text is kept without breaking the chain`() async throws {
    var write = SampleWrite.sample("a=t:3:b\nnote=n:0:")
    write.intent.note = "nul \0 then '; DROP TABLE audit; -- \u{202E}🧑‍💻\n\r"
    try await journal.auditLog.record(write, .sample())
    #expect(try await journal.auditLog.verify().isIntact)
    let note = try await journal.auditLog.entries(limit: 1).value.first?.intent.note
    #expect(note == write.intent.note?.replacingOccurrences(of: "\0", with: "\u{FFFD}"))
  }

  @Test func `a clock set back does not break the chain`() async throws {
    try await journal.auditLog.record(.sample(at: 1000), .sample(at: 1001))
    try await journal.auditLog.record(.sample(at: -1000), .sample(at: -999))
    #expect(try await journal.auditLog.verify().isIntact)
    #expect(try await journal.auditLog.entries(limit: 1).value.first?.time == .at(-1000))
  }

  @Test func `a canceled task's write is carried out`() async throws {
    let task = Task { [journal] in
      withUnsafeCurrentTask { $0?.cancel() }
      return try await journal.auditLog.begin(.sample())
    }
    _ = try await task.value
    #expect(try await journal.auditLog.openIntents().count == 1)
  }

  @Test func `the database refuses to change the log`() async throws {
    try await journal.auditLog.record(.sample(), .sample())
    for sql in [
      "UPDATE audit SET note = 'x'", "DELETE FROM audit",
      "REPLACE INTO audit SELECT * FROM audit WHERE seq = 1",
      "UPDATE snapshot SET content = ''",
    ] {
      if sql.contains("snapshot") {
        let user = UserSummary.sample(1).id
        _ = try await journal.auditLog.begin(
          .sample(user.rawValue),
          snapshot: (user, .sample(events: []))
        )
      }
      #expect(throws: DatabaseError.self, "\(sql)") {
        try sqlite(folder.journalFile, "\(sql);;SELECT 1")
      }
    }
    #expect(try await journal.auditLog.verify().isIntact)
  }

  /// What somebody might do with the plain `sqlite3` program, and what is found.
  struct Tampering: CustomTestStringConvertible, Sendable {
    var sql: String
    var fault: AuditFault
    var testDescription: String { sql }
  }

  static let tamperings = [
    Tampering(sql: "UPDATE audit SET note = 'other' WHERE seq = 3", fault: .changed(line: 3)),
    Tampering(sql: "UPDATE audit SET note = NULL WHERE seq = 3", fault: .changed(line: 3)),
    Tampering(
      sql: "UPDATE audit SET note = CAST(note AS BLOB) WHERE seq = 3",
      fault: .changed(line: 3)
    ),
    Tampering(sql: "UPDATE audit SET operator = 'eve@x' WHERE seq = 1", fault: .changed(line: 1)),
    Tampering(
      sql: "UPDATE audit SET reason = note, note = reason WHERE seq = 5",
      fault: .changed(line: 5)
    ),
    Tampering(sql: "UPDATE audit SET outcome = 'failed' WHERE seq = 8", fault: .changed(line: 8)),
    Tampering(sql: "UPDATE audit SET hash = previous WHERE seq = 4", fault: .changed(line: 4)),
    Tampering(sql: "UPDATE audit SET previous = hash WHERE seq = 4", fault: .changed(line: 4)),
    Tampering(sql: "DELETE FROM audit WHERE seq = 1", fault: .removed(line: 1)),
    Tampering(sql: "DELETE FROM audit WHERE seq IN (4, 5)", fault: .removed(line: 4)),
    Tampering(sql: "DELETE FROM audit WHERE seq = 8", fault: .removed(line: 8)),
    Tampering(sql: "DELETE FROM audit", fault: .removed(line: 1)),
    Tampering(
      sql: """
        UPDATE audit SET seq = -3 WHERE seq = 3;;UPDATE audit SET seq = 3 WHERE seq = 4;;
        UPDATE audit SET seq = 4 WHERE seq = -3
        """,
      fault: .moved(line: 3, from: 4)
    ),
    Tampering(
      sql: """
        DELETE FROM audit WHERE seq = 3;;UPDATE audit SET seq = seq - 1 WHERE seq > 3;;
        UPDATE sqlite_sequence SET seq = seq - 1 WHERE name = 'audit'
        """,
      fault: .moved(line: 3, from: 4)
    ),
    Tampering(sql: "DELETE FROM snapshot", fault: .snapshot(line: 1)),
    Tampering(sql: "UPDATE snapshot SET user_id = 'user-2'", fault: .snapshot(line: 1)),
    Tampering(sql: "UPDATE snapshot SET taken_at = taken_at + 60", fault: .snapshot(line: 1)),
    Tampering(
      sql: "INSERT INTO snapshot SELECT 3, user_id, taken_at, content FROM snapshot",
      fault: .addedSnapshot(line: 3)
    ),
    Tampering(
      sql: "INSERT INTO snapshot SELECT 99, user_id, taken_at, content FROM snapshot",
      fault: .addedSnapshot(line: 99)
    ),
    Tampering(
      sql: "UPDATE snapshot SET content = replace(content, 'Ana', 'Eva')",
      fault: .snapshot(line: 1)
    ),
  ]

  @Test(arguments: tamperings)
  func `tampering is found and its first line named`(_ tampering: Tampering) async throws {
    try await fourWrites()
    try removeTriggers()
    try sqlite(folder.journalFile, tampering.sql + ";;SELECT 1")
    let found = try await journal.auditLog.verify()
    #expect(found.fault == tampering.fault)
    #expect(found.fault?.words.isEmpty == false)
    // The rest can still be read.
    _ = try await journal.auditLog.entries(limit: 100).value
  }

  @Test func `lines removed from the end are missed by a head kept elsewhere`() async throws {
    try await fourWrites()
    let head = try await journal.auditLog.verify().head
    try removeTriggers()
    try sqlite(
      folder.journalFile,
      """
      DELETE FROM audit WHERE seq > 6;;
      UPDATE sqlite_sequence SET seq = 6 WHERE name = 'audit';;SELECT 1
      """
    )
    // Somebody who also mends the numbering leaves no trace in the file.
    #expect(try await journal.auditLog.verify().isIntact)
    #expect(try await journal.auditLog.verify(expectedHead: head).fault == .missingHead(head))
  }

  @Test func `a head kept elsewhere holds while lines are added`() async throws {
    try await journal.auditLog.record(.sample(), .sample())
    let head = try await journal.auditLog.verify().head
    try await journal.auditLog.record(.sample(), .sample())
    let found = try await journal.auditLog.verify(expectedHead: head.uppercased())
    #expect(found.isIntact)
    #expect(found.lines == 4)
    #expect(found.head != head)
  }

  @Test func `a line after a removed end does not hide the gap`() async throws {
    try await fourWrites()
    try removeTriggers()
    try sqlite(folder.journalFile, "DELETE FROM audit WHERE seq > 6;;SELECT 1")
    try await journal.auditLog.record(.sample(), .sample())
    #expect(try await journal.auditLog.verify().fault == .removed(line: 7))
  }

  @Test func `a line written anew with its hash breaks the next one`() async throws {
    try await fourWrites()
    try removeTriggers()
    let columns = AuditHash.columns.joined(separator: ", ")
    let row = try #require(
      try sqlite(folder.journalFile, "SELECT \(columns) FROM audit WHERE seq = 3").first
    )
    var values = AuditHash.columns.indices.map { row[$0] as DatabaseValue }
    values[10] = "forged".databaseValue
    try sqlite(
      folder.journalFile,
      """
      UPDATE audit SET note = 'forged', hash = '\(AuditHash.hash(values))' WHERE seq = 3;;SELECT 1
      """
    )
    #expect(try await journal.auditLog.verify().fault == .broken(line: 4))
  }

  @Test func `the chain's form is fixed`() {
    // Worked out apart from the code, as the head may have been kept for years.
    let values: [DatabaseValue] = [
      1.databaseValue, 1.databaseValue, "intent".databaseValue, .null,
      "2026-11-21T08:40:00Z".databaseValue,
      "a".databaseValue, "ana@é".databaseValue, "reset".databaseValue, "u".databaseValue,
      .null, .null, .null, .null, .null, .null, .null, .null, .null,
      AuditHash.first.databaseValue,
    ]
    #expect(
      AuditHash.hash(values) == "fdbcc2b78d67b502b25e6f3ab7d7bd1fed8ba27407b8bc2ad78424343ade324c"
    )
    var newer = values
    newer[1] = 2.databaseValue
    newer[10] = "naïve".databaseValue
    #expect(
      AuditHash.hash(newer) == "e454aafaf2704bd678d7b9950836d405eb1f298f6387e2168d9eaffc1554469e"
    )
  }

  @Test func `two processes adding at once keep one chain`() async throws {
    let other = try Journal.open(folder: folder.account, owner: .sample)
    try await withThrowingTaskGroup { group in
      for journal in [journal, other] {
        group.addTask {
          for number in 0..<100 {
            let id = try await journal.auditLog.begin(.sample("user-\(number)"))
            try await journal.auditLog.complete(id, .sample())
          }
        }
      }
      try await group.waitForAll()
    }
    let found = try await journal.auditLog.verify()
    #expect(found.isIntact)
    #expect(found.lines == 400)
    #expect(found.openIntents == 0)
  }

  @Test func `a copy taken in the middle of a write holds all that was answered`() async throws {
    try await fourWrites()
    let copy = try TemporaryFolder()
    try FileManager.default.createDirectory(atPath: copy.account, withIntermediateDirectories: true)
    _ = try await journal.file.connection.write { [folder] database in
      _ = try AuditRow.append(.sample("intent", at: .at(9)), database)
      for suffix in ["", "-wal"] {
        try FileManager.default.copyItem(
          atPath: folder.journalFile + suffix,
          toPath: copy.journalFile + suffix
        )
      }
    }
    // The end of the log may also have been cut in the middle of a page.
    let wal = copy.journalFile + "-wal"
    let size = try #require(try FileManager.default.attributesOfItem(atPath: wal)[.size] as? Int)
    for cut in [size, size - 100] {
      truncate(wal, off_t(cut))
      let opened = try Journal.open(folder: copy.account, owner: .sample)
      let found = try await opened.auditLog.verify()
      #expect(found.isIntact)
      if cut == size { #expect(found.lines == 8) }
      opened.close()
      if cut == size {
        for suffix in ["", "-wal", "-shm"] { unlink(copy.journalFile + suffix) }
        for suffix in ["", "-wal"] {
          try FileManager.default.copyItem(
            atPath: folder.journalFile + suffix,
            toPath: copy.journalFile + suffix
          )
        }
      }
    }
  }

  /// Eight lines, the first with a snapshot.
  private func fourWrites() async throws {
    let risk = UserDetail.sample(events: [.sample(1)])
    for number in 1...4 {
      let snapshot = number == 1 ? (user: UserSummary.sample(1).id, risk: risk) : nil
      let id = try await journal.auditLog.begin(
        .sample(snapshot?.user.rawValue ?? "user-\(number)", at: Double(number)),
        snapshot: snapshot
      )
      try await journal.auditLog.complete(id, .sample())
    }
  }

  private func removeTriggers() throws {
    for name in ["updated", "deleted", "replaced"] {
      try sqlite(folder.journalFile, "DROP TRIGGER audit_is_never_\(name);;SELECT 1")
    }
    for name in ["updated", "deleted"] {
      try sqlite(folder.journalFile, "DROP TRIGGER snapshot_is_never_\(name);;SELECT 1")
    }
  }
}
