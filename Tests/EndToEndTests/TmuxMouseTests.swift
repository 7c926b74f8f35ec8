import SimulatedAPI
import TestSupport
import Testing

/// The mouse on a real terminal, where the settings want it.
struct TmuxMouseTests {
  @Test func `a click selects, a second one opens, the wheel scrolls, and the shell has it back`()
    async throws
  {
    try await withAccount { server, environment in
      try await withTerminal(environment: environment) { terminal in
        _ = try terminal.folder.file("config.yaml", "mouse: on\n")
        let dashboard = RunningDashboard(terminal: terminal, api: server.api)
        try await dashboard.open("--config config.yaml")
        let first = try await terminal.shows("1–", " events, ", "│▌")
        #expect(try await terminal.variable("mouse_sgr_flag") == "1")
        let row = try #require(first.lines.firstIndex { $0.hasPrefix("│▌") })

        try await terminal.click(row: row + 4)
        try await terminal.screen("the fifth row") { $0.isSelected(row + 4) }
        try await terminal.send("\u{1B}[<65;20;\(row + 5)M")
        try await terminal.screen("the rows of the wheel") { $0.isSelected(row + 1) }
        try await terminal.click(row: row + 2)
        try await terminal.click(row: row + 2)
        try await terminal.shows("Enter details")
        // What is cut off or made up is no key and no click.
        try await terminal.send("\u{1B}[<0;20M\u{1B}[<9;9;9;9M")
        #expect(await dashboard.writes.isEmpty)

        try await dashboard.quit()
        #expect(try await terminal.variable("mouse_any_flag") == "0")
      }
    }
  }

  @Test func `without the setting the terminal keeps its mouse`() async throws {
    try await withDashboard { dashboard in
      try await dashboard.terminal.shows("1–", "│▌")
      #expect(try await dashboard.terminal.variable("mouse_any_flag") == "0")
      try await dashboard.terminal.send("\u{1B}[<0;20;12M")
      try await dashboard.quit()
    }
  }
}

extension Screen {
  fileprivate func isSelected(_ row: Int) -> Bool {
    lines.dropFirst(row).first?.hasPrefix("│▌") == true
  }
}

extension Tmux {
  /// Sends bytes as the terminal itself would.
  fileprivate func send(_ bytes: String) async throws {
    try await command(["set-buffer", bytes])
    try await command(["paste-buffer", "-d"])
  }

  fileprivate func click(row: Int) async throws {
    try await send("\u{1B}[<0;20;\(row + 1)M\u{1B}[<0;20;\(row + 1)m")
  }
}
