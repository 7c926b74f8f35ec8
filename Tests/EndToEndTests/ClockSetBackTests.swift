import Foundation
import RiskStore
import SimulatedAPI
import TestSupport
import Testing

/// The program on a machine whose clock stands behind what its own journal says.
struct ClockSetBackTests {
  private static let notice = "the clock is behind the journal"

  @Test func `a command says so in one line, writes, and the log stays whole`() async throws {
    try await KeptAccount.serve { account in
      try await Self.noteInAnHour("\(account.home.path)/.local/state", at: account.server.baseURL)
      let user = try #require(try await Listing.of(account.server.api).users.first)

      let run = try await account.run("users reset \(user.user_id) --reason other --yes")

      #expect(run.errorLines.filter { $0.contains(Self.notice) }.count == 1, "\(run.errors)")
      #expect(run.errors.contains("set the clock right"))
      let verified = try await account.run("audit verify --format json")
      #expect(try verified.object().number("lines") == 4)
      // In the order in which they were written, whatever their times say.
      let lines = try await account.run("audit list --format json").objects()
      #expect(Set(lines.compactMap { $0.text("target") }) == ["elsewhere", user.user_id])
    }
  }

  @Test func `the dashboard says so once, and goes on`() async throws {
    try await withAccount { server, environment in
      let folder = try TemporaryFolder()
      try await Self.noteInAnHour("\(folder.path)/state", at: server.baseURL)
      try await withTerminal(environment: environment, folder: folder) { terminal in
        let dashboard = RunningDashboard(terminal: terminal, api: server.api)
        try await dashboard.open()
        try await terminal.shows("of 30", " events, ")
        try await terminal.ask("R", answer: "2", "y")
        try await terminal.shows("of 29")
        try await terminal.press("!")
        let log = try await terminal.shows("Messages")
        #expect(log.joined.components(separatedBy: Self.notice).count == 2, "\(log.text)")
        try await terminal.press("Escape")
        try await terminal.hides("Messages")
        try await dashboard.quit()
        #expect(await dashboard.writes.count == 1)
      }
    }
  }

  /// Leaves a write in the journal as a clock that is an hour ahead would have dated it.
  private static func noteInAnHour(_ state: String, at baseURL: String) async throws {
    let time = Date().addingTimeInterval(3600)
    let journal = try Journal.open(
      folder: accountFolder(state, at: baseURL),
      owner: .simulated(at: baseURL)
    )
    let intent = AuditIntent(
      action: "reset",
      target: "elsewhere"
    )
    let outcome = AuditOutcome(time: time, result: .done)
    try await journal.auditLog.record(intent, by: "ana@desk", at: time, outcome)
    journal.close()
  }
}
