import Foundation
import HTTPTypes
import RiskAPI
import SimulatedAPI
import TestSupport

/// A simulated account that a command writes to, and a look behind its back.
struct WrittenAccount {
  let server: SimulatedServer
  var environment: [String: String] { account(at: server.baseURL) }

  /// Serves for as long as the body takes.
  static func serve(
    _ options: SimulationOptions = SimulationOptions(users: 30),
    _ body: (WrittenAccount) async throws -> Void
  ) async throws {
    try await serve(SimulatedAPI(options), body)
  }

  /// Serves an account that exists already.
  static func serve(
    _ api: SimulatedAPI,
    _ body: (WrittenAccount) async throws -> Void
  ) async throws {
    try await SimulatedServer.serve(api) { try await body(WrittenAccount(server: $0)) }
  }

  /// The users as `users list` has them, the worst first; the calls it takes are forgotten.
  func users() async throws -> [JSONObject] {
    let run = try await Binary.run("users", "list", environment: environment)
    await server.api.forgetReceived()
    return try run.objects()
  }

  /// A setting of each kind, behind the client's back.
  func integrations() async -> [SimulatedIntegration] {
    await server.api.edit { $0.integrations }
  }

  /// All calls so far as `GET summary`, the path cut down to what tells them apart.
  func calls() async -> [String] {
    await server.api.received.map { call in
      let path = call.path.split(separator: "/").drop { $0 != "zt_risk_scoring" }.dropFirst()
      return "\(call.method) \(path.joined(separator: "/"))"
    }
  }

  /// The calls that could change something.
  func writes() async -> [String] {
    await calls().filter { !$0.hasPrefix("GET ") }
  }

  /// The bodies of those calls.
  func bodies() async -> [JSONValue?] {
    await server.api.received.filter { $0.method != .get }.map { call in
      call.body.flatMap { try? JSONDecoder().decode(JSONValue.self, from: $0) }
    }
  }
}

/// A JSON object as read back.
typealias JSONObject = [String: JSONValue]

extension Binary.Run {
  /// The objects of a JSON array on standard output.
  func objects() throws -> [JSONObject] {
    try JSONDecoder().decode([JSONObject].self, from: Data(output.utf8))
  }

  /// The JSON object on standard output.
  func object() throws -> JSONObject {
    try JSONDecoder().decode(JSONObject.self, from: Data(output.utf8))
  }
}

extension JSONObject {
  /// A member that is text.
  func text(_ name: String) -> String? {
    if case .string(let text)? = self[name] { text } else { nil }
  }
}

/// A command on a terminal, its standard output in a file.
struct AskedCommand {
  let pair: TerminalPair
  private let folder: TemporaryFolder

  /// Starts the command.
  init(_ arguments: String, _ environment: [String: String]) throws {
    folder = try TemporaryFolder()
    pair = try TerminalPair(
      columns: 200,
      rows: 50,
      program: "/bin/sh",
      arguments: ["-c", "exec \"$0\" \(arguments) > \"$HOME/output\"", Binary.path],
      environment: environment,
      folder: folder
    )
  }

  /// What the terminal shows once the question stands.
  func question() async throws -> String {
    try await shows("Type yes to continue: ")
    return pair.text().replacing("\r\n", with: "\n")
  }

  /// Returns once the terminal shows the text.
  func shows(_ text: String) async throws {
    try await until {
      pair.text().contains(text)
    } orThrow: {
      ScreenTimeout(wanted: text, screen: Screen(text: pair.text()))
    }
  }

  /// Waits for the end; standard error holds what the terminal showed.
  func run() async throws -> Binary.Run {
    let status = await pair.end(by: 0)
    return Binary.Run(status: status, output: try folder.text("output"), errors: pair.text())
  }

  /// Answers the question and waits for the end.
  func answer(_ text: String) async throws -> Binary.Run {
    pair.type(text)
    return try await run()
  }
}
