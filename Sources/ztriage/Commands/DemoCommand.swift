import ArgumentParser
import Foundation
import RiskAPI
import Settings
import SimulatedAPI

/// `ztriage demo`: the dashboard on a simulated account that lives.
struct DemoCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "demo",
    abstract: "Open the dashboard on a simulated account; no credentials needed."
  )

  @OptionGroup var simulation: SimulationArguments

  @OptionGroup var color: ColorOptions

  func run() async throws {
    guard try ScreenCheck.look() == .able else {
      throw Failure(
        .usage,
        "this terminal cannot show the dashboard (TERM=dumb)",
        "use another terminal, or 'ztriage simulate' with 'ztriage users list'"
      )
    }
    let folder = try TemporaryFolder()
    defer { folder.remove() }
    var options = simulation.options
    options.isAlive = true
    let server = try await SimulationServer.start(options, port: 0)
    do {
      let session = try AccountSession(Self.account(at: server), paths: folder.paths)
      var interactive = session.interactive(wantsColor: color.wantsColor)
      // The simulated account lives at about this pace, and a demo is looked at for minutes only.
      interactive.refresh = .seconds(15)
      try await Interactive.run(interactive)
    } catch {
      await server.stop()
      throw error
    }
    await server.stop()
  }

  private static func account(at server: SimulatedServer) throws(Failure) -> ResolvedAccount {
    guard let baseURL = try? BaseURL(server.baseURL) else {
      throw Failure(.unavailable, "the simulated account has no address", "try again")
    }
    let choice = AccountChoice(
      accountID: "00000000000000000000000000000de0",
      baseURL: baseURL,
      access: .readWrite,
      profileName: "demo"
    )
    return ResolvedAccount(choice, credential: .token("demo"))
  }
}

/// Where a demo may write: nothing of it is left behind.
struct TemporaryFolder {
  private let path: String

  init() throws(Failure) {
    path = NSTemporaryDirectory() + "ztriage-demo-" + UUID().uuidString
    do {
      try FileManager.default.createDirectory(
        atPath: path,
        withIntermediateDirectories: true,
        attributes: [.posixPermissions: 0o700]
      )
    } catch {
      throw Failure(.cannotWrite, "cannot make the folder \(path)", "set TMPDIR to another place")
    }
  }

  /// The folders of settings, cache and state, all inside.
  var paths: Paths {
    Paths(environment: [
      "XDG_CONFIG_HOME": path, "XDG_CACHE_HOME": path, "XDG_STATE_HOME": path,
    ])
  }

  func remove() {
    try? FileManager.default.removeItem(atPath: path)
  }
}
