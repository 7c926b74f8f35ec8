import Foundation
import Hummingbird
import HummingbirdCore
import Logging
import NIOCore
import NIOPosix
import ServiceLifecycle

/// Simulated accounts behind HTTP, on the loopback interface alone.
package struct SimulatedServer: Sendable {
  /// Who answers.
  package let api: SimulatedAPI
  /// Where it listens on 127.0.0.1.
  package let port: Int
  private let socket: ListeningSocket
  private let connections: Connections
  private let group: ServiceGroup
  private let service: Task<Void, any Error>

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
    let (sockets, announcement) = AsyncStream.makeStream(of: (any Channel).self)
    let connections = Connections()
    let loops = MultiThreadedEventLoopGroup.singleton
    // The default logger writes to standard error, which belongs to the terminal's owner.
    let logger = Logger(label: "ztriage.simulate") { _ in SwiftLogNoOpLogHandler() }
    let application = Application(
      responder: Responder(api: api, prefix: prefix, connections: connections),
      server: .http1(
        configuration: HTTP1Channel.Configuration(
          additionalChannelHandlers: [connections.handler()]
        )
      ),
      configuration: ApplicationConfiguration(address: .hostname("127.0.0.1", port: port)),
      onServerRunning: { channel in announcement.yield(channel) },
      eventLoopGroupProvider: .shared(loops),
      logger: logger
    )
    var services: [any Service] = [application]
    if api.options.isAlive { services.insert(AccountLife(api: api), at: 0) }
    let group = ServiceGroup(
      configuration: ServiceGroupConfiguration(services: services, logger: logger)
    )
    let service = Task {
      defer { announcement.finish() }
      try await group.run()
    }
    guard let socket = await sockets.first(where: { _ in true }) else {
      // Either it could not listen, or the task that starts it was canceled.
      await group.triggerGracefulShutdown()
      guard case .failure(let error) = await service.result, !Task.isCancelled else {
        throw .stopped
      }
      throw SimulatedServerError(error, port: port)
    }
    return SimulatedServer(
      api: api,
      port: socket.localAddress?.port ?? port,
      socket: ListeningSocket(socket, loops: loops),
      connections: connections,
      group: group,
      service: service
    )
  }

  /// Ends the server and waits for its connections to be closed.
  ///
  /// Idle connections are closed at once; a request that is half read or not answered yet has the
  /// grace to end.
  package func stop(grace: Duration = .milliseconds(500)) async {
    await socket.stopAccepting()
    await group.triggerGracefulShutdown()
    // Not a child of the caller's task: that may be canceled, and the grace is given all the same.
    let patience = Task {
      try await Task.sleep(for: grace)
      connections.cut()
    }
    _ = await service.result
    patience.cancel()
  }

  /// Returns once the server has ended; cancellation of the calling task ends it.
  package func wait() async {
    await withTaskCancellationHandler {
      _ = await service.result
    } onCancel: {
      Task { await stop() }
    }
  }
}

/// Lets an account change by itself while it is served.
private struct AccountLife: Service {
  let api: SimulatedAPI

  func run() async throws {
    await cancelWhenGracefulShutdown { await api.run() }
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
