import Foundation
import RiskAPI
import SimulatedAPI
import SmallDisk
import TestSupport
import Testing

/// The dashboard on files of the store that cannot be used: it starts, says so, and writes nothing
/// that could not be noted.
@Suite(.enabled(if: SmallDisk.isAvailable, "needs the right to mount a file system"))
struct TmuxStoreTests {
  @Test(arguments: StoreTrouble.allCases)
  func `without a journal it starts, says why, and sends nothing`(
    trouble: StoreTrouble
  ) async throws {
    let home = try TroubledHome(.journal)
    try await withAccount { server, environment in
      let environment = environment.merging(home.variables) { $1 }
      try await Self.resetSomebody(server, environment)
      try home.make(trouble)
      let bytes = trouble == .corrupt ? try home.bytes : nil
      await server.api.forgetReceived()

      try await withTerminal(environment: environment, folder: home.folder) { terminal in
        let dashboard = RunningDashboard(terminal: terminal, api: server.api)
        try await dashboard.open()
        try await terminal.shows("of 29", " events, ")
        try await terminal.press("!")
        try await terminal.shows("Messages", "no changes can be made")
        try await terminal.press("Escape")
        try await terminal.hides("Messages")

        try await terminal.ask("R", answer: "2", "y")
        let words = ["not reset", trouble.words, Self.advice(trouble)]
        try await terminal.screen("\(words)") { screen in
          words.allSatisfy(screen.box("Reset ").contains)
        }
        try await terminal.press("Escape")
        try await terminal.hides("Esc closes")
        try await terminal.ask("3", "Space", answer: "y")
        try await terminal.screen("another refusal") { $0.joined.contains("okta.com not changed") }
        try await dashboard.quit()
        #expect(await dashboard.writes.isEmpty)
      }

      if let bytes {
        #expect(try home.bytes == bytes)
        return
      }
      try home.end(trouble)
      try await Self.expectSound(environment, lines: 2)
    }
  }

  @Test(arguments: [StoreTrouble.diskFull, .readOnly, .locked])
  func `a journal that was no good at the start is used once it can be`(
    trouble: StoreTrouble
  ) async throws {
    let home = try TroubledHome(.journal)
    try await withAccount { server, environment in
      let environment = environment.merging(home.variables) { $1 }
      try await Self.resetSomebody(server, environment)
      try home.make(trouble)
      try await withTerminal(environment: environment, folder: home.folder) { terminal in
        let dashboard = RunningDashboard(terminal: terminal, api: server.api)
        try await dashboard.open()
        try await terminal.shows("of 29", " events, ")
        try await terminal.press("!")
        try await terminal.shows("Messages", "no changes can be made")
        try await terminal.press("Escape")
        try await terminal.hides("Messages")
        try home.end(trouble)

        try await terminal.ask("R", answer: "2", "y")
        try await terminal.shows("of 28")
        try await terminal.press("4", "l")
        try await terminal.shows("1 unsaved")
        try await terminal.ask("q", answer: "y")
        try await terminal.shows("ended 0")
        try await dashboard.open()
        try await terminal.shows("1 unsaved behavior change from last time (press 4)")
      }
      try await Self.expectSound(environment, lines: 4)
    }
  }

  @Test(arguments: StoreTrouble.allCases)
  func `without a cache it starts, says why once, and writes as ever`(
    trouble: StoreTrouble
  ) async throws {
    let home = try TroubledHome(.cache)
    try await withAccount { server, environment in
      let environment = environment.merging(home.variables) { $1 }
      try await Self.resetSomebody(server, environment)
      try home.make(trouble)

      try await withTerminal(environment: environment, folder: home.folder) { terminal in
        let dashboard = RunningDashboard(terminal: terminal, api: server.api)
        try await dashboard.open()
        try await terminal.screen("why") { $0.joined.contains(trouble.words) }
        try await terminal.shows("of 29", " events, ")
        try await terminal.ask("R", answer: "2", "y")
        try await terminal.shows("of 28")
        try await terminal.press("!")
        let log = try await terminal.shows("Messages")
        #expect(log.joined.components(separatedBy: trouble.words).count == 2, "\(log.text)")
        try await terminal.press("Escape")
        try await terminal.hides("Messages")
        try await dashboard.quit()
      }
      try await Self.expectSound(environment, lines: 4)
    }
  }

  @Test func `a disk that fills up in the middle refuses writes until there is room`() async throws
  {
    let home = try TroubledHome(.journal)
    try await withAccount { server, environment in
      let environment = environment.merging(home.variables) { $1 }
      try await withTerminal(environment: environment, folder: home.folder) { terminal in
        let dashboard = RunningDashboard(terminal: terminal, api: server.api)
        try await dashboard.open()
        try await terminal.shows("of 30", " events, ")
        try home.make(.diskFull)
        try await terminal.ask("R", answer: "2", "y")
        try await terminal.screen("the refusal") {
          $0.box("Reset ").contains("the disk is full; free some room")
        }
        #expect(await dashboard.writes.isEmpty)
        try await terminal.press("Escape")
        try await terminal.hides("Esc closes")

        try home.end(.diskFull)
        try await terminal.ask("R", answer: "2", "y")
        try await terminal.shows("of 29")
        try await dashboard.quit()
        #expect(await dashboard.writes.count == 1)
      }
      try await Self.expectSound(environment, lines: 2)
    }
  }

