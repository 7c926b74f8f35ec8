import ArgumentParser
import SimulatedAPI

/// `ztriage simulate`: the simulated API alone.
struct SimulateCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "simulate",
    abstract: "Serve a simulated account on this machine until interrupted.",
    discussion: """
      It prints one line, "listening on http://127.0.0.1:PORT/client/v4", once it serves.

      EXAMPLE
        ztriage simulate --port 8788 &
        export CLOUDFLARE_BASE_URL=http://127.0.0.1:8788/client/v4
        export CLOUDFLARE_API_TOKEN=any CLOUDFLARE_ACCOUNT_ID=any
        ztriage
      """
  )

  @Option(help: ArgumentHelp("The port to listen on; 0 picks a free one.", valueName: "p"))
  var port = 8788

  @OptionGroup var simulation: SimulationArguments

  @Option(help: ArgumentHelp("The only token to accept (default: any).", valueName: "t"))
  var token: String?

  @Flag(
    name: .customLong("any-id"),
    help: "Invent missing objects instead of answering 404."
  )
  var anyID = false

  func validate() throws {
    guard (0...65_535).contains(port) else {
      throw ValidationError("--port takes a number from 0 to 65535")
    }
  }

  func run() async throws {
    // Before anything else, so that no moment is left in which a signal ends it the hard way.
    let interruption = Interruption()
    var options = simulation.options
    options.token = token
    options.makesUpUnknownIDs = anyID
    let server = try await SimulationServer.start(options, port: port)
    var output = Output()
    try output.write("listening on \(server.baseURL)\n")
    try output.finish()
    await interruption.wait()
    await server.stop()
  }
}

/// Starts a simulated account, with errors in words.
enum SimulationServer {
  static func start(_ options: SimulationOptions, port: Int) async throws -> SimulatedServer {
    do {
      return try await SimulatedServer.start(options, port: port)
    } catch {
      throw Failure(.unavailable, "\(error)", "choose another --port, or 0 for a free one")
    }
  }
}
