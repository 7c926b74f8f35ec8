import Foundation
import RiskAPI
import RiskServices
import RiskStore
import SimulatedAPI
import Testing

@Suite(.serialized)
struct KillTests {
  /// How many runs are killed, and how many of them at a time.
  private static let kills = 200
  private static let lanes = 4

  @Test(.timeLimit(.minutes(3)))
  func `no write that reached the account is missing after 200 kills`() async throws {
    // Held back, so that kills land between sending and the reply too.
    let server = try await SimulatedServer.start(
      SimulationOptions(
        users: Self.kills + Self.lanes,
        latency: .milliseconds(10),
        budget: RequestBudget(calls: 1_000_000)
      )
    )
    let kept = Kept(home: try Scratch(), baseURL: server.baseURL)
    do {
      let users = try await Self.users(of: server.api)
      try await Self.killRuns(on: Array(users), kept)
    } catch {
      await server.stop()
      throw error
    }
    await server.stop()
    let posted = await Self.postedUsers(server.api)
    try #require(!posted.isEmpty, "no run lived long enough to send anything")

    let verified = try await kept.run("audit verify --format json")
    #expect(verified.status == 0, "\(verified.errors)")
    let lines = try await kept.run("audit list --limit 1000 --format json").objects()
    let noted = Set(lines.compactMap { $0.text("target") })
    #expect(posted.subtracting(noted).isEmpty, "sent without a line")
    let cutShort = lines.filter { $0.text("outcome") == "open" }
    #expect(try verified.object().number("open_intents") == cutShort.count)

    // The next start names each of them and closes it with what the account shows.
    let journal = try Journal.open(
      folder: URL(filePath: kept.journal).deletingLastPathComponent().path
    )
    defer { journal.close() }
    let found = try await Self.service(over: server.api, journal).recoverWrites()
    #expect(
      Set(found.map(\.entry.intent.target)) == Set(cutShort.compactMap { $0.text("target") })
    )
    #expect(found.allSatisfy { [.done, .failed].contains($0.result) })
    #expect(found.allSatisfy { $0.result != .done || posted.contains($0.entry.intent.target) })
    #expect(try await journal.openIntents().isEmpty)
    #expect(try await journal.verify().fault == nil)
  }

  /// Kills a run for each user but the first ones, which tell how long a run takes.
  private static func killRuns(on users: [UserID], _ kept: Kept) async throws {
    let whole = try await withThrowingTaskGroup(of: Duration.self) { group in
      for (lane, user) in users.prefix(lanes).enumerated() {
        group.addTask { try await run(user, kept, lane: lane, killedAfter: nil) }
      }
      return try await group.reduce(.zero, max)
    }
    // On a busy machine a run takes seconds, and 200 of them would take minutes.
    let span = min(whole, .milliseconds(400))
    var dice = Dice(state: 42)
    // Some are left time to end, so that every moment up to the last has its turn.
    let delays = (0..<kills).map { _ in span * Double.random(in: 0..<1.15, using: &dice) }
    let victims = Array(zip(users.dropFirst(lanes), delays))
    try await withThrowingTaskGroup { group in
      for lane in 0..<lanes {
        group.addTask {
          for (user, delay) in stride(from: lane, to: victims.count, by: lanes).map({ victims[$0] })
          {
            _ = try await run(user, kept, lane: lane, killedAfter: delay)
          }
        }
      }
      try await group.waitForAll()
    }
  }

  /// Resets a user with the program; how long it lived.
  private static func run(
    _ user: UserID,
    _ kept: Kept,
    lane: Int,
    killedAfter delay: Duration?
  ) async throws -> Duration {
    let environment = account(at: kept.baseURL).merging([
      "HOME": kept.home.path, "PATH": "/usr/bin:/bin", "TZ": "UTC", "LC_ALL": "C.UTF-8",
    ]) { $1 }
    let started = ContinuousClock.now
    let errors = "\(kept.home.path)/errors-\(lane)"
    let process = try Spawn.start(
      Binary.path,
      ["users", "reset", user.rawValue, "--reason", "remediated", "--yes"],
      environment,
      .files(output: "\(kept.home.path)/output-\(lane)", errors: errors)
    )
    if let delay {
      try? await Task.sleep(for: delay)
      // Not waited for yet, so that the number is still this program's, ended or not.
      kill(process, SIGKILL)
    }
    let status = await Spawn.wait(for: process)
    if status != 0 && status != 128 + SIGKILL {
      Issue.record("ended with \(status): \(try kept.home.text("errors-\(lane)"))")
    }
    return ContinuousClock.now - started
  }

  private static func users(of api: SimulatedAPI) async throws -> [UserID] {
    let users = try await client(api).summary().users.map(\.id)
    try #require(users.count == kills + lanes)
    return users
  }

  /// The users whose reset the account received, whether or not its reply went out.
  private static func postedUsers(_ api: SimulatedAPI) async -> Set<String> {
    let paths = await api.received.filter { $0.method == "POST" }.map(\.path)
    return Set(paths.compactMap { $0.split(separator: "/").dropLast().last.map(String.init) })
  }

  private static func service(over api: SimulatedAPI, _ journal: Journal) throws -> RiskService {
    RiskService(account: .online(try client(api)), journaling: .kept(journal, operator: "ana@desk"))
  }

  private static func client(_ api: SimulatedAPI) throws -> APIClient {
    APIClient(
      accountID: SimulatedAPI.accountID,
      credentials: .token(try APIToken("s3cret-token")),
      transport: api.transport()
    )
  }
}

// MARK: Fixtures

/// Random numbers that are the same each time.
private struct Dice: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = (state ^ (state >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }
}
