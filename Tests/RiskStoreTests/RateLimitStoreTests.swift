import Foundation
import GRDB
import RiskAPI
import RiskStore
import Synchronization
import TestSupport
import Testing

/// The budget in the cache's file, as several processes see it.
struct RateLimitStoreTests {
  private let folder: TemporaryFolder
  private let time = Time()

  init() throws {
    folder = try TemporaryFolder()
  }

  @Test
  func `a refusal seen by one holds the other, and a cache cleared meanwhile does not end it`()
    async throws
  {
    let (here, there) = (try process(), try process())
    await here.budget.noteRefusal(seconds: 300)
    time.pass(100)
    try await there.cache.clear()
    #expect(await there.budget.enter(.urgent).hold == .seconds(200))
    #expect(await there.budget.enter(.urgent).reason == .refused)
    time.pass(200)
    #expect(await there.budget.enter(.urgent).hold == nil)
  }

  @Test func `what the account said to one is spent by both`() async throws {
    let (here, there) = (try process(), try process())
    guard case .admitted(let entry?) = await here.budget.enter(.deferrable) else {
      Issue.record("not entered")
      return
    }
    await here.budget.note(RateLimit(remaining: 64, resetSeconds: 50), entry: entry)
    #expect(await there.budget.enter(.deferrable).hold == nil)
    #expect(await here.budget.enter(.deferrable).hold == nil)
    #expect(await there.budget.enter(.deferrable).hold == nil)
    #expect(await here.budget.enter(.deferrable).hold == nil)
    #expect(await there.budget.enter(.deferrable).hold == .seconds(50))
    #expect(await there.budget.enter(.deferrable).reason == .spent)
    #expect(await there.budget.enter(.urgent).hold == nil)
  }

  @Test func `requests at once from several processes are counted, none twice and none lost`()
    async throws
  {
    let processes = try (0..<3).map { _ in try process(patience: 60) }
    await processes[0].budget.note(RateLimit(quota: 100, windowSeconds: 60), entry: 1)
    let admitted = await withTaskGroup(of: Bool.self) { group in
      for number in 0..<150 {
        let budget = processes[number % 3].budget
        group.addTask { await budget.enter(.urgent).hold == nil }
      }
      return await group.reduce(0) { $0 + ($1 ? 1 : 0) }
    }
    #expect(admitted == 100)
    let rows = try sqlite(folder.cacheFile, "SELECT entries FROM request_budget")
    #expect(rows.first?[0] as Int? == 100)
    time.pass(61)
    #expect(await processes[1].budget.enter(.deferrable).hold == nil)
  }

  @Test func `a locked file holds nobody up, and is caught up with`() async throws {
    let (here, there) = (try process(), try process())
    _ = await here.budget.enter(.deferrable)
    await here.budget.noteRefusal(seconds: 300)
    let other = try LockedFile(folder.cacheFile)
    // Were a call to wait until the lock is gone, it would wait for ever.
    for _ in 0..<5 {
      #expect(await there.budget.enter(.deferrable) == .admitted(entry: nil))
    }
    try other.unlock()
    time.pass(300)
    #expect(await there.budget.enter(.deferrable) == .admitted(entry: 7))
  }

  @Test(arguments: [
    "DROP TABLE request_budget", "DELETE FROM request_budget", "DROP TABLE request_count",
    "UPDATE request_budget SET entries = 'x', quota = 'y', remaining = 'z'",
    """
    UPDATE request_budget SET entries = -9223372036854775808, quota = -1, window = 0, \
    remaining = 9223372036854775807, remaining_entry = -9223372036854775808, \
    remaining_at = 1790000000, window_ends_at = 1790000100, refused_at = -9e999, \
    refused_until = 9e999
    """,
    "REPLACE INTO request_count VALUES (1790000000, 9223372036854775807), (1789999999, -5)",
  ])
  func `a file that somebody changed never stops a request for long`(sql: String) async throws {
    let here = try process()
    _ = await here.budget.enter(.urgent)
    try sqlite(folder.cacheFile, sql + ";;SELECT 1")
    await here.budget.note(RateLimit(remaining: 9, resetSeconds: 9), entry: 1)
    for priority in [RequestPriority.urgent, .deferrable] {
      let hold = await here.budget.enter(priority).hold
      #expect((hold ?? .zero) <= .seconds(600))
    }
  }

  @Test func `a deleted file is done without`() async throws {
    let here = try process()
    _ = await here.budget.enter(.deferrable)
    for suffix in ["", "-wal", "-shm"] {
      try FileManager.default.removeItem(atPath: folder.cacheFile + suffix)
    }
    #expect(await here.budget.enter(.deferrable).hold == nil)
    await here.budget.noteRefusal(seconds: 5)
    here.cache.close()
    let next = try process()
    #expect(await next.budget.enter(.deferrable) == .admitted(entry: 1))
  }

  @Test(arguments: [-7200.0, 7200])
  func `a clock that was set holds nobody for hours`(shift: Double) async throws {
    let (here, there) = (try process(), try process())
    await here.budget.note(RateLimit(quota: 100, windowSeconds: 300), entry: 1)
    for _ in 0..<95 { _ = await here.budget.enter(.urgent) }
    await here.budget.noteRefusal(seconds: 300)
    #expect(await there.budget.enter(.deferrable).hold == .seconds(300))
    time.pass(shift)
    #expect(await there.budget.enter(.deferrable).hold == nil)
  }

  @Test func `a cache in memory, or one that is only read, has none to share`() {
    #expect(Cache.inMemory().rateLimitStore() == nil)
  }

  private func process(patience: Double = 0.02) throws -> (cache: Cache, budget: RateLimitStore) {
    let opening = Cache.open(folder: folder.account)
    #expect(opening.notice == nil)
    let time = time
    let budget = opening.cache.rateLimitStore(patience: patience) { time.now }
    return (opening.cache, try #require(budget))
  }
}

/// A wall's clock that is set by hand.
private final class Time: Sendable {
  private let date = Mutex(Date.at(0))
  var now: Date { date.withLock { $0 } }
  func pass(_ seconds: Double) { date.withLock { $0 += seconds } }
}

extension Admission {
  /// How long to wait, to the second below; nil for not at all.
  fileprivate var hold: Duration? {
    guard case .held(let delay, _) = self else { return nil }
    return .seconds(delay.components.seconds)
  }

  fileprivate var reason: PauseReason? {
    if case .held(_, let reason) = self { reason } else { nil }
  }
}

/// A file that another program has locked for itself.
private struct LockedFile {
  private let queue: DatabaseQueue

  init(_ path: String) throws {
    var configuration = Configuration()
    configuration.allowsUnsafeTransactions = true
    queue = try DatabaseQueue(path: path, configuration: configuration)
    try queue.writeWithoutTransaction { try $0.execute(sql: "BEGIN EXCLUSIVE") }
  }

  func unlock() throws {
    try queue.writeWithoutTransaction { try $0.execute(sql: "COMMIT") }
    try queue.close()
  }
}
