import Foundation
import HTTPTypes
import RiskAPI
import SimulatedAPI
import Synchronization
import TestSupport
import Testing

@Suite(.serialized)
struct KillTests {
  /// How many runs are killed, and how many of them at a time.
  private static let kills = 200
  private static let lanes = 4

  @Test(.timeLimit(.minutes(20)))
  func `no write that reached the account is missing after 200 kills`() async throws {
    let writes = HeldWrites()
    // Replies take a while, so that kills land between sending and the reply too.
    let held = HeldReplies(latency: .milliseconds(20), writes.isHeld)
    let api = held.account(users: Self.kills, budget: RequestQuota(calls: 1_000_000))
    let server = try await SimulatedServer.start(api)
    do {
      let kept = Kept(home: try TemporaryFolder(), baseURL: server.baseURL)
      try await Self.killRuns(server, kept, held, writes)
    } catch {
      held.release()
      await server.stop()
      throw error
    }
    held.release()
    await server.stop()
  }

  private static func killRuns(
    _ server: SimulatedServer,
    _ kept: Kept,
    _ held: HeldReplies,
    _ writes: HeldWrites
  ) async throws {
    let lanes = try await Writes.lanes(of: server.api)
    try await killRuns(lanes, kept)
    // The others may find nothing left to change.
    let commands = lanes.compactMap(\.last).filter { $0.contains("reset") || $0.contains("create") }
    let middle = Middle(held: held, writes: writes, api: server.api)
    // One is found by the run after it, the others are left for the end.
    try await killInTheMiddle(Array(commands.prefix(1)), middle, kept)
    _ = try await kept.run("users list")
    try await killInTheMiddle(Array(commands.dropFirst()), middle, kept)
    let sent = await Sent(server.api)
    try #require(sent.kinds.count == 4, "some writes were never sent: \(sent.kinds)")

    let verified = try await kept.run("audit verify --format json")
    #expect(verified.status == 0, "\(verified.errors)")
    let lines = try await kept.run("audit list --limit 1000 --format json").objects()
    for (kind, targets) in sent.kinds {
      let noted = lines.filter { $0.text("what") == kind.rawValue }.compactMap { $0.text("target") }
      #expect(targets.count <= noted.count, "\(kind) was sent without a line")
      if kind.namesTarget { #expect(Set(targets).isSubset(of: noted)) }
    }
    let cutShort = lines.filter { $0.text("outcome") == "open" }.compactMap { $0.text("target") }
    #expect(try verified.object().number("open_intents") == cutShort.count)
    #expect(!cutShort.isEmpty)
    // Others were found by later runs, when no other write was under way.
    let found = lines.filter { $0.text("detail")?.hasPrefix("looked at afterwards") == true }
    #expect(!found.isEmpty, "no kill came between a line and its outcome")

    // The next start names each of them, with what the account shows.
    let next = try await Binary.shell("\"$0\" users list", environment: kept.environment)
    #expect(next.status == 0, "\(next.errors)")
    let told = next.errorLines.filter { $0.contains(" was cut short: ") }
    #expect(told.compactMap(Self.target).sorted() == cutShort.sorted())
    for line in told where line.hasPrefix("ztriage: reset of ") && line.contains("it happened") {
      #expect(try sent.kinds[.reset]?.contains(#require(Self.target(line))) == true)
    }
    // Of behaviors and switches, a later run may have left no trace.
    let after = try await kept.run("audit verify --format json")
    let open = told.count { $0.contains("unknown whether it happened") }
    #expect(try after.object().number("open_intents") == open)
  }

  /// `ID` in `ztriage: reset of ID, begun …`.
  private static func target(_ line: Substring) -> String? {
    line.firstMatch(of: #/^(?:ztriage: )?[a-z ]+ of (.+?), begun /#).map { String($0.1) }
  }

  /// Kills the runs of each lane between its first two, which tell how long a run takes, and its last.
  private static func killRuns(_ lanes: [[String]], _ kept: Kept) async throws {
    let whole = try await withThrowingTaskGroup(of: Duration.self) { group in
      for (lane, commands) in lanes.enumerated() {
        group.addTask {
          var longest = Duration.zero
          for command in commands.prefix(2) {
            longest = max(longest, try await run(command, kept, lane: lane, killedAfter: nil))
          }
          return longest
        }
      }
      return try await group.reduce(.zero, max)
    }
    // On a busy machine a run takes seconds, and 200 of them would take minutes.
    let span = min(whole, .seconds(1))
    try await withThrowingTaskGroup { group in
      for (lane, commands) in lanes.enumerated() {
        group.addTask {
          var dice = Dice(state: 42 + UInt64(lane))
          for command in commands.dropFirst(2).dropLast() {
            // Some are left time to end, so that every moment up to the last has its turn.
            let delay = span * Double.random(in: 0..<1.15, using: &dice)
            _ = try await run(command, kept, lane: lane, killedAfter: delay)
          }
        }
      }
      try await group.waitForAll()
    }
  }

  /// Makes a write with the program; how long it lived.
  private static func run(
    _ command: String,
    _ kept: Kept,
    lane: Int,
    killedAfter delay: Duration?
  ) async throws -> Duration {
    let started = ContinuousClock.now
    let process = try start(command, kept, lane: lane)
    if let delay {
      try? await Task.sleep(for: delay)
      // Not waited for yet, so that the number is still this program's, ended or not.
      kill(process, SIGKILL)
    }
    let status = await Spawn.wait(for: process)
    if status != 0 && status != 128 + SIGKILL {
      Issue.record("\(command) ended with \(status): \(try kept.home.text("errors-\(lane)"))")
    }
    return ContinuousClock.now - started
  }

  /// Kills runs whose writes were made and not yet looked at: their lines are open.
  private static func killInTheMiddle(
    _ commands: [String],
    _ middle: Middle,
    _ kept: Kept
  ) async throws {
    var processes: [pid_t] = []
    // All are alive until the last one is there: none looks what became of another.
    for (lane, command) in commands.enumerated() {
      let held = middle.held.held
      middle.writes.hold(from: await middle.api.received.count(where: \.isWrite) + 1)
      processes.append(try start(command, kept, lane: lane))
      try await until {
        middle.held.held > held
      } orThrow: {
        ScreenTimeout(wanted: "a look after the write of \(command)", screen: Screen(text: ""))
      }
    }
    for process in processes { kill(process, SIGKILL) }
    for process in processes { _ = await Spawn.wait(for: process) }
    middle.writes.hold(from: nil)
  }

  private static func start(_ command: String, _ kept: Kept, lane: Int) throws -> pid_t {
    try Spawn.start(
      Binary.path,
      command.split(separator: " ").map(String.init) + ["--yes"],
      kept.environment.merging([
        "PATH": "/usr/bin:/bin", "TZ": "UTC", "LC_ALL": "C.UTF-8",
      ]) { $1 },
      .files(
        output: "\(kept.home.path)/output-\(lane)",
        errors: "\(kept.home.path)/errors-\(lane)"
      )
    )
  }

  /// What is written: in each lane one after the other, so that none meets another's change.
  private enum Writes {
    static func lanes(of api: SimulatedAPI) async throws -> [[String]] {
      let users = try await client(api).summary().users.map(\.id.rawValue)
      let behaviors = await api.edit { $0.behaviors.keys.sorted() }
      let integration = try #require(await api.edit { $0.integrations.first?.id })
      let count = 3 + kills / KillTests.lanes
      let resets = users.map { "users reset \($0) --reason remediated" }
      return [
        Array(resets.prefix(count)), Array(resets.dropFirst(count).prefix(count)),
        (0..<count).map { number in
          number.isMultiple(of: 2)
            ? "behaviors set \(behaviors[number / 2 % behaviors.count]) "
              + "--level \(["low", "high"][number / 2 / behaviors.count % 2])"
            : "integrations \(["disable", "enable"][number / 2 % 2]) \(integration)"
        },
        (0..<count).map { "integrations create --tenant-url https://tenant-\($0).okta.com" },
      ]
    }

    private static func client(_ api: SimulatedAPI) throws -> APIClient {
      APIClient(
        accountID: SimulatedAPI.accountID,
        credentials: .token(try APIToken("s3cret-token")),
        transport: api.transport()
      )
    }
  }
}

/// Holds back what a run asks once it has made its write.
private final class HeldWrites: Sendable {
  private let first = Mutex<Int?>(nil)

  /// Holds what is read once so many writes were received; nil: nothing.
  func hold(from writes: Int?) { first.withLock { $0 = writes } }

  @Sendable func isHeld(_ received: [ReceivedRequest]) -> Bool {
    guard let first = first.withLock({ $0 }), received.last?.isWrite == false else { return false }
    return received.count(where: \.isWrite) >= first
  }
}

/// What it takes to stop runs between their writes and their looks.
private struct Middle {
  let held: HeldReplies
  let writes: HeldWrites
  let api: SimulatedAPI
}

extension ReceivedRequest {
  fileprivate var isWrite: Bool { method != .get }
}

/// The writes that the account received, whether or not their replies went out.
private struct Sent {
  /// As the audit log names them.
  enum Kind: String {
    case reset
    case behaviors = "behaviors update"
    case switches = "integration update"
    case create = "integration create"

    /// Whether the request tells the target that stands in the log.
    var namesTarget: Bool { self != .behaviors }
  }

  /// Targets, as often as they were written.
  var kinds: [Kind: [String]] = [:]

  init(_ api: SimulatedAPI) async {
    for request in await api.received where request.isWrite {
      let parts = request.path.split(separator: "/").map(String.init)
      switch (request.method, parts.last ?? "") {
      case (.post, "reset"): kinds[.reset, default: []].append(parts[parts.count - 2])
      case (.post, "integrations"):
        let body = request.body.flatMap { try? JSONDecoder().decode(Tenant.self, from: $0) }
        kinds[.create, default: []].append(body?.tenant_url ?? "")
      case (.put, "behaviors"): kinds[.behaviors, default: []].append("")
      case (.put, let id): kinds[.switches, default: []].append(id)
      default: Issue.record("\(request.method) \(request.path)")
      }
    }
  }

  private struct Tenant: Decodable {
    var tenant_url: String
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
