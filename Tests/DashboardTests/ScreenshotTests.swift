import Foundation
import RiskAPI
import RiskServices
import Settings
import SimulatedAPI
import TerminalUI
import Testing

@testable import Dashboard

/// Makes the pictures of the README from real frames: `make screenshots` draws them anew.
@MainActor
struct ScreenshotTests {
  @Test(arguments: Screenshot.all)
  func `a screenshot shows what the dashboard draws`(_ screenshot: Screenshot) async throws {
    TerminalLocale.activateUTF8()
    let program = try await openedProgram(size: screenshot.size)
    for key in screenshot.keys {
      program.send(.input(.key(key), now))
      await program.settle()
    }
    var frame = Frame(screenshot.size)
    program.root.view(in: &frame)
    let theme = try ThemeLibrary(folder: "/nonexistent").theme(named: screenshot.theme)
    let document = FrameSVG(frame: frame, theme: theme).document

    let file = Self.folder.appending(path: "\(screenshot.name).svg")
    if ProcessInfo.processInfo.environment["RECORD_SCREENSHOTS"] != nil {
      try document.write(to: file, atomically: true, encoding: .utf8)
    }
    let recorded = try String(contentsOf: file, encoding: .utf8)
    #expect(document == recorded, "the screen has changed: run make screenshots and look at it")
  }

  private static let folder = URL(filePath: #filePath)
    .deletingLastPathComponent().appending(path: "../../screenshots").standardized
}

/// One picture: a size, a theme, and the keys that lead to it.
struct Screenshot: CustomTestStringConvertible, Sendable {
  var name: String
  var size = Size(columns: 120, rows: 36)
  var theme = "midnight"
  var keys: [Key] = []

  var testDescription: String { name }

  static let all = [
    Screenshot(name: "dashboard", keys: ["j", "j", .enter]),
    Screenshot(
      name: "evidence",
      size: Size(columns: 80, rows: 24),
      keys: [.enter, "j", .enter]
    ),
    Screenshot(name: "reset", keys: ["j", "R", "3"]),
    Screenshot(name: "behaviors", keys: ["4", "l", "j", .space, "w"]),
  ]
}

// MARK: Fixtures

/// 2026-11-19 09:38:12 UTC.
private let now = Date(timeIntervalSince1970: 1_795_081_092)

@MainActor
private func openedProgram(size: Size) async throws -> Program<Dashboard> {
  let options = SimulationOptions(users: 500, seed: 1, now: { now })
  let api = SimulatedAPI(options, clock: ContinuousClock())
  let client = APIClient(
    accountID: SimulatedAPI.accountID,
    credentials: .token(try APIToken("screenshots")),
    transport: api.transport()
  )
  let service = RiskService(account: .online(client), now: { now })
  let zone = try #require(TimeZone(identifier: "UTC"))
  let effects = EffectRunner(service: service, files: NoFiles())
  let program = Program(
    Dashboard(
      options: DashboardOptions(accountName: "prod", timeZone: zone),
      size: size,
      now: now
    ),
    perform: { effect, send in
      if let reply = await effects.run(effect) { await send(reply) }
    },
    answer: { _, _ in },
    // Nothing passes by itself in a picture.
    subscribe: { _, _ in },
    intercept: { if case .terminal = $0 { true } else { false } }
  )
  program.send(.opened)
  await program.settle()
  return program
}

private struct NoFiles: ExportDestination {
  func write(_ request: ExportRequest) async -> ExportOutcome { .failed("no files here") }
}
