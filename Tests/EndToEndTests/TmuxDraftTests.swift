import Foundation
import RiskAPI
import RiskStore
import SimulatedAPI
import TestSupport
import Testing

/// What was typed and not sent outlives the run, however that ends.
struct TmuxDraftTests {
  /// How a run ends in the middle of a word.
  enum Ending {
    /// The link drops: at once, without the second in which drafts are kept by themselves.
    case hangup
    /// As the kernel and the shell do when a terminal goes, each for itself.
    case manyHangups
    case terminated
    /// Nothing can be put away then, so it comes after that second.
    case killed
    case windowClosed
    case windowClosedWhileStopped
  }

  /// Into what the note is typed, by its keys.
  enum Question {
    case reset, severalResets, verdict

    var keys: [String] {
      switch self {
      case .reset: ["R", "i"]
      case .severalResets: ["Space", "Space", "R", "i"]
      case .verdict: ["v", "i"]
      }
    }

    var offer: Regex<Substring> {
      switch self {
      case .reset: /unsaved note on [^()]+ \(press R\)/
      case .severalResets: /unsaved note on [^()]+ and 1 more \(press R\)/
      case .verdict: /unsaved note on [^()]+ \(press v\)/
      }
    }
  }

  @Test(arguments: [
    (Ending.hangup, Question.reset), (.hangup, .severalResets), (.hangup, .verdict),
    (.manyHangups, .reset), (.terminated, .verdict), (.killed, .reset), (.windowClosed, .verdict),
    (.windowClosedWhileStopped, .reset),
  ])
  func `edits and a half-typed note are offered by the next start`(
    ending: Ending,
    question: Question
  ) async throws {
    let server = try await SimulatedServer.start(SimulationOptions(users: 30))
    let folder = try TemporaryFolder()
    let environment = account(at: server.baseURL)
    do {
      try await withTerminal(environment: environment, folder: folder) { terminal in
        let dashboard = RunningDashboard(terminal: terminal, api: server.api)
        try await type(in: dashboard, question)
        try await end(dashboard, by: ending)
      }
      try await withTerminal(environment: environment, folder: folder) { terminal in
        let dashboard = RunningDashboard(terminal: terminal, api: server.api)
        try await expectOffer(in: dashboard, question)
      }
    } catch {
      await server.stop()
      throw error
    }
    await server.stop()
  }

  @Test func `a draft comes back with what the account had when it began`() async throws {
    try await withDashboard { dashboard in
      let terminal = dashboard.terminal
      try await terminal.shows("of 30", " events, ")
      try await terminal.press("4", "l")
      try await terminal.shows("1 unsaved")
      #expect(kill(try dashboard.process, SIGHUP) == 0)
      try await terminal.shows("ended 0")
      let edited = try #require(
        await dashboard.api.edit { $0.behaviors.values.min { $0.name < $1.name } }
      )
      #expect(edited.setting.riskLevel == .medium)
      await dashboard.api.edit { $0.behaviors[edited.key]?.setting.riskLevel = .low }

      try await dashboard.open()
      try await terminal.shows("1 unsaved", "of 8 on")
      try await terminal.ask("4", "w", answer: "y")
      // Without it, their LOW would look like what the analyst saw.
      try await terminal.screen("both sides") { $0.hasLine("level", "MEDIUM", "LOW", "HIGH") }
      #expect(await dashboard.writes.isEmpty)
    }
  }

  // MARK: Steps

  private func type(in dashboard: RunningDashboard, _ question: Question) async throws {
    let terminal = dashboard.terminal
    try await dashboard.open()
    try await terminal.shows("of 30", " events, ")
    try await terminal.press("4", "l")
    try await terminal.shows("1 unsaved")
    try await terminal.press("1")
    for key in question.keys { try await terminal.press(key) }
    try await terminal.shows("Enter done")
    try await terminal.type("called, no ans")
    try await terminal.shows("called, no ans")
  }

  private func end(_ dashboard: RunningDashboard, by ending: Ending) async throws {
    let process = try dashboard.process
    #expect(try await RunningDashboard.isRunning(process))
    switch ending {
    case .hangup: kill(process, SIGHUP)
    case .manyHangups:
      let deadline = ContinuousClock.now + .seconds(180)
      while kill(process, SIGHUP) == 0, ContinuousClock.now < deadline {}
    case .terminated: kill(process, SIGTERM)
    case .killed:
      try await kept(in: dashboard.terminal.folder)
      kill(process, SIGKILL)
    case .windowClosed: try await dashboard.terminal.closeWindow()
    case .windowClosedWhileStopped:
      try await dashboard.terminal.press("C-z")
      try await dashboard.terminal.shows("Stopped")
      try await dashboard.terminal.closeWindow()
    }
    try await dashboard.ended(process)
  }

  /// Returns once the note is on the disk.
  private func kept(in folder: TemporaryFolder) async throws {
    let path = accountFolder("\(folder.path)/state")
    let journal = try Journal.open(folder: path, owner: .owner(of: path))
    defer { journal.close() }
    try await until {
      try await journal.sessionState.drafts().values.contains {
        $0.content.contains("called, no ans")
      }
    } orThrow: {
      POSIXError(.ETIMEDOUT)
    }
  }

  private func expectOffer(in dashboard: RunningDashboard, _ question: Question) async throws {
    let terminal = dashboard.terminal
    try await dashboard.open()
    let screen = try await terminal.shows(
      "1 unsaved behavior change from last time (press 4)",
      "1 unsaved"
    )
    #expect(screen.text.contains(question.offer))
    try await terminal.shows("of 30", " events, ")
    try await terminal.press("4")
    try await terminal.screen("the edited behavior, marked") { $0.hasLine("▌*", "[HIGH]") }
    try await terminal.press("1")
    // Who was marked is marked again.
    try await terminal.press(question == .verdict ? "v" : "R")
    try await terminal.screen("the note in its question") { $0.hasLine("Note:", "called, no ans") }
    #expect(await dashboard.writes.isEmpty)
  }
}
