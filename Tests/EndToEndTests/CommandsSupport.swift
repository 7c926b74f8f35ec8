import Foundation
import SimulatedAPI

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
    let folder = try Scratch()
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

/// A folder of one run, gone with it.
final class Scratch: Sendable {
  let path: String

  init() throws {
    path = NSTemporaryDirectory() + "ztriage-e2e-\(UUID().uuidString)"
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
  }

  deinit {
    try? FileManager.default.removeItem(atPath: path)
  }

  func file(_ name: String, _ text: String = "") throws -> FileHandle {
    let url = URL(filePath: "\(path)/\(name)")
    try Data(text.utf8).write(to: url)
    return try FileHandle(forUpdating: url)
  }

  func text(_ name: String) throws -> String {
    String(decoding: try Data(contentsOf: URL(filePath: "\(path)/\(name)")), as: UTF8.self)
  }
}

/// Serves a simulated account for as long as the body takes; hands the environment of a client.
func withServer<Value>(
  _ options: SimulationOptions = SimulationOptions(users: 30),
  _ body: ([String: String]) async throws -> Value
) async throws -> Value {
  let server = try await SimulatedServer.start(options)
  let result: Result<Value, any Error>
  do {
    result = .success(try await body(account(at: server.baseURL)))
  } catch {
    result = .failure(error)
  }
  await server.stop()
  return try result.get()
}

/// The environment of a client of the server.
func account(at baseURL: String) -> [String: String] {
  [
    "CLOUDFLARE_BASE_URL": baseURL, "CLOUDFLARE_API_TOKEN": "s3cret-token",
    "CLOUDFLARE_ACCOUNT_ID": "0123456789abcdef0123456789abcdef",
  ]
}

/// Answers every request on a loopback port with the same bytes.
final class CannedServer: Sendable {
  let baseURL: String
  private let listener: Int32

  /// Serves until it is let go.
  init(status: String, headers: [String] = [], body: String) throws {
    listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    var length = socklen_t(MemoryLayout<sockaddr_in>.size)
    let socket = listener
    let isBound = withUnsafeMutablePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { pointer in
        bind(socket, pointer, length) == 0 && listen(socket, 16) == 0
          && getsockname(socket, pointer, &length) == 0
      }
    }
    guard isBound else { throw POSIXError(.EADDRNOTAVAIL) }
    baseURL = "http://127.0.0.1:\(UInt16(bigEndian: address.sin_port))/client/v4"
    var reply = "HTTP/1.1 \(status)\r\nconnection: close\r\ncf-ray: 8f00-LIS\r\n"
    for header in headers { reply += header + "\r\n" }
    reply += "content-length: \(body.utf8.count)\r\n\r\n\(body)"
    let bytes = Array(reply.utf8)
    Thread.detachNewThread { Self.serve(socket, bytes) }
  }

  deinit {
    // Wakes the thread that accepts, which then ends.
    shutdown(listener, Int32(SHUT_RDWR))
    close(listener)
  }

  private static func serve(_ listener: Int32, _ reply: [UInt8]) {
    while true {
      let connection = accept(listener, nil, nil)
      guard connection >= 0 else { return }
      var request: [UInt8] = []
      var chunk = [UInt8](repeating: 0, count: 4_096)
      // The requests of these tests have no body.
      while !request.suffix(4).elementsEqual(Array("\r\n\r\n".utf8)) {
        let count = recv(connection, &chunk, chunk.count, 0)
        guard count > 0 else { break }
        request += chunk.prefix(count)
      }
      _ = send(connection, reply, reply.count, Int32(MSG_NOSIGNAL))
      shutdown(connection, Int32(SHUT_WR))
      while recv(connection, &chunk, chunk.count, 0) > 0 {}
      close(connection)
    }
  }
}
