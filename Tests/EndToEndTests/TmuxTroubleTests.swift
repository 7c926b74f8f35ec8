import Foundation
import HTTPTypes
import RiskAPI
import SimulatedAPI
import TestSupport
import Testing

/// Terminals and accounts that are not as they should be.
struct TmuxTroubleTests {
  // MARK: Terminals

  @Test func `an unknown terminal is treated as a common one, and said so`() async throws {
    try await withDashboard(environment: ["ENV": ""]) { dashboard in
      let terminal = dashboard.terminal
      try await terminal.shows("of 30")
      try await dashboard.quit()
      try await terminal.enter("clear; TERM=nobody-knows ztriage; echo \"left $?\"")
      try await terminal.shows(
        "of 30",
        "unknown terminal TERM=nobody-knows; treating it as xterm-256color"
      )
      try await terminal.press("q")
      try await terminal.shows("left 0")
    }
  }

  @Test func `a dumb terminal gets the users as text, and a line that says why`() async throws {
    let server = try await SimulatedServer.start(SimulationOptions(users: 5))
    try await withTerminal(environment: account(at: server.baseURL)) { terminal in
      try await terminal.enter("TERM=dumb ztriage 2>words; echo \"ended $?\"")
      let screen = try await terminal.shows("ended 0")
      for user in try await Listing.of(server.api).users {
        #expect(screen.contains(user.email))
      }
      #expect(try await terminal.variable("alternate_on") == "0")
      let words = Binary.withoutWaits(try terminal.folder.text("words")).split(separator: "\n")
      #expect(words.count == 1)
      #expect(words.first?.contains("TERM=dumb") == true)
    }
    await server.stop()
  }

