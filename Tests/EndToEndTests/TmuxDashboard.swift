import Foundation
import HTTPTypes
import RiskAPI
import SimulatedAPI
import TestSupport

/// The dashboard in a terminal, on an account that the test sees from behind.
struct RunningDashboard {
  let terminal: Tmux
  let api: SimulatedAPI

  /// The calls that changed something, or tried to.
  var writes: [ReceivedRequest] {
    get async { await api.received.filter { $0.method != .get } }
  }

  /// The program's process.
  var process: pid_t {
    get throws {
      let text = try terminal.folder.text("pid").trimmingCharacters(in: .whitespacesAndNewlines)
      return pid_t(text) ?? 0
    }
  }

  /// Opens the dashboard; the shell says `ended` and the status when the program has ended.
  func open(_ arguments: String = "") async throws {
    // The shell in between says which process it becomes.
    try await terminal.enter(
      "clear; sh -c 'echo $$ >pid; exec ztriage \(arguments)'; echo \"ended $?\"; "
        + "stty -a >modes-after"
    )
  }

  /// Leaves by `q`; after that no request can follow.
  func quit() async throws {
    try await terminal.press("q")
    try await terminal.shows("ended 0")
  }

  /// Returns once the process is no more.
  func ended(_ process: pid_t) async throws {
    try await until {
      try await !Self.isRunning(process)
    } orThrow: {
      StillRunning()
    }
  }

  static func isRunning(_ process: pid_t) async throws -> Bool {
    // A process that nobody asked for its status yet has ended all the same.
    let run = try await Binary.shell("ps -o stat= -p \(process)")
    return !run.output.isEmpty && !run.output.hasPrefix("Z")
  }

  private struct StillRunning: Error {}
}

/// Opens the dashboard on a simulated account for as long as the body takes.
///
/// The shell says `ended` and the status when the program has ended.
func withDashboard(
  _ options: SimulationOptions = SimulationOptions(users: 30),
  _ arguments: String = "",
  columns: Int = 120,
  rows: Int = 36,
  environment: [String: String] = [:],
  _ body: (RunningDashboard) async throws -> Void
) async throws {
  try await SimulatedServer.serve(SimulatedAPI(options)) { server in
    let variables = account(at: server.baseURL).merging(environment) { $1 }
    try await withTerminal(columns: columns, rows: rows, environment: variables) { terminal in
      try await terminal.enter("stty -a >modes-before")
      let dashboard = RunningDashboard(terminal: terminal, api: server.api)
      try await dashboard.open(arguments)
      try await body(dashboard)
    }
  }
}

/// Opens a terminal for as long as the body takes, in a folder of its own or in an earlier one's.
func withTerminal(
  columns: Int = 120,
  rows: Int = 36,
  environment: [String: String] = [:],
  folder: TemporaryFolder? = nil,
  _ body: (Tmux) async throws -> Void
) async throws {
  let terminal = try await Tmux.start(
    columns: columns,
    rows: rows,
    environment: environment,
    folder: folder
  )
  do {
    try await body(terminal)
  } catch {
    await terminal.kill()
    throw error
  }
  await terminal.kill()
}

/// What an account says of itself, asked behind the program's back.
struct Listing: Decodable {
  struct User: Decodable {
    let user_id: String
    let name: String
    let email: String
    let max_risk_level: String
    let event_count: Int
  }

  private struct Envelope: Decodable {
    let result: Listing
  }

  let users: [User]

  /// Asks the account; the question is not among the requests received after it.
  static func of(_ api: SimulatedAPI) async throws -> Listing {
    let reply = try await api.answer(
      .get,
      "/accounts/\(SimulatedAPI.accountID)/zt_risk_scoring/summary",
      headers: [.authorization: "Bearer s3cret-token"],
      body: nil
    )
    return try JSONDecoder().decode(Envelope.self, from: reply.body).result
  }

  /// How many users have the level.
  func count(_ level: String) -> Int {
    users.count { $0.max_risk_level == level }
  }
}