  @Test func `what cannot be kept at the end is asked about, not lost`() async throws {
    let home = try TroubledHome(.journal)
    try await withAccount { server, environment in
      let environment = environment.merging(home.variables) { $1 }
      try await withTerminal(environment: environment, folder: home.folder) { terminal in
        let dashboard = RunningDashboard(terminal: terminal, api: server.api)
        try await dashboard.open()
        try await terminal.shows("of 30", " events, ")
        try home.make(.diskFull)
        try await terminal.press("4", "l")
        try await terminal.shows("1 unsaved", "unsaved changes cannot be kept for next time")
        try await terminal.ask("q", answer: "y")
        try await terminal.shows("1 unsaved behavior change would be lost")
        try await terminal.press("n")
        try await terminal.hides("would be lost")

        try home.end(.diskFull)
        try await terminal.ask("q", answer: "y")
        try await terminal.shows("ended 0")
        try await dashboard.open()
        try await terminal.shows("1 unsaved behavior change from last time (press 4)", "1 unsaved")
      }
    }
  }

  /// The second signal of a link that drops comes while the drafts wait for another program's lock.
  @Test func `a second hangup takes nothing from what the first one puts away`() async throws {
    let home = try TroubledHome(.journal)
    try await withAccount { server, environment in
      let environment = environment.merging(home.variables) { $1 }
      try await withTerminal(environment: environment, folder: home.folder) { terminal in
        let dashboard = RunningDashboard(terminal: terminal, api: server.api)
        try await dashboard.open()
        try await terminal.shows("of 30", " events, ")
        let lock = try HeldWriter(home.path)
        try await terminal.press("4", "l")
        try await terminal.shows("1 unsaved")
        let process = try dashboard.process
        let end = ContinuousClock.now + .milliseconds(300)
        while ContinuousClock.now < end { kill(process, SIGHUP) }
        try lock.release()
        try await dashboard.ended(process)
        try await dashboard.open()
        try await terminal.shows("1 unsaved behavior change from last time (press 4)", "1 unsaved")
      }
    }
  }

  // MARK: Steps

  /// The end of the notice, which says what to do.
  private static func advice(_ trouble: StoreTrouble) -> String {
    switch trouble {
    case .diskFull: "free some room"
    case .readOnly: "writable"
    case .locked: "close the program"
    case .corrupt: "keep the file"
    case .newer: "update ztriage"
    case .foreign: "move the file away"
    }
  }

  static func resetSomebody(
    _ server: SimulatedServer,
    _ environment: [String: String]
  ) async throws {
    let user = try #require(try await Listing.of(server.api).users.last)
    let run = try await Binary.run(
      "users",
      "reset",
      user.user_id,
      "--reason",
      "other",
      "--yes",
      environment: environment
    )
    try #require(run.status == 0, "\(run.errors)")
  }

  static func expectSound(_ environment: [String: String], lines: Int) async throws {
    let run = try await Binary.run("audit", "verify", environment: environment)
    #expect(run.status == 0, "\(run.errors)")
    #expect(try run.object().number("lines") == lines)
  }
}

/// Serves an account for as long as the body takes.
func withAccount(
  _ body: (SimulatedServer, [String: String]) async throws -> Void
) async throws {
  try await SimulatedServer.serve(SimulatedAPI(SimulationOptions(users: 30))) { server in
    try await body(server, account(at: server.baseURL))
  }
}

extension Screen {
  /// All rows as one text, as words that were wrapped are read.
  var joined: String { Self.joined(lines) }

  /// What stands in the dialog whose title begins so; empty without one.
  func box(_ title: String) -> String {
    guard let top = lines.firstIndex(where: { $0.contains("╭─ \(title)") }),
      let start = lines[top].range(of: "╭─ \(title)")?.lowerBound,
      let end = lines[top][start...].firstIndex(of: "╮")
    else { return "" }
    let first = lines[top].distance(from: lines[top].startIndex, to: start)
    let width = lines[top].distance(from: start, to: end)
    let rows = lines[(top + 1)...].map { $0.dropFirst(first).prefix(width + 1) }
    return Self.joined(Array(rows.prefix { $0.hasPrefix("│") }))
  }

  private static func joined(_ lines: [Substring]) -> String {
    lines.map { $0.trimmingCharacters(in: .whitespaces.union(["│"])) }.joined(separator: " ")
      .split(separator: " ").joined(separator: " ")
  }
}
