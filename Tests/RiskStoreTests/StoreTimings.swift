import Foundation
import RiskAPI
import RiskStore
import Testing

@Suite struct StoreTimings {
  /// Printed, never compared: times on shared machines are noisy.
  @Test func `100 000 users, timed`() async throws {
    let folder = try TemporaryFolder()
    var summary = RiskSummary.sample(100_000)
    let cache = Cache.open(folder: folder.account).cache
    let journal = try Journal.open(folder: folder.account)
    try await timed("cache, first save") {
      _ = try await cache.saveUsers(summary, fetchedAt: .at(0))
    }
    try await timed("journal, first look") {
      _ = try await journal.recordUsers(summary, at: .at(0))
    }
    for place in stride(from: 0, to: 100_000, by: 100) {
      summary.users[place].eventCount += 1
      summary.users[place].lastEvent = .at(200_000 + Double(place))
    }
    let changed = summary
    let before = bytesWritten()
    try await timed("cache, 1 % changed") {
      let changes = try await cache.saveUsers(changed, fetchedAt: .at(60))
      #expect(changes.changed.count == 1000)
    }
    let between = bytesWritten()
    try await timed("journal, 1 % changed") {
      let rows = try await journal.recordUsers(changed, at: .at(60))
      #expect(rows == 1000)
    }
    print("cache, 1 % changed: \((between - before) / 1024) kB written")
    print("journal, 1 % changed: \((bytesWritten() - between) / 1024) kB written")
    cache.close()
    try await timed("open and read the first 60") {
      let opened = Cache.open(folder: folder.account).cache
      let first = try await opened.loadFirstUsers(60)
      #expect(first?.value.users.count == 60)
      opened.close()
    }
  }

  private func timed(_ what: String, _ body: () async throws -> Void) async throws {
    let clock = ContinuousClock()
    let start = clock.now
    try await body()
    print("\(what): \(start.duration(to: clock.now))")
  }

  /// What this process wrote so far, the tests that run meanwhile included; 0 where it cannot be told.
  private func bytesWritten() -> Int {
    let lines = (try? String(contentsOfFile: "/proc/self/io", encoding: .utf8)) ?? ""
    let line = lines.split(separator: "\n").first { $0.hasPrefix("wchar") }
    return line?.split(separator: " ").last.flatMap { Int($0) } ?? 0
  }
}
