import Foundation
import Hummingbird
import Logging
import NIOCore

/// Simulated accounts behind HTTP, on the loopback interface alone.
package struct SimulatedServer: Sendable {
  /// Who answers.
  package let api: SimulatedAPI
  /// Where it listens on 127.0.0.1.
  package let port: Int
  private let service: Task<Void, any Error>
  private let life: Task<Void, Never>?

  /// What clients put before every path.
  package var baseURL: String { "http://127.0.0.1:\(port)\(Self.prefix)" }

  private static let prefix = "/client/v4"

  /// Starts to serve; returns once connections are accepted.
  ///
  /// Port 0 picks a free one.
  package static func start(
    _ options: SimulationOptions = SimulationOptions(),
    port: Int = 0
  ) async throws(SimulatedServerError) -> SimulatedServer {
    try await start(SimulatedAPI(options), port: port)
  }

  /// Starts to serve accounts that exist already.
  package static func start(
    _ api: SimulatedAPI,
    port: Int = 0
  ) async throws(SimulatedServerError) -> SimulatedServer {
    let (ports, announcement) = AsyncStream.makeStream(of: Int.self)
    let application = Application(
      responder: Responder(api: api, prefix: prefix),
      configuration: ApplicationConfiguration(address: .hostname("127.0.0.1", port: port)),
      onServerRunning: { channel in
        announcement.yield(channel.localAddress?.port ?? port)
      },
      // The default logger writes to standard error, which belongs to the terminal's owner.
      logger: Logger(label: "ztriage.simulate") { _ in SwiftLogNoOpLogHandler() }
    )
    let service = Task {
      defer { announcement.finish() }
      try await application.run()
    }
    guard let bound = await ports.first(where: { _ in true }) else {
      guard case .failure(let error) = await service.result else { throw .stopped }
      throw SimulatedServerError(error, port: port)
    }
    return SimulatedServer(
      api: api,
      port: bound,
      service: service,
      life: api.options.isAlive ? Task { await api.run() } : nil
    )
  }

  /// Ends the server and waits for its connections to be closed.
  package func stop() async {
    life?.cancel()
    service.cancel()
    _ = await service.result
  }

  /// Returns once the server has ended; cancellation of the calling task ends it.
  package func wait() async {
    await withTaskCancellationHandler {
      _ = await service.result
    } onCancel: {
      life?.cancel()
      service.cancel()
    }
  }
}

/// Why a server did not start.
package enum SimulatedServerError: Error, Hashable, CustomStringConvertible {
  /// Another program listens there.
  case portInUse(Int)
  /// This user may not listen there.
  case portForbidden(Int)
  /// The operating system refused for another reason.
  case failed(String)
  /// The starting task was canceled.
  case stopped

  init(_ error: any Error, port: Int) {
    switch (error as? IOError)?.errnoCode {
    case EADDRINUSE: self = .portInUse(port)
    case EACCES: self = .portForbidden(port)
    default: self = .failed("\(error)")
    }
  }

  package var description: String {
    switch self {
    case .portInUse(let port): "port \(port) on 127.0.0.1 is in use"
    case .portForbidden(let port): "this user may not listen on port \(port)"
    case .failed(let reason): "the simulated account cannot listen: \(reason)"
    case .stopped: "the simulated account was stopped before it served"
    }
  }
}
