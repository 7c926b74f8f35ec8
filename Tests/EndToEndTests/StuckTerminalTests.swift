import Foundation
import SimulatedAPI
import TestSupport
import Testing

/// A terminal that has stopped reading, as a line that hangs does.
@Suite(.timeLimit(.minutes(3)))
struct StuckTerminalTests {
  @Test(arguments: [(SIGTERM, 143), (SIGHUP, 129)] as [(Int32, Int32)])
  func `a signal ends the dashboard all the same, and drafts are kept`(
    signal: Int32,
    status: Int32
  ) async throws {
    let server = try await SimulatedServer.start(SimulationOptions(users: 30))
    let folder = try TemporaryFolder()
    let environment = account(at: server.baseURL)
    func open() throws -> TerminalPair {
      try TerminalPair(columns: 120, rows: 36, environment: environment, folder: folder)
    }
    do {
      let pair = try open()
      try await shows(pair, " events")
      pair.type("4l")
      try await shows(pair, "unsaved")
      try await pair.stopReading()
      let ended = await pair.endUnread(by: signal)
      // A hangup ends with 0, or as the signal does.
      #expect(ended == status || signal == SIGHUP && ended == 0)

      let again = try open()
      try await shows(again, "unsaved")
      await again.end(by: SIGKILL)
    } catch {
      await server.stop()
      throw error
    }
    await server.stop()
  }

  private func shows(_ pair: TerminalPair, _ text: String) async throws {
    try await until {
      pair.text().contains(text)
    } orThrow: {
      ScreenTimeout(wanted: text, screen: Screen(text: pair.text()))
    }
  }
}
