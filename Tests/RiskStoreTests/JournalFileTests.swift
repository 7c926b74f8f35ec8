import Foundation
import GRDB
import RiskAPI
import SmallDisk
import TestSupport
import Testing

@testable import RiskStore

@Suite struct JournalFileTests {
  let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
  }

  @Test func `a damaged journal is refused and left as it is`() throws {
    try FileManager.default.createDirectory(
      atPath: folder.account,
      withIntermediateDirectories: true
    )
    let bytes = Data(repeating: 0x41, count: 9000)
    try bytes.write(to: URL(fileURLWithPath: folder.journalFile))
    let error = #expect(throws: JournalError.self) {
      try Journal.open(folder: folder.account, owner: .sample)
    }
    #expect(error?.problem == .corrupt)
    #expect(
      error?.line.hasPrefix("the journal \(folder.journalFile) cannot be used: it is damaged; keep")
        == true
    )
    #expect(try Data(contentsOf: URL(fileURLWithPath: folder.journalFile)) == bytes)
    #expect(try folder.names() == ["journal.sqlite"])
  }

  @Test func `a truncated journal is refused`() async throws {
    let journal = try Journal.open(folder: folder.account, owner: .sample)
    try await journal.history.recordUsers(.sample(500), at: .at(0))
    journal.close()
    let file = try #require(FileHandle(forUpdatingAtPath: folder.journalFile))
    try file.truncate(atOffset: 20_000)
    try file.close()
    let error = #expect(throws: JournalError.self) {
      try Journal.open(folder: folder.account, owner: .sample)
    }
    #expect(error?.problem == .corrupt)
  }

  @Test func `a newer journal is refused and left as it is`() async throws {
    let journal = try Journal.open(folder: folder.account, owner: .sample)
    _ = try await journal.auditLog.begin(.sample())
    journal.close()
    try sqlite(folder.journalFile, "PRAGMA user_version = 99")
    let error = #expect(throws: JournalError.self) {
      try Journal.open(folder: folder.account, owner: .sample)
    }
    #expect(error?.problem == .newerVersion(found: 99, known: JournalSchema.current.version))
    #expect(error?.line.hasSuffix("update ztriage") == true)
    #expect(try sqlite(folder.journalFile, "SELECT count(*) FROM audit").first?[0] == 1)
  }

  @Test func `a journal that another program locks is refused`() async throws {
    try Journal.open(folder: folder.account, owner: .sample).close()
    var configuration = Configuration()
    configuration.allowsUnsafeTransactions = true
    let queue = try DatabaseQueue(path: folder.journalFile, configuration: configuration)
    try await queue.writeWithoutTransaction { database in
      try database.execute(sql: "PRAGMA locking_mode = EXCLUSIVE")
      try database.execute(sql: "BEGIN EXCLUSIVE")
    }
    let error = #expect(throws: JournalError.self) {
      try Journal.open(
        folder: folder.account,
        owner: .sample,
        schema: JournalSchema.current,
        now: .at(0),
        patience: 0.1
      )
    }
    #expect(error?.problem == .locked)
    try await queue.writeWithoutTransaction { try $0.execute(sql: "ROLLBACK") }
  }

  @Test func `a write that cannot be noted while another program writes is refused`() async throws {
    let journal = try Journal.open(folder: folder.account, owner: .sample)
    try await journal.file.connection.writeWithoutTransaction {
      try $0.execute(sql: "PRAGMA busy_timeout = 50")
    }
    var configuration = Configuration()
    configuration.allowsUnsafeTransactions = true
    let queue = try DatabaseQueue(path: folder.journalFile, configuration: configuration)
    try await queue.writeWithoutTransaction { try $0.execute(sql: "BEGIN IMMEDIATE") }
    let error = await #expect(throws: JournalError.self) {
      try await journal.auditLog.begin(.sample())
    }
    #expect(error?.problem == .locked)
    #expect(try await journal.auditLog.openIntents().isEmpty)
    try await queue.writeWithoutTransaction { try $0.execute(sql: "ROLLBACK") }
    _ = try await journal.auditLog.begin(.sample())
    #expect(try await journal.auditLog.verify().lines == 1)
  }

  @Test(.enabled(if: SmallDisk.isAvailable, "needs the right to mount a file system"))
  func `a read-only disk refuses the journal`() async throws {
    let disk = try SmallDisk(kilobytes: 2048)
    let journal = try Journal.open(folder: disk.account, owner: .sample)
    _ = try await journal.auditLog.begin(.sample())
    journal.close()
    try disk.makeReadOnly()
    let error = #expect(throws: JournalError.self) {
      try Journal.open(folder: disk.account, owner: .sample)
    }
    #expect(error?.problem == .readOnly)
  }

  @Test(.enabled(if: SmallDisk.isAvailable, "needs the right to mount a file system"))
  func `a disk that fills up refuses the next line and keeps those before`() async throws {
    let disk = try SmallDisk(kilobytes: 1024)
    let journal = try Journal.open(folder: disk.account, owner: .sample)
    let risk = UserDetail.sample(events: (0..<40).map { .sample($0) })
    var written = 0
    let error = await #expect(throws: JournalError.self) {
      while written < 1000 {
        let user = UserSummary.sample(1).id
        _ = try await journal.auditLog.begin(.sample(user.rawValue), snapshot: (user, risk))
        written += 1
      }
    }
    #expect(error?.problem == .diskFull)
    #expect(written > 10)
    #expect(try await journal.auditLog.verify().lines == written)
    #expect(try await journal.auditLog.verify().isIntact)
    journal.close()
    // And after a start on the full disk, once there is room again.
    disk.fill()
    let full = Result { try Journal.open(folder: disk.account, owner: .sample) }
    if case .failure(let error as JournalError) = full { #expect(error.problem == .diskFull) }
    disk.empty()
    #expect(try await Journal.open(folder: disk.account, owner: .sample).auditLog.verify().isIntact)
  }

  // MARK: Migrations

  @Test func `a journal of each earlier version is brought up to date after a copy`() async throws {
    let future = Schema(
      steps: JournalSchema.current.steps + [
        Schema.script("ALTER TABLE audit ADD COLUMN source TEXT"),
        Schema.script(
          "CREATE TABLE ticket (id TEXT PRIMARY KEY); INSERT INTO ticket VALUES ('first')"
        ),
      ],
      applicationID: JournalSchema.current.applicationID
    )
    for version in 1..<future.version {
      let folder = try TemporaryFolder()
      let older = Schema(
        steps: Array(future.steps.prefix(version)),
        applicationID: future.applicationID
      )
      let head = try OldJournal.make(in: folder, older)

      let after = try Journal.open(
        folder: folder.account,
        owner: .sample,
        schema: future,
        now: .at(0)
      )
      let backup = folder.journalFile + ".v\(version)-backup-20260921T141320Z"
      #expect(after.backupPath == backup)
      #expect(mode(backup) == 0o600)
      #expect(try await after.auditLog.verify(expectedHead: head).isIntact)
      #expect(try sqlite(folder.journalFile, "SELECT id FROM ticket").first?[0] == "first")
      #expect(try sqlite(folder.journalFile, "PRAGMA user_version").first?[0] == future.version)
      #expect(try sqlite(backup, "PRAGMA user_version").first?[0] == version)
      #expect(try sqlite(backup, "SELECT count(*) FROM audit").first?[0] == 2)
      after.close()
      let again = try Journal.open(
        folder: folder.account,
        owner: .sample,
        schema: future,
        now: .at(9)
      )
      #expect(again.backupPath == nil)
    }
  }

  @Test func `a step that fails leaves the journal as it was`() async throws {
    let before = try Journal.open(folder: folder.account, owner: .sample)
    _ = try await before.auditLog.begin(.sample())
    before.close()
    let broken = Schema(
      steps: JournalSchema.current.steps + [
        Schema.script("CREATE TABLE ticket (id TEXT); DROP TABLE nothing")
      ],
      applicationID: JournalSchema.current.applicationID
    )
    #expect(throws: JournalError.self) {
      try Journal.open(folder: folder.account, owner: .sample, schema: broken, now: .at(0))
    }
    let journal = try Journal.open(folder: folder.account, owner: .sample)
    #expect(try await journal.auditLog.verify().lines == 1)
    #expect(
      try sqlite(folder.journalFile, "SELECT * FROM sqlite_master WHERE name = 'ticket'").isEmpty
    )
  }

  /// A file made by the first released schema, written down so that an edit of that step fails here.
  @Test func `a journal of version 1 opens`() async throws {
    try FileManager.default.createDirectory(
      atPath: folder.account,
      withIntermediateDirectories: true
    )
    try sqlite(folder.journalFile, version1)
    let journal = try Journal.open(
      folder: folder.account,
      owner: AccountAddress(server: AccountAddress.standardServer, accountID: "a")
    )
    #expect(try await journal.auditLog.entries(limit: 9).value.map(\.intent.target) == ["user-1"])
    #expect(try await journal.auditLog.verify().isIntact)
    #expect(journal.backupPath?.contains(".v1-backup-") == true)
    try await journal.auditLog.record(.sample(), .sample())
    let fresh = try TemporaryFolder()
    try Journal.open(folder: fresh.account, owner: .sample).close()
    let columns = """
      SELECT m.name || '.' || c.name || ' ' || c.type FROM sqlite_master AS m,
      pragma_table_info(m.name) AS c WHERE m.type = 'table' ORDER BY 1
      """
    #expect(try sqlite(folder.journalFile, columns) == sqlite(fresh.journalFile, columns))
    // Blanks and line ends are how the text above was folded.
    let others = """
      SELECT name, tbl_name, replace(replace(sql, char(10), ''), ' ', '') FROM sqlite_master
      WHERE type IN ('index', 'trigger') ORDER BY 1
      """
    #expect(try sqlite(folder.journalFile, others) == sqlite(fresh.journalFile, others))
  }

  @Test func `what a journal of version 1 left unknown can be settled after the update`()
    async throws
  {
    let head = try OldJournal.make(in: folder, OldJournal.schema(1), outcome: .unknown)
    let id = AuditID(line: 1)

    let journal = try Journal.open(folder: folder.account, owner: .sample)
    #expect(try await journal.auditLog.settle(id, .sample(.done)))
    #expect(try await journal.auditLog.verify(expectedHead: head).isIntact)
    #expect(
      try await journal.auditLog.entries(limit: 9).value.map { $0.outcome?.result } == [.done]
    )
  }
}

