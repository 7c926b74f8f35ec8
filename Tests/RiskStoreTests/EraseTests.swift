import Foundation
import RiskAPI
import TestSupport
import Testing

@testable import RiskStore

/// What was personal is gone from the files, and the chain still holds.
@Suite struct EraseTests {
  let folder: TemporaryFolder
  let journal: Journal
  let user = UserSummary.sample(1)
  let other = UserSummary.sample(2)

  init() async throws {
    folder = try TemporaryFolder()
    journal = try Journal.open(folder: folder.account, owner: .sample)
    try await journal.history.recordUsers(.of(.sample(1, name: "Dana Secret"), other), at: .at(0))
    for id in [user.id, other.id] {
      var sample = SampleWrite.sample(id.rawValue)
      sample.intent.note = "secret of \(id.rawValue)"
      let write = try await journal.auditLog.begin(
        sample,
        snapshot: (id, .sample(events: [.sample(1)]))
      )
      try await journal.auditLog.complete(write, .sample())
      try await journal.caseNotes.add([
        CaseNote(user: id, verdict: .benign, note: "called, secret", author: "ana@x", at: .at(2)),
        CaseNote(user: id, verdict: nil, note: "a secret more", author: "ana@x", at: .at(3)),
      ])
    }
    try await journal.sessionState.saveDrafts(
      ["reset": #"{"user":"\#(user.id.rawValue)","note":"secret"}"#, "other": "{}"],
      at: .at(4)
    )
  }

  @Test func `texts are gone, hashes and the line about it stay`() async throws {
    let before = try await journal.auditLog.verify()
    let erasure = try await journal.erase(user.id, by: "ana@x", at: .at(10))

    // Two lines with three and four texts, two notes, a snapshot.
    #expect(erasure == Erasure(texts: 8, drafts: 1, hadName: true))
    let found = try await journal.auditLog.verify(expectedHead: before.head)
    #expect(found.fault == nil)
    #expect(found.erasedTexts == 8)
    #expect(found.lines == before.lines + 2)
    let entries = try await journal.auditLog.entries(target: user.id.rawValue)
    #expect(entries.faults.isEmpty)
    #expect(entries.value.map(\.intent.action) == ["erase", "reset"])
    #expect(entries.value.map(\.operator) == ["ana@x", "ana@laptop"])
    #expect(entries.value.map(\.intent.note) == [nil, nil])
    #expect(try await journal.auditLog.snapshots(of: user.id) == Checked([]))
    let notes = try await journal.caseNotes.notes(of: user.id)
    #expect(notes.faults.isEmpty)
    #expect(notes.value.map(\.verdict) == [.benign])
    #expect(notes.value.map(\.note) == [""])
    let seen = try await journal.history.seenUser(user.id)
    #expect(seen.faults.isEmpty)
    #expect(seen.value?.user.name == "" && seen.value?.user.email == "")
    #expect(try await journal.sessionState.drafts().keys.sorted() == ["other"])
  }

  @Test func `others keep theirs, and nothing is left in the file`() async throws {
    try await journal.erase(user.id, by: "ana@x", at: .at(10))
    #expect(try await journal.caseNotes.notes(of: other.id).value.count == 2)
    #expect(try await journal.auditLog.snapshots(of: other.id).value.count == 1)
    try await journal.erase(other.id, by: "ana@x", at: .at(11))
    try await journal.erase(other.id, by: "ana@x", at: .at(12))
    #expect(try await journal.auditLog.verify().fault == nil)
    journal.close()
    for suffix in ["", "-wal"] {
      guard let bytes = FileManager.default.contents(atPath: folder.journalFile + suffix) else {
        continue
      }
      for word in ["secret", "Dana", "user1@example.com"] {
        #expect(bytes.range(of: Data(word.utf8)) == nil, "\(word) in \(suffix)")
      }
    }
  }

  @Test(arguments: [
    "UPDATE audit SET note = NULL WHERE seq = 1", "UPDATE snapshot SET content = NULL",
    "INSERT INTO erased_text VALUES (1, 'note', '00');;UPDATE audit SET note = NULL WHERE seq = 1",
  ])
  func `what no erasure vouches for is a fault`(sql: String) async throws {
    try sqlite(folder.journalFile, "DROP TRIGGER audit_is_never_updated;;\(sql);;SELECT 1")
    #expect(try await journal.auditLog.verify().isIntact == false)
  }

  @Test func `the cache forgets the user`() async throws {
    let cache = Cache.open(folder: folder.account).cache
    try await cache.saveUsers(.of(user, other), fetchedAt: .at(0))
    try await cache.saveUser(user.id, .sample(events: [.sample(1)]), fetchedAt: .at(0))
    try await cache.erase(user.id)
    #expect(try await cache.loadUser(user.id) == nil)
    #expect(try await cache.loadUsers()?.value.users.map(\.name) == ["", other.name])
    #expect(try await cache.info().events == 0)
  }
}