  @Test func `without a terminal it refuses with 64 and says what to do`() async throws {
    let environment = account(at: "http://127.0.0.1:1/client/v4")
    try await withTerminal(environment: environment) { terminal in
      for line in ["ztriage </dev/null", "ztriage | cat", "ztriage demo </dev/null"] {
        try await terminal.enter("clear; \(line); echo \"ended $? of '\(line)'\"")
        let screen = try await terminal.screen("the end of \(line)") { screen in
          screen.lines.contains { $0.hasPrefix("ended ") && $0.hasSuffix(" of '\(line)'") }
        }
        #expect(screen.contains("the dashboard needs a terminal"), "\(line)")
        #expect(screen.contains("ztriage users list"), "\(line)")
        if !line.contains("|") { #expect(screen.contains("ended 64"), "\(line)") }
      }
    }
  }

  @Test func `a locale without UTF-8 sees ASCII alone`() async throws {
    try await withDashboard { dashboard in
      let terminal = dashboard.terminal
      try await terminal.shows("of 30")
      try await dashboard.quit()
      try await terminal.enter("clear; LC_ALL=C ztriage; echo \"left $?\"")
      let screen = try await terminal.shows("of 30", "2 Timeline", " events, ", "okta.com")
      #expect(screen.isASCII, "\(screen.text)")
      #expect(screen.contains("1-17 of 30"))
      try await terminal.press("R")
      let question = try await terminal.shows("[ Cancel ]")
      #expect(question.isASCII)
      try await terminal.press("n")
      try await terminal.hides("[ Cancel ]")
      try await terminal.press("q")
      try await terminal.shows("left 0")
    }
  }

  @Test(arguments: [(["NO_COLOR": "1"], ""), ([:], "--no-color"), ([:], "")])
  func `colors go by NO_COLOR or the option; bold and reverse stay`(
    environment: [String: String],
    argument: String
  ) async throws {
    let isPlain = !environment.isEmpty || !argument.isEmpty
    try await withDashboard(SimulationOptions(users: 30), argument, environment: environment) {
      dashboard in
      let terminal = dashboard.terminal
      try await terminal.shows("of 30", " events, ")
      try await terminal.press("R")
      try await terminal.shows("[ Cancel ]")
      let codes = try await terminal.screen(isStyled: true).renditions
      // 30 to 37, 38, 90 to 97 and the same for the background.
      let colors = codes.filter { (30...49).contains($0) || (90...107).contains($0) }
        .subtracting([39, 49])
      #expect(colors.isEmpty == isPlain, "\(colors)")
      #expect(codes.isSuperset(of: [1, 7]))
    }
  }

  // MARK: Accounts

  @Test func `a server that is down is a pane's words, not an end`() async throws {
    try await withTerminal(environment: account(at: "http://127.0.0.1:1/client/v4")) { terminal in
      try await terminal.enter("ztriage; echo \"ended $?\"")
      let screen = try await terminal.shows(
        "1 Users",
        "the account cannot be reached",
        "check the connection",
        "offline"
      )
      #expect(!screen.contains("s3cret-token"))
      try await terminal.press("j", "2", "3", "4", "Space", "1", "R", "q")
      try await terminal.shows("ended 0")
    }
  }

  @Test func `a page in place of an answer is named, with what to check`() async throws {
    let server = try RawServer(
      .reply(
        "200 OK",
        headers: ["content-type: text/html"],
        body: "<html><body>Sign in</body></html>"
      )
    )
    try await withTerminal(environment: account(at: server.baseURL)) { terminal in
      try await terminal.enter("ztriage; echo \"ended $?\"")
      let screen = try await terminal.shows("the answer cannot be read", "base URL")
      #expect(screen.contains("8f00-LIS"))
      #expect(!screen.contains("<html>"))
      try await terminal.press("q")
      try await terminal.shows("ended 0")
    }
  }

  @Test func `a token that is not accepted is named, never shown`() async throws {
    try await withDashboard(SimulationOptions(users: 30, token: "other")) { dashboard in
      let terminal = dashboard.terminal
      let screen = try await terminal.shows(
        "token rejected",
        "CLOUDFLARE_API_TOKEN",
        "token rejected (10000)"
      )
      #expect(!screen.contains("s3cret-token"))
      try await dashboard.quit()
      let log = try terminal.folder.text("state/ztriage/ztriage.log")
      #expect(!log.isEmpty)
      #expect(!log.contains("s3cret-token"))
    }
  }

  @Test func `a token without a permission loses one pane, not all`() async throws {
    let options = SimulationOptions(users: 30, permissions: [.read])
    try await withDashboard(options) { dashboard in
      try await dashboard.terminal.shows("PII Read", "okta.com", "Impossible travel")
      try await dashboard.quit()
    }
  }

  @Test(arguments: [1, 2, 3] as [UInt64])
  func `a hostile account draws no escape, and takes nothing over`(seed: UInt64) async throws {
    let options = SimulationOptions(users: 60, seed: seed, faults: .hostile)
    try await withDashboard(options) { dashboard in
      let terminal = dashboard.terminal
      let title = try await terminal.variable("pane_title")
      try await terminal.shows("1 Users", "? help")
      for keys in [["j", "Enter"], ["4", "l"], ["U", "3"], ["2", "Enter"], ["1", "G"]] {
        let count = await dashboard.api.received.count
        try await terminal.press("r", keys[0], keys[1])
        try await until {
          await dashboard.api.received.count >= count + 3
        } orThrow: {
          ScreenTimeout(wanted: "another refresh", screen: Screen(text: ""))
        }
        let screen = try await terminal.shows("ztriage", "read-write", "╰─")
        #expect(screen.lines.count { !$0.isEmpty } <= 36)
        #expect(screen.lines.first?.hasPrefix(" ztriage") == true)
        // Every row of frames ends where it should, whatever stands in it.
        let framed = screen.lines.filter { $0.hasPrefix("│") || $0.hasPrefix("╰") }
        #expect(framed.count > 20)
        #expect(framed.allSatisfy { $0.hasSuffix("│") || $0.hasSuffix("╯") }, "\(screen.text)")
      }
      #expect(try await terminal.clipboard() == nil)
      #expect(try await terminal.variable("pane_title") == title)
      try await leave(dashboard)
    }
  }

  /// Leaves, by way of the question where a draft stands.
  private func leave(_ dashboard: RunningDashboard) async throws {
    let terminal = dashboard.terminal
    try await terminal.press("C-c")
    let screen = try await terminal.screen("an end or a question") {
      $0.contains("ended 0") || $0.contains("kept for next time")
    }
    if screen.contains("kept for next time") { try await terminal.press("y") }
    try await terminal.shows("ended 0")
  }
}

extension Screen {
  fileprivate var isASCII: Bool { text.utf8.allSatisfy { $0 < 0x80 } }

  /// The codes of all select-graphic-rendition sequences.
  fileprivate var renditions: Set<Int> {
    Set(
      text.matches(of: /\u{1B}\[([0-9;]*)m/)
        .flatMap { $0.1.split(separator: ";") }
        .compactMap { Int($0) }
    )
  }
}
