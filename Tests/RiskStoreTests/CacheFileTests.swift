import Foundation
import GRDB
import RiskAPI
import SmallDisk
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

@Suite struct CacheFileTests {
  let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
  }

  @Test(arguments: [0o000, 0o022, 0o077])
  func `files are for their owner alone whatever the umask`(mask: Int) async throws {
    // The umask belongs to the whole process; these leave the tests that run meanwhile what they need.
    let old = umask(mode_t(mask))
    let cache = Cache.open(folder: folder.account).cache
    let journal = Result { try Journal.open(folder: folder.account, owner: .sample) }
    umask(old)
    try await cache.saveUsers(.sample(10), fetchedAt: .at(0))
    _ = try await journal.get().auditLog.begin(.sample())
    #expect(mode(folder.path + "/ztriage") == 0o700)
    #expect(mode(folder.account) == 0o700)
    for suffix in ["", "-wal", "-shm"] {
      #expect(mode(folder.cacheFile + suffix) == 0o600, "cache\(suffix)")
      #expect(mode(folder.journalFile + suffix) == 0o600, "journal\(suffix)")
    }
  }

  @Test func `files that others may read are closed to them`() async throws {
    Cache.open(folder: folder.account).cache.close()
    chmod(folder.cacheFile, 0o644)
    chmod(folder.account, 0o755)
    let cache = Cache.open(folder: folder.account).cache
    #expect(mode(folder.cacheFile) == 0o600)
    #expect(mode(folder.account) == 0o700)
    cache.close()
  }

  @Test(arguments: ["", "not a database", "SQLite format 3\0 and then something else entirely"])
  func `a file that is no database is set aside`(content: String) async throws {
    try FileManager.default.createDirectory(
      atPath: folder.account,
      withIntermediateDirectories: true
    )
    let bytes = content.isEmpty ? Data() : Data(content.utf8) + Data(repeating: 7, count: 5000)
    try bytes.write(to: URL(fileURLWithPath: folder.cacheFile))
    let opening = Cache.open(folder: folder.account, now: .at(0))
    try await expectUsable(opening.cache)
    if content.isEmpty {
      #expect(opening.notice == nil)
      return
    }
    let kept = folder.cacheFile + ".set-aside-20260921T141320Z"
    #expect(
      opening.notice
        == "the cache could not be used: it is damaged; saved as \(kept), a new one was created"
    )
    #expect(try Data(contentsOf: URL(fileURLWithPath: kept)) == bytes)
  }

  @Test func `a truncated file is set aside`() async throws {
    let cache = Cache.open(folder: folder.account).cache
    try await cache.saveUsers(.sample(2000), fetchedAt: .at(0))
    cache.close()
    truncate(folder.cacheFile, 40_000)
    let opening = Cache.open(folder: folder.account)
    #expect(opening.notice?.contains("it is damaged") == true)
    try await expectUsable(opening.cache)
  }

  @Test func `damage found later is set aside at once`() async throws {
    let first = Cache.open(folder: folder.account).cache
    try await first.saveUsers(.sample(2000), fetchedAt: .at(0))
    first.close()
    let file = try #require(FileHandle(forUpdatingAtPath: folder.cacheFile))
    try file.seek(toOffset: 20 * 1024)
    try file.write(contentsOf: Data(repeating: 0xEE, count: 150 * 1024))
    try file.close()

    let opening = Cache.open(folder: folder.account)
    #expect(opening.notice == nil)
    let error = await #expect(throws: CacheError.self) { try await opening.cache.loadUsers() }
    let kept = try #require(error?.keptAs)
    #expect(error?.line.contains("it is damaged; saved as \(kept)") == true)
    #expect(try folder.names() == [(kept as NSString).lastPathComponent])
    try await expectUsable(Cache.open(folder: folder.account).cache)
  }

  @Test func `a newer version is set aside and kept whole`() async throws {
    let cache = Cache.open(folder: folder.account).cache
    try await cache.saveUsers(.sample(3), fetchedAt: .at(0))
    cache.close()
    try sqlite(folder.cacheFile, "PRAGMA user_version = 9")
    let opening = Cache.open(folder: folder.account, now: .at(0))
    #expect(opening.notice?.contains("a newer ztriage (version 9, known here up to 6)") == true)
    try await expectUsable(opening.cache)
    let kept = folder.cacheFile + ".set-aside-20260921T141320Z"
    #expect(try sqlite(kept, "SELECT count(*) FROM user").first?[0] == 3)
  }

  @Test func `a cache of each earlier version is brought up to date with all that it holds`()
    async throws
  {
    let current = CacheSchema.current
    for version in 1..<current.version {
      let folder = try TemporaryFolder()
      try makeCache(version: version, at: folder.account)
      let opening = Cache.open(folder: folder.account)
      #expect(opening.notice == nil)
      #expect(try await opening.cache.loadBehaviors()?.value == [.sample("a")])
      #expect(try await opening.cache.info().version == current.version)
      let budget = try #require(opening.cache.rateLimitStore())
      #expect(await budget.enter(.deferrable) == .admitted(entry: 1))
      opening.cache.close()
      #expect(try folder.names() == ["cache.sqlite"])
    }
  }

  @Test(.enabled(if: SmallDisk.isAvailable, "needs the right to mount a file system"))
  func `a cache of an earlier version is done without where it cannot be brought up to date`()
    async throws
  {
    let disk = try SmallDisk(kilobytes: 2048)
    try makeCache(version: 1, at: disk.account)
    try disk.makeReadOnly()
    let opening = Cache.open(folder: disk.account)
    #expect(opening.notice?.hasPrefix("no cache: it is read-only") == true)
    #expect(try await opening.cache.loadBehaviors() == nil)
    #expect(opening.cache.rateLimitStore() == nil)
    opening.cache.close()
  }

  /// A cache as an earlier version left it.
  private func makeCache(version: Int, at account: String) throws {
    var older = CacheSchema.current
    older.steps = Array(older.steps.prefix(version))
    let connection = try Connection.open(
      account + "/cache.sqlite",
      patience: 0.5,
      pageSize: CacheSchema.pageSize,
      synchronous: "NORMAL"
    )
    try connection.writer.writeWithoutTransaction { database in
      try older.migrate(database)
      // Since version 5 nothing is filled in.
      let (columns, values) = version < 5 ? ("", "") : (", kept_count, asked_at", ", 0, 0")
      try database.execute(
        sql: """
          INSERT INTO behavior VALUES ('a', 'Name of a', 'fifteen times or more', 1, 'high');
          INSERT INTO resource (name, fetched_at, row_count, total_count, revision\(columns))
            VALUES ('behaviors', 1790000000, 1, NULL, 1\(values))
          """
      )
    }
    connection.close()
  }

  @Test func `another program's database is set aside`() async throws {
    try FileManager.default.createDirectory(
      atPath: folder.account,
      withIntermediateDirectories: true
    )
    try sqlite(folder.cacheFile, "CREATE TABLE user (id TEXT);;SELECT 1")
    let opening = Cache.open(folder: folder.account)
    #expect(opening.notice?.contains("another program's database") == true)
    try await expectUsable(opening.cache)
  }

  @Test func `only the newest two files that were set aside are kept`() async throws {
    for second in 0..<4 {
      Cache.open(folder: folder.account).cache.close()
      try Data(repeating: 1, count: 9000).write(to: URL(fileURLWithPath: folder.cacheFile))
      Cache.open(folder: folder.account, now: .at(Double(second))).cache.close()
    }
    #expect(
      try folder.names() == [
        "cache.sqlite", "cache.sqlite.set-aside-20260921T141322Z",
        "cache.sqlite.set-aside-20260921T141323Z",
      ]
    )
  }

  @Test func `by a clock that was set back, the file set aside last is kept all the same`() throws {
    for second in [9, 8, 1, 0] {
      Cache.open(folder: folder.account).cache.close()
      try Data(repeating: UInt8(second), count: 9000)
        .write(to: URL(fileURLWithPath: folder.cacheFile))
      Cache.open(folder: folder.account, now: .at(Double(second))).cache.close()
    }
    #expect(
      try folder.names() == [
        "cache.sqlite", "cache.sqlite.set-aside-20260921T141320Z",
        "cache.sqlite.set-aside-20260921T141329Z",
      ]
    )
  }

  @Test func `a folder that cannot be made leaves a cache in memory`() async throws {
    try Data().write(to: URL(fileURLWithPath: folder.path + "/ztriage"))
    let opening = Cache.open(folder: folder.account)
    #expect(opening.notice?.hasPrefix("no cache: Not a directory") == true)
    #expect(opening.cache.path == nil)
    try await expectUsable(opening.cache)
  }

  @Test func `a file that another program locks is done without`() async throws {
    Cache.open(folder: folder.account).cache.close()
    var configuration = Configuration()
    configuration.allowsUnsafeTransactions = true
    let queue = try DatabaseQueue(path: folder.cacheFile, configuration: configuration)
    try await queue.writeWithoutTransaction { database in
      try database.execute(sql: "PRAGMA locking_mode = EXCLUSIVE")
      try database.execute(sql: "BEGIN EXCLUSIVE")
    }
    let opening = Cache.open(folder: folder.account)
    #expect(opening.notice?.contains("another program has locked it") == true)
    #expect(opening.cache.path == nil)
    try await expectUsable(opening.cache)
    try await queue.writeWithoutTransaction { try $0.execute(sql: "ROLLBACK") }
    try queue.close()
    #expect(Cache.open(folder: folder.account).notice == nil)
  }

  @Test(.enabled(if: SmallDisk.isAvailable, "needs the right to mount a file system"))
  func `a read-only disk is read but not written`() async throws {
    let disk = try SmallDisk(kilobytes: 2048)
    let cache = Cache.open(folder: disk.account).cache
    try await cache.saveUsers(.sample(20), fetchedAt: .at(0))
    cache.close()
    try disk.makeReadOnly()
    let opening = Cache.open(folder: disk.account)
    #expect(opening.notice?.contains("the cache cannot be updated: it is read-only") == true)
    #expect(!opening.cache.isWritable)
    #expect(try await opening.cache.loadUsers()?.value.users.count == 20)
    try await opening.cache.saveUsers(.sample(30), fetchedAt: .at(1))
    #expect(try await opening.cache.loadUsers()?.value.users.count == 20)
    opening.cache.close()
  }

  @Test(.enabled(if: SmallDisk.isAvailable, "needs the right to mount a file system"))
  func `a read-only disk without a cache leaves one in memory`() async throws {
    let disk = try SmallDisk(kilobytes: 1024)
    try disk.makeReadOnly()
    let opening = Cache.open(folder: disk.account)
    #expect(opening.notice?.hasPrefix("no cache: it is read-only") == true)
    try await expectUsable(opening.cache)
  }

  @Test(.enabled(if: SmallDisk.isAvailable, "needs the right to mount a file system"))
  func `a disk that fills up loses the save and not what was there`() async throws {
    let disk = try SmallDisk(kilobytes: 1024)
    let cache = Cache.open(folder: disk.account).cache
    try await cache.saveUsers(.sample(100), fetchedAt: .at(0))
    let error = await #expect(throws: CacheError.self) {
      try await cache.saveUsers(.sample(20_000), fetchedAt: .at(1))
    }
    #expect(error?.problem == .diskFull)
    #expect(try await cache.loadUsers()?.value == .sample(100))
    cache.close()
  }

  @Test(.enabled(if: SmallDisk.isAvailable, "needs the right to mount a file system"))
  func `a full disk leaves a cache that can be used`() async throws {
    let disk = try SmallDisk(kilobytes: 1024)
    disk.fill()
    let empty = Cache.open(folder: disk.account)
    #expect(empty.notice?.contains("the disk is full") == true)
    try await expectUsable(empty.cache)

    disk.empty()
    let cache = Cache.open(folder: disk.account).cache
    try await cache.saveUsers(.sample(20), fetchedAt: .at(0))
    cache.close()
    disk.fill()
    let opening = Cache.open(folder: disk.account)
    #expect(opening.notice?.contains("the disk is full") == true)
    #expect(try await opening.cache.loadUsers()?.value.users.count == 20)
    opening.cache.close()
  }

  @Test func `a large save and a close leave no log to be read at the next start`() async throws {
    let cache = Cache.open(folder: folder.account).cache
    try await cache.saveUsers(.sample(2000), fetchedAt: .at(0))
    #expect(PrivateFiles.size(of: folder.cacheFile, companion: "-wal") == 0)
    try await cache.saveUsers(.sample(2010), fetchedAt: .at(1))
    #expect(PrivateFiles.size(of: folder.cacheFile, companion: "-wal") > 0)
    cache.close()
    #expect(PrivateFiles.size(of: folder.cacheFile, companion: "-wal") == 0)
  }

  @Test func `a copy taken in the middle of a save opens as it was before`() async throws {
    let cache = Cache.open(folder: folder.account).cache
    try await cache.saveUsers(.sample(500), fetchedAt: .at(0))
    let copy = try TemporaryFolder()
    try FileManager.default.createDirectory(atPath: copy.account, withIntermediateDirectories: true)
    let connection = try #require(cache.connection)
    _ = try await connection.write { [folder] database in
      try database.execute(sql: "UPDATE user SET event_count = 999")
      // What does not fit into SQLite's memory is in the log already, without a commit.
      try database.execute(sql: "PRAGMA cache_spill = 1")
      for suffix in ["", "-wal"] {
        try FileManager.default.copyItem(
          atPath: folder.cacheFile + suffix,
          toPath: copy.cacheFile + suffix
        )
      }
    }
    let opening = Cache.open(folder: copy.account)
    #expect(opening.notice == nil)
    #expect(try await opening.cache.loadUsers()?.value == .sample(500))
  }

  private func expectUsable(_ cache: Cache) async throws {
    try await cache.saveUsers(.sample(7), fetchedAt: .at(3))
    #expect(try await cache.loadUsers()?.value == .sample(7))
  }
}