private let version1 = """
  CREATE TABLE audit ( seq INTEGER PRIMARY KEY AUTOINCREMENT, kind TEXT NOT NULL CHECK (kind IN
  ('intent', 'outcome')), intent_seq INTEGER, time TEXT NOT NULL, account TEXT NOT NULL, operator
  TEXT NOT NULL, action TEXT NOT NULL, target TEXT NOT NULL, reason TEXT, note TEXT, before TEXT,
  after TEXT, outcome TEXT, detail TEXT, ray TEXT, audit_log_id TEXT, snapshot_hash TEXT, previous
  TEXT NOT NULL, hash TEXT NOT NULL );
  CREATE UNIQUE INDEX audit_outcome ON audit (intent_seq) WHERE intent_seq IS NOT NULL;
  CREATE TRIGGER audit_is_never_updated BEFORE UPDATE ON audit BEGIN SELECT raise(ABORT, 'an audit
  line is never changed'); END;
  CREATE TRIGGER audit_is_never_deleted BEFORE DELETE ON audit BEGIN SELECT raise(ABORT, 'an audit
  line is never removed'); END;
  CREATE TRIGGER audit_is_never_replaced BEFORE INSERT ON audit WHEN EXISTS (SELECT 1 FROM audit
  WHERE seq = NEW.seq) BEGIN SELECT raise(ABORT, 'an audit line is never replaced'); END;
  CREATE TABLE snapshot ( audit_seq INTEGER PRIMARY KEY, user_id TEXT NOT NULL, taken_at REAL NOT
  NULL, content TEXT NOT NULL );
  CREATE INDEX snapshot_user ON snapshot (user_id);
  CREATE TRIGGER snapshot_is_never_updated BEFORE UPDATE ON snapshot BEGIN SELECT raise(ABORT, 'a
  snapshot is never changed'); END;
  CREATE TRIGGER snapshot_is_never_deleted BEFORE DELETE ON snapshot BEGIN SELECT raise(ABORT, 'a
  snapshot is never removed'); END;
  CREATE TABLE observation ( seq INTEGER PRIMARY KEY AUTOINCREMENT, at REAL NOT NULL, subject TEXT
  NOT NULL );
  CREATE TABLE person ( key INTEGER PRIMARY KEY, user_id TEXT NOT NULL UNIQUE, name TEXT NOT NULL,
  email TEXT NOT NULL );
  CREATE TABLE standing ( person INTEGER PRIMARY KEY, level TEXT, event_count INTEGER NOT NULL,
  last_event REAL, is_gone INTEGER NOT NULL );
  CREATE TABLE user_history ( person INTEGER NOT NULL, observation INTEGER NOT NULL, level TEXT,
  event_count INTEGER NOT NULL, last_event REAL, is_gone INTEGER NOT NULL, PRIMARY KEY (person,
  observation) ) WITHOUT ROWID;
  CREATE INDEX user_history_observation ON user_history (observation);
  CREATE TABLE behavior_history ( key TEXT NOT NULL, observation INTEGER NOT NULL, name TEXT NOT
  NULL, description TEXT NOT NULL, enabled INTEGER NOT NULL, level TEXT NOT NULL, is_gone INTEGER
  NOT NULL, PRIMARY KEY (key, observation) ) WITHOUT ROWID;
  CREATE TABLE integration_history ( id TEXT NOT NULL, observation INTEGER NOT NULL, account_tag
  TEXT NOT NULL, type TEXT NOT NULL, reference_id TEXT NOT NULL, tenant_url TEXT NOT NULL,
  well_known_url TEXT NOT NULL, active INTEGER NOT NULL, created_at REAL, is_gone INTEGER NOT
  NULL, PRIMARY KEY (id, observation) ) WITHOUT ROWID;
  CREATE TABLE assessment ( seq INTEGER PRIMARY KEY AUTOINCREMENT, user_id TEXT NOT NULL, verdict
  TEXT, note TEXT NOT NULL, author TEXT NOT NULL, at REAL NOT NULL );
  CREATE INDEX assessment_user ON assessment (user_id);
  CREATE TABLE draft ( name TEXT PRIMARY KEY NOT NULL, content TEXT NOT NULL, saved_at REAL NOT
  NULL );
  CREATE TABLE place ( id INTEGER PRIMARY KEY CHECK (id = 1), content TEXT NOT NULL, saved_at REAL
  NOT NULL );
  CREATE TABLE last_seen ( id INTEGER PRIMARY KEY CHECK (id = 1), at REAL NOT NULL, observation
  INTEGER NOT NULL );
  INSERT INTO audit (seq, kind, time, account, operator, action, target, previous, hash) VALUES
  (1, 'intent', '2026-11-21T08:40:00Z', 'a', 'ana@laptop', 'reset', 'user-1',
  '0000000000000000000000000000000000000000000000000000000000000000',
  '7fd6367ca740b1ed148323e1842c7a7c80435567c755e11fbb32d0f06f135410');
  PRAGMA application_id = 1515475530;
  PRAGMA user_version = 1;;SELECT 1
  """
