import Foundation
import HTTPTypes
import RiskAPI
import SimulatedAPI
import TestSupport
import Testing

/// Two dashboards and a cron job on one account and one set of files, as the account sees them.
struct SeveralAtOnceTests {
  @Test func `no audit line is lost, a cache cleared meanwhile hurts nobody, nothing is locked`()
    async throws
  {
    try await withOffice(refresh: "5s") { office in
      let ids = try await office.run("users list --format json").objects()
        .compactMap { $0.text("user_id") }
      // Dashboards reset from both ends of their lists, the cron job in the middle.
      async let cron = office.reset(Array(ids[10..<16]))
      for dashboard in [office.first, office.second] {
        try await dashboard.ask("R", answer: "1")
        try await dashboard.shows("[ Cancel ]", "▌ 1")
        try await dashboard.press("y")
      }
      for run in try await cron { #expect(run.status == 0, "\(run.errors)") }
      try await office.first.shows("of 22")
      try await office.second.shows("of 22")

      let clear = try await office.run("cache clear")
      #expect(clear.status == 0, "\(clear.errors)")
      #expect(try await office.reset([ids[16]]).allSatisfy { $0.status == 0 })
      try await office.first.shows("of 21")
      try await office.second.shows("of 21")

      let posted = await office.api.received.filter { $0.method == .post }.map(\.path)
      #expect(posted.count == 9)
      #expect(Set(posted).count == 9)
      let lines = try await office.run("audit list --format json").objects()
      #expect(lines.count == 9)
      #expect(lines.allSatisfy { $0.text("outcome") == "done" })
      let verified = try await office.run("audit verify")
      #expect(verified.status == 0, "\(verified.errors)")
      try await office.expectNoTrouble()
    }
  }

  @Test(.enabled(if: SQLite.isThere, "the sqlite3 program is not installed"))
  func `the plain sqlite3 program reads both files beside them, and changes no audit line`()
    async throws
  {
    try await withOffice(refresh: "off") { office in
      let id = try #require(try await Listing.of(office.api).users.last?.user_id)
      #expect(try await office.reset([id]).allSatisfy { $0.status == 0 })

      let lines = try await office.sqlite(.journal, "SELECT kind, target, outcome FROM audit")
      #expect(lines.output == "intent|\(id)|\noutcome|\(id)|done\n", "\(lines.errors)")
      let check = "PRAGMA integrity_check; SELECT count(*) > 25 FROM user"
      #expect(try await office.sqlite(.cache, check).output == "ok\n1\n")
      let changed = try await office.sqlite(.journal, "UPDATE audit SET target = 'x'")
      #expect(changed.errors.contains("an audit line is never changed"))
      let removed = try await office.sqlite(.journal, "DELETE FROM audit")
      #expect(removed.errors.contains("an audit line is never removed"))
      #expect(try await office.run("audit verify").status == 0)
      try await office.expectNoTrouble()
    }
  }

  /// That one takes what the other fetched lately is tested on clocks that the test turns.
  @Test func `both dashboards show what is new`() async throws {
    try await withOffice(refresh: "5s") { office in
      let users = try await Listing.of(office.api).users
      let user = try #require(users.last { $0.max_risk_level == "high" })
      await office.api.edit { account in
        _ = account.addEvent(of: "imp_travel", to: UserID(user.user_id), at: Date(), level: .low)
      }
      async let one = office.first.shows("new events for 1 user")
      async let other = office.second.shows("new events for 1 user")
      _ = try await (one, other)
      try await office.expectNoTrouble()
    }
  }

  @Test func `reads end before the account refuses, and a write still gets through`() async throws {
    let budget = RequestQuota(calls: 60, seconds: 300)
    try await withOffice(refresh: "5s", budget: budget) { office in
      let id = try #require(try await Listing.of(office.api).users.last?.user_id)
      var last = try await office.run("users list")
      for _ in 0..<60 where last.status == 0 { last = try await office.run("users list") }
      #expect(last.status == 75)
      #expect(last.errors.contains("the account's request budget is spent"))
      try await office.first.shows("rate limited until", "of 30")
      try await office.second.shows("rate limited until", "of 30")

      let reset = try await office.reset([id])
      #expect(reset.allSatisfy { $0.status == 0 }, "\(reset)")
      let received = await office.api.received.count
      #expect(received <= 60)
      for _ in 0..<3 { #expect(try await office.run("users list").status == 75) }
      #expect(await office.api.received.count == received)
      try await office.expectNoTrouble()
    }
  }

  @Test func `a refusal that one met keeps all the others from asking`() async throws {
    let budget = RequestQuota(calls: 40, seconds: 300)
    try await withOffice(refresh: "off", budget: budget) { office in
      // The web dashboard, with the same token: nobody here knows of it.
      for _ in 0..<40 { _ = try? await Listing.of(office.api) }
      let refused = try await office.run("users list")
      #expect(refused.status == 75)
      #expect(refused.errors.contains("10100"))

      let received = await office.api.received.count
      let next = try await office.run("behaviors list")
      #expect(next.status == 75)
      #expect(next.errors.contains("the account refuses requests for a while"))
      try await office.first.press("r")
      try await office.first.shows("rate limited: no requests until", "rate limited until")
      try await office.second.press("r")
      try await office.second.shows("rate limited: no requests until", "rate limited until")
      #expect(await office.api.received.count == received)
      try await office.expectNoTrouble()
    }
  }
}

// MARK: Fixtures

/// Two dashboards on one account, and commands beside them.
private struct Office {
  let api: SimulatedAPI
  let environment: [String: String]
  let first: Tmux
  let second: Tmux

  func run(_ command: String) async throws -> Binary.Run {
    try await Binary.shell("\"$0\" \(command)", environment: environment)
  }

  /// Resets users one after the other, a run each.
  func reset(_ ids: [String]) async throws -> [Binary.Run] {
    var runs: [Binary.Run] = []
    for id in ids { runs.append(try await run("users reset \(id) --reason remediated --yes")) }
    return runs
  }

  /// Runs SQL with the plain program on a file of the store.
  func sqlite(_ file: TroubledHome.File, _ sql: String) async throws -> Binary.Run {
    let root = environment[file == .cache ? "XDG_CACHE_HOME" : "XDG_STATE_HOME"] ?? ""
    let path = "\(accountFolder(root))/\(file.rawValue).sqlite"
    return try await Binary.shell("\(SQLite.path) '\(path)' \"\(sql)\"")
  }

  /// Nothing was said of files that could not be used, neither now nor before.
  func expectNoTrouble() async throws {
    for dashboard in [first, second] {
      try await dashboard.press("!")
      let log = try await dashboard.shows("Messages")
      for words in ["locked", "cannot be used", "cannot be kept", "no cache"] {
        #expect(!log.contains(words), "\(log.text)")
      }
      try await dashboard.press("Escape")
      try await dashboard.hides("Messages")
    }
  }
}

/// Opens two dashboards at the same moment where no files are yet, for as long as the body takes.
private func withOffice(
  refresh: String,
  budget: RequestQuota = RequestQuota(calls: 1_000_000),
  _ body: (Office) async throws -> Void
) async throws {
  let server = try await SimulatedServer.start(SimulationOptions(users: 30, budget: budget))
  let home = try TemporaryFolder()
  try FileManager.default.createDirectory(
    atPath: "\(home.path)/config/ztriage",
    withIntermediateDirectories: true
  )
  _ = try home.file("config/ztriage/config.yaml", "refresh: \(refresh)\n")
  let environment = account(at: server.baseURL).merging([
    "XDG_CONFIG_HOME": "\(home.path)/config", "XDG_CACHE_HOME": "\(home.path)/cache",
    "XDG_STATE_HOME": "\(home.path)/state", "USER": "analyst",
  ]) { $1 }
  do {
    try await withTerminal(environment: environment) { first in
      try await withTerminal(environment: environment) { second in
        try await first.enter("ztriage; echo \"ended $?\"")
        try await second.enter("ztriage; echo \"ended $?\"")
        for terminal in [first, second] {
          try await terminal.shows("of 30", " events, ", "okta.com", "live, as of")
        }
        // The worst for one, the least for the other: they do not reset the same users.
        try await second.press("G")
        try await second.shows("–30 of 30")
        // Three timelines were asked for: nothing is under way any more.
        try await until {
          await server.api.received.count { $0.path.last?.isHexDigit == true } >= 3
        } orThrow: {
          Silence(what: "timelines")
        }
        try await body(
          Office(api: server.api, environment: environment, first: first, second: second)
        )
        for terminal in [first, second] {
          try await terminal.press("q")
          try await terminal.shows("ended 0")
        }
      }
    }
  } catch {
    await server.stop()
    throw error
  }
  await server.stop()
}

private struct Silence: Error {
  let what: String
}
