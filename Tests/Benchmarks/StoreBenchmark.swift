import Foundation
import RiskAPI
import RiskStore

/// Cache and journal with 100 000 users and 1 000 000 events, on the disk of the temporary folder.
enum StoreBenchmark {
  static func run() async throws {
    let folder = NSTemporaryDirectory() + "ztriage-bench-" + UUID().uuidString
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let cache = Cache.open(folder: folder).cache
    let journal = try Journal.open(
      folder: folder,
      owner: AccountAddress(server: "127.0.0.1:0", accountID: "account")
    )
    try await refresh(cache, journal)
    try await events(cache)
    cache.close()
    journal.close()

    let reopened = Cache.open(folder: folder).cache
    try await timed("first 60 users, with all of that in the file") {
      _ = try await reopened.loadFirstUsers(60)
    }
    reopened.close()
  }

  private static func refresh(_ cache: Cache, _ journal: Journal) async throws {
    var summary = RiskSummary.sample(100_000)
    let all = summary
    try await timed("cache, first 100 000 users") {
      try await cache.saveUsers(all, fetchedAt: moment(0))
    }
    try await timed("journal, first 100 000 users") {
      try await journal.history.recordUsers(all, at: moment(0))
    }
    for place in stride(from: 0, to: 100_000, by: 100) {
      summary.users[place].eventCount += 1
      summary.users[place].lastEvent = moment(Double(place))
    }
    let changed = summary
    try await timed("cache, refresh with 1 % changed") {
      try await cache.saveUsers(changed, fetchedAt: moment(60))
    }
    try await timed("journal, refresh with 1 % changed") {
      try await journal.history.recordUsers(changed, at: moment(60))
    }
    try await timed("cache, refresh with nothing changed") {
      try await cache.saveUsers(changed, fetchedAt: moment(120))
    }
    try await timed("journal, refresh with nothing changed") {
      try await journal.history.recordUsers(changed, at: moment(120))
    }
    try await timed("cache, all 100 000 users loaded") { try await cache.loadUsers() }
  }

  private static func events(_ cache: Cache) async throws {
    try await timed("1 000 000 events, saved 100 a user") {
      for number in 0..<10_000 {
        let risk = UserDetail.sample(number, events: 100)
        try await cache.saveUser(.sample(number), risk, fetchedAt: moment(0))
      }
    }
    let id = UserID.sample(5_000)
    try await timed("one user's 100 events loaded from among them") {
      try await cache.loadUser(id)
    }
    try await timed("one user's page saved again, 1 event new") {
      try await cache.saveUser(id, .sample(5_000, events: 101), fetchedAt: moment(60))
    }
  }

  private static func moment(_ seconds: Double) -> Date {
    Date(timeIntervalSince1970: 1_795_000_000 + seconds)
  }

  private static func timed(
    _ what: String,
    _ body: () async throws -> some Sendable
  ) async throws {
    let before = bytesWritten()
    let clock = ContinuousClock()
    let start = clock.now
    _ = try await body()
    let duration = start.duration(to: clock.now)
    let kilobytes = String(format: "%9d kB written", (bytesWritten() - before) / 1024)
    Benchmarks.report(what, duration.inMilliseconds, kilobytes)
  }

  /// What this process wrote to files so far; 0 where the system does not tell.
  private static func bytesWritten() -> Int {
    let lines = (try? String(contentsOfFile: "/proc/self/io", encoding: .utf8)) ?? ""
    let line = lines.split(separator: "\n").first { $0.hasPrefix("wchar") }
    return line?.split(separator: " ").last.flatMap { Int($0) } ?? 0
  }
}
