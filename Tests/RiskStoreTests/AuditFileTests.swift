import Foundation
import RiskAPI
import SmallDisk
import TestSupport
import Testing

@testable import RiskStore

/// Checking a journal changes nothing.
@Suite struct AuditFileTests {
  let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  @Test func `a journal in use is checked with its log and left as it is`() async throws {
    let journal = try Journal.open(folder: folder.account, owner: .sample)
    for _ in 1...3 { try await journal.auditLog.record(.sample(), .sample()) }
    chmod(folder.journalFile, 0o640)
    let before = try state()

    let found = try AuditFile.verify(folder.journalFile)

    #expect(found.isIntact)
    #expect(found.lines == 6)
    #expect(try await journal.auditLog.verify().head == found.head)
    #expect(try state() == before)
  }

  @Test(arguments: 1...3)
  func `a journal of an earlier version is checked as it is`(version: Int) throws {
    let head = try OldJournal.make(in: folder, OldJournal.schema(version))
    chmod(folder.journalFile, 0o440)
    let before = try state()

    let found = try AuditFile.verify(folder.journalFile, expectedHead: head)

    #expect(found.isIntact)
    #expect(found.lines == 2)
    #expect(try state() == before)
    #expect(try folder.names() == ["journal.sqlite"])
  }

  @Test(arguments: 1...4)
  func `tampering with any version is found`(version: Int) throws {
    try OldJournal.make(in: folder, OldJournal.schema(version))
    try sqlite(
      folder.journalFile,
      "DROP TRIGGER audit_is_never_updated;;UPDATE audit SET note = 'x' WHERE seq = 1;;SELECT 1"
    )

    #expect(try AuditFile.verify(folder.journalFile).fault == .changed(line: 1))
  }

  @Test(.enabled(if: SmallDisk.isAvailable, "needs the right to mount a file system"))
  func `a copy on a read-only disk is checked, with the log that was not moved into it`()
    async throws
  {
    let journal = try Journal.open(folder: folder.account, owner: .sample)
    for _ in 1...3 { try await journal.auditLog.record(.sample(), .sample()) }
    let disk = try SmallDisk(kilobytes: 2048)
    let copy = disk.path + "/copy.sqlite"
    for suffix in ["", "-wal"] {
      try FileManager.default.copyItem(
        atPath: folder.journalFile + suffix,
        toPath: copy + suffix
      )
    }
    try disk.makeReadOnly()

    let found = try AuditFile.verify(copy)

    #expect(found.isIntact)
    #expect(found.lines == 6)
  }

  @Test func `what is no journal is refused, and nothing is left of the copy`() throws {
    try FileManager.default.createDirectory(
      atPath: folder.account,
      withIntermediateDirectories: true
    )
    let file = folder.account + "/other"
    try Data("not a database".utf8).write(to: URL(filePath: file))
    try sqlite(folder.cacheFile, "CREATE TABLE x (y);;SELECT 1")
    let scratch = folder.path + "/scratch"
    try FileManager.default.createDirectory(atPath: scratch, withIntermediateDirectories: true)

    for (path, problem) in [(file, StoreProblem.corrupt), (folder.cacheFile, .foreign)] {
      let error = #expect(throws: JournalError.self) {
        try AuditFile.verify(path, scratch: scratch)
      }
      #expect(error?.problem == problem)
      #expect(error?.path == path)
    }
    #expect(throws: JournalError.self) {
      try AuditFile.verify(folder.account + "/nothing", scratch: scratch)
    }
    #expect(try FileManager.default.contentsOfDirectory(atPath: scratch).isEmpty)
  }

  /// Names, bytes and modes of all that is in the folder.
  private func state() throws -> [String: [String]] {
    var state: [String: [String]] = [:]
    for name in try FileManager.default.contentsOfDirectory(atPath: folder.account) {
      let path = "\(folder.account)/\(name)"
      let bytes = try Data(contentsOf: URL(filePath: path))
      state[name] = ["\(bytes.hashValue)", "\(mode(path))"]
    }
    return state
  }
}
