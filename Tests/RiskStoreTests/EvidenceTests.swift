import Foundation
import GRDB
import RiskAPI
import Testing

@testable import RiskStore

/// What somebody puts into the file by hand is never shown, and found.
@Suite struct EvidenceTests {
  let folder: TemporaryFolder
  let journal: Journal
  let user = UserSummary.sample(1).id
  let other = UserSummary.sample(2).id

  init() throws {
    folder = try TemporaryFolder()
    journal = try Journal.open(folder: folder.account, owner: .sample)
  }

  @Test(arguments: [7, 2, 1])
  func `a snapshot that was put in is not shown, and found`(line: Int) async throws {
    try await reset(other)
    try sqlite(
      folder.journalFile,
      """
      INSERT OR REPLACE INTO snapshot SELECT \(line), '\(user.rawValue)', taken_at,
        replace(content, 'Ana', 'Eva') FROM snapshot;;SELECT 1
      """
    )

    let found = try await journal.auditLog.snapshots(of: user)

    #expect(found.value.isEmpty)
    #expect(found.faults.count == 1)
    #expect(try await journal.auditLog.verify().isIntact == false)
  }

  @Test(arguments: [
    "UPDATE snapshot SET content = replace(content, 'Ana', 'Eva')",
    "UPDATE snapshot SET taken_at = taken_at - 86400", "DELETE FROM snapshot",
    "UPDATE audit SET target = '' WHERE seq = 1",
    "UPDATE audit SET snapshot_hash = NULL WHERE seq = 1",
  ])
  func `a snapshot that was changed is not shown, and found`(sql: String) async throws {
    try await reset(user)
    #expect(try await journal.auditLog.snapshots(of: user).value.count == 1)
    try tamper(sql)

    let found = try await journal.auditLog.snapshots(of: user)

    #expect(found.value.isEmpty)
    #expect(try await journal.auditLog.verify().isIntact == false)
  }

