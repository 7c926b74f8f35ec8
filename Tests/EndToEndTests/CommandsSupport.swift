import Foundation
import SimulatedAPI
import TestSupport

/// The built program, run as a person's shell would.
struct Binary {
  /// How a run ended, and what it wrote.
  struct Run {
    /// The exit code, or 128 and the signal.
    var status: Int32
    var output: String
    /// What stands on standard error, but for lines that tell of a wait, of which a slow machine has more.
    var errors: String
  }

  /// The program beside the test bundle.
  static var path: String {
    let bundle = Bundle.allBundles.map(\.bundlePath).first { $0.hasSuffix(".xctest") }
    let beside = URL(filePath: bundle ?? CommandLine.arguments[0]).deletingLastPathComponent()
    return beside.appending(path: "ztriage").path
  }

  /// Runs the program to its end, with nothing of this machine's settings.
  static func run(_ arguments: String..., environment: [String: String] = [:]) async throws -> Run {
    try await run(program: path, arguments, environment)
  }

  /// Runs a shell script in which `$0` is the program.
  static func shell(_ script: String, environment: [String: String] = [:]) async throws -> Run {
    try await run(program: "/bin/sh", ["-c", script, path], environment)
  }

  /// Standard error without the lines that a busy machine adds.
  static func withoutWaits(_ text: String) -> String {
    text.split(separator: "\n", omittingEmptySubsequences: false)
      .filter { !$0.hasPrefix("ztriage: waiting for ") }.joined(separator: "\n")
  }

  private static func run(
    program: String,
    _ arguments: [String],
    _ environment: [String: String]
  ) async throws -> Run {
    let folder = try TemporaryFolder()
    // Files, because a pipe that nobody empties would stop the program.
    let output = try folder.file("output")
    let errors = try folder.file("errors")
    // A process object outlives its process, and hundreds of runs would keep hundreds of files open.
    defer {
      try? output.close()
      try? errors.close()
    }
    let process = Process()
    process.executableURL = URL(filePath: program)
    process.arguments = arguments
    process.environment = [
      "HOME": folder.path, "PATH": ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin",
      "TZ": "UTC", "LC_ALL": "C.UTF-8",
    ]
    .merging(environment) { $1 }
    process.standardInput = FileHandle.nullDevice
    process.standardOutput = output
    process.standardError = errors
    try await withCheckedThrowingContinuation { continuation in
      process.terminationHandler = { _ in continuation.resume() }
      do {
        try process.run()
      } catch {
        process.terminationHandler = nil
        continuation.resume(throwing: error)
      }
    }
    let signal = process.terminationReason == .uncaughtSignal ? Int32(128) : 0
    return Run(
      status: signal + process.terminationStatus,
      output: try folder.text("output"),
      errors: withoutWaits(try folder.text("errors"))
    )
  }
}

/// Serves a simulated account for as long as the body takes; hands the environment of a client.
func withServer<Value>(
  _ options: SimulationOptions = SimulationOptions(users: 30),
  _ body: ([String: String]) async throws -> Value
) async throws -> Value {
  try await SimulatedServer.serve(SimulatedAPI(options)) { server in
    try await body(account(at: server.baseURL))
  }
}

/// The environment of a client of the server.
func account(at baseURL: String) -> [String: String] {
  [
    "CLOUDFLARE_BASE_URL": baseURL, "CLOUDFLARE_API_TOKEN": "s3cret-token",
    "CLOUDFLARE_ACCOUNT_ID": "0123456789abcdef0123456789abcdef",
  ]
}
