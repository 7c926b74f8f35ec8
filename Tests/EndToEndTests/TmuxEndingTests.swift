import Foundation
import TestSupport
import Testing

/// The terminal after the program, however that ended.
struct TmuxEndingTests {
  @Test func `q gives the terminal back as it was`() async throws {
    try await withDashboard { dashboard in
      let terminal = dashboard.terminal
      try await terminal.shows("of 30")
      #expect(try await terminal.variable("alternate_on") == "1")
      #expect(try await terminal.variable("cursor_flag") == "0")
      #expect(try await terminal.variable("keypad_flag") == "1")
      try await dashboard.quit()
      try await expectRestored(terminal)
    }
  }

  /// A signal, and the status that the shell tells.
  static let signals: [(signal: Int32, status: Int32)] = [
    (SIGTERM, 143), (SIGSEGV, 139), (SIGABRT, 134), (SIGQUIT, 131), (SIGBUS, 135),
  ]

  @Test(arguments: signals)
  func `a signal ends it, and the terminal is as it was`(signal: Int32, status: Int32) async throws
  {
    try await withDashboard { dashboard in
      let terminal = dashboard.terminal
      try await terminal.shows("of 30")
      #expect(kill(try dashboard.process, signal) == 0)
      let screen = try await terminal.shows("ended \(status)")
      #expect(!screen.contains("Fatal error"))
      try await expectRestored(terminal)
    }
  }

  @Test(arguments: [true, false])
  func `a hangup ends it, with the window or without`(isWindowClosed: Bool) async throws {
    try await withDashboard { dashboard in
      try await dashboard.terminal.shows("of 30")
      let process = try dashboard.process
      #expect(try await RunningDashboard.isRunning(process))
      if isWindowClosed {
        try await dashboard.terminal.closeWindow()
      } else {
        #expect(kill(process, SIGHUP) == 0)
      }
      try await dashboard.ended(process)
    }
  }

  @Test func `Ctrl-Z stops it, fg brings the same screen back, twice`() async throws {
    try await withDashboard { dashboard in
      let terminal = dashboard.terminal
      let first = try await terminal.shows("of 30", "2 Timeline ·", " events, ")
      for _ in 1...2 {
        try await terminal.press("C-z")
        try await terminal.shows("Stopped")
        #expect(try await terminal.variable("alternate_on") == "0")
        #expect(try await terminal.variable("cursor_flag") == "1")
        try await terminal.enter("echo \"shell: $((6 * 7))\"; stty -a >modes-stopped")
        try await terminal.shows("shell: 42")
        #expect(try modes(terminal, "modes-stopped") == modes(terminal, "modes-before"))

        try await terminal.enter("clear; fg")
        try await terminal.screen("the dashboard again") {
          $0.contains(" events, ") && $0.withoutTimes == first.withoutTimes
        }
      }
      try await terminal.press("?")
      try await terminal.shows("Everywhere")
      try await terminal.press("Escape")
      try await terminal.hides("Everywhere")
      try await terminal.press("q")
      try await terminal.screen("the shell") { !$0.contains("of 30") }
      try await expectUsable(terminal)
    }
  }

  @Test func `a window resized while it was stopped is drawn in the new size`() async throws {
    try await withDashboard { dashboard in
      let terminal = dashboard.terminal
      try await terminal.shows("of 30")
      try await terminal.press("C-z")
      try await terminal.shows("Stopped")
      try await terminal.resize(columns: 80, rows: 24)
      try await terminal.enter("fg")
      try await terminal.shows("[1 Users]", "of 30")
    }
  }

  // MARK: What is looked at

  /// The main screen, a visible cursor, cursor keys and line discipline as before, and a shell.
  private func expectRestored(_ terminal: Tmux) async throws {
    #expect(try await terminal.variable("alternate_on") == "0")
    #expect(try await terminal.variable("cursor_flag") == "1")
    #expect(try await terminal.variable("keypad_flag") == "0")
    #expect(try await terminal.variable("mouse_any_flag") == "0")
    try await expectUsable(terminal)
    #expect(try modes(terminal, "modes-after") == modes(terminal, "modes-before"))
    #expect(try modes(terminal, "modes-after").contains(" echo "))
    // Brackets around a paste would reach the shell as text.
    try await terminal.paste("echo pasted:$((40 + 2))")
    try await terminal.press("Enter")
    let screen = try await terminal.shows("pasted:42")
    #expect(!screen.contains("200~"))
  }

  /// The shell reads a line, shows it, and carries it out.
  private func expectUsable(_ terminal: Tmux) async throws {
    try await terminal.enter("echo usable:$((20 + 3))")
    let screen = try await terminal.shows("usable:23")
    #expect(screen.contains("echo usable:$((20 + 3))"))
  }

  private func modes(_ terminal: Tmux, _ file: String) throws -> String {
    try terminal.folder.text(file)
  }
}