  @Test func `a snapshot moved to another user is shown for neither`() async throws {
    try await reset(user)
    try tamper("UPDATE snapshot SET user_id = '\(other.rawValue)'")

    #expect(
      try await journal.auditLog.snapshots(of: user) == Checked([], faults: [.snapshot(line: 1)])
    )
    #expect(
      try await journal.auditLog.snapshots(of: other) == Checked([], faults: [.snapshot(line: 1)])
    )
  }

  @Test func `verdicts and notes are lines of the chain`() async throws {
    try await assess(.falsePositive, "a VPN")
    try await assess(nil, "called; no answer")

    let kept = try await journal.caseNotes.notes(of: user)
    #expect(kept.value.map(\.verdict) == [.falsePositive, nil])
    #expect(kept.value.map(\.note) == ["a VPN", "called; no answer"])
    #expect(kept.value.first?.author == "ana@desk")
    #expect(kept.value.first?.at == .at(10))
    #expect(try await journal.caseNotes.latestVerdicts().value[user]?.verdict == .falsePositive)
    let found = try await journal.auditLog.verify()
    #expect(found.isIntact)
    #expect(found.lines == 2)
    // They are no writes.
    #expect(try await journal.auditLog.entries(limit: 9).value.isEmpty)
    #expect(found.openIntents == 0)
  }

  @Test(arguments: [
    "UPDATE audit SET reason = 'benign' WHERE seq = 1", "UPDATE audit SET note = 'x' WHERE seq = 1",
    "UPDATE audit SET operator = 'eve@desk' WHERE seq = 1",
    "UPDATE audit SET time = '2020-01-01T00:00:00Z' WHERE seq = 1",
    "UPDATE audit SET target = '\(UserSummary.sample(2).id.rawValue)' WHERE seq = 1",
  ])
  func `a verdict that was changed is not shown, and found`(sql: String) async throws {
    try await assess(.truePositive, "the laptop is infected")
    try tamper(sql)

    for id in [user, other] {
      #expect(try await journal.caseNotes.notes(of: id).value.isEmpty)
    }
    #expect(
      try await journal.caseNotes.latestVerdicts() == Checked([:], faults: [.changed(line: 1)])
    )
    #expect(try await journal.auditLog.verify().fault == .changed(line: 1))
  }

  @Test func `a verdict that was put in is not shown, and found`() async throws {
    try await assess(.truePositive, "the laptop is infected")
    let columns = (AuditHash.columns + ["hash"]).joined(separator: ", ")
    let copied = columns.replacingOccurrences(
      of: "seq,",
      with: "2,",
      range: columns.startIndex..<columns.index(columns.startIndex, offsetBy: 4)
    )
    .replacingOccurrences(of: "reason", with: "'benign'")
    try tamper("INSERT INTO audit (\(columns)) SELECT \(copied) FROM audit")

    #expect(try await journal.caseNotes.notes(of: user).value.map(\.verdict) == [])
    #expect(try await journal.auditLog.verify().isIntact == false)
  }

  @Test func `a write that was put in is not shown, and never looked at again`() async throws {
    try await reset(other)
    try tamper(
      """
      INSERT INTO audit (form, kind, time, account, operator, action, target, previous, hash)
      VALUES (2, 'intent', '2026-09-21T14:13:20Z', 'a', 'ana@desk', 'reset', '\(user.rawValue)',
        (SELECT hash FROM audit WHERE seq = 2), '\(AuditHash.first)')
      """
    )

    #expect(try await journal.auditLog.openIntents().isEmpty)
    let shown = try await journal.auditLog.entries(target: user.rawValue)
    #expect(shown == Checked([], faults: [.changed(line: 3)]))
    #expect(try await journal.auditLog.verify().fault == .changed(line: 3))
  }

  @Test func `the neighbors of a removed line are still shown`() async throws {
    for number in 1...3 { try await journal.auditLog.record(.sample("user-\(number)"), .sample()) }
    try tamper("DELETE FROM audit WHERE seq = 3")

    let shown = try await journal.auditLog.entries(limit: 9)

    #expect(shown.value.map(\.intent.target) == ["user-3", "user-1"])
    #expect(try await journal.auditLog.verify().fault == .removed(line: 3))
  }

  @Test func `a write whose line was changed meanwhile still gets its outcome`() async throws {
    let id = try await journal.auditLog.begin(.sample())
    try tamper("UPDATE audit SET note = 'x'")

    try await journal.auditLog.complete(id, .sample())

    #expect(try await journal.auditLog.verify().lines == 2)
  }

  @Test func `verdicts of an earlier version come into the chain`() async throws {
    let old = try TemporaryFolder()
    try OldJournal.make(in: old, OldJournal.schema(3))
    try sqlite(
      old.journalFile,
      """
      INSERT INTO assessment (user_id, verdict, note, author, at) VALUES
        ('\(user.rawValue)', 'benign', 'naïve', 'ana@desk', 1790000010),
        ('\(user.rawValue)', NULL, 'later', 'ben@desk', 1790000020);;SELECT 1
      """
    )

    let journal = try Journal.open(folder: old.account, owner: .sample)

    let kept = try await journal.caseNotes.notes(of: user)
    #expect(kept.faults.isEmpty)
    #expect(kept.value.map(\.note) == ["naïve", "later"])
    #expect(kept.value.map(\.author) == ["ana@desk", "ben@desk"])
    #expect(kept.value.map(\.at.timeIntervalSince1970) == [1_790_000_010, 1_790_000_020])
    #expect(try await journal.caseNotes.latestVerdicts().value[user]?.verdict == .benign)
    let found = try await journal.auditLog.verify()
    #expect(found.isIntact)
    #expect(found.lines == 4)
  }

  // MARK: Fixtures

  private func reset(_ user: UserID) async throws {
    let id = try await journal.auditLog.begin(
      .sample(user.rawValue),
      snapshot: (user, .sample(events: [.sample(1)]))
    )
    try await journal.auditLog.complete(id, .sample())
  }

  private func assess(_ verdict: Verdict?, _ note: String) async throws {
    try await journal.caseNotes.add([
      CaseNote(user: user, verdict: verdict, note: note, author: "ana@desk", at: .at(10))
    ])
  }

  /// Runs SQL without the triggers that stand in its way.
  private func tamper(_ sql: String) throws {
    let triggers = ["audit_is_never_updated", "audit_is_never_deleted", "audit_is_never_replaced"]
    let pages = ["snapshot_is_never_updated", "snapshot_is_never_deleted"]
    for name in triggers + pages {
      try sqlite(folder.journalFile, "DROP TRIGGER \(name);;SELECT 1")
    }
    try sqlite(folder.journalFile, "\(sql);;SELECT 1")
  }
}
