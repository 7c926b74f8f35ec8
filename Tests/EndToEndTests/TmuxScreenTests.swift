import Foundation
import SimulatedAPI
import TestSupport
import Testing

struct TmuxScreenTests {
  @Test func `the demo opens on four panes and 500 users, and leaves nothing behind`() async throws
  {
    let listing = try await Listing.of(SimulatedAPI())

    try await withTerminal { terminal in
      try await terminal.enter("ztriage demo; echo \"ended $?\"")
      let screen = try await terminal.shows("of 500", "events", "Impossible travel", "okta.com")

      for title in ["1 Users", "2 Timeline", "3 Integrations", "4 Behaviors"] {
        #expect(screen.contains(title))
      }
      #expect(listing.users.count == 500)
      #expect(
        screen.hasLine(
          "HIGH \(listing.count("high")) ",
          "MEDIUM \(listing.count("medium")) ",
          "LOW \(listing.count("low")) "
        )
      )
      #expect(screen.lines.first?.contains("demo") == true)
      #expect(screen.lines.first?.contains("read-write") == true)

      try await terminal.press("q")
      try await terminal.shows("ended 0")
      #expect(try FileManager.default.contentsOfDirectory(atPath: terminal.folder.path) == [])
    }
  }

  @Test func `on an account of another process it is the same dashboard`() async throws {
    try await withTerminal { server in
      try await server.enter("clear; ztriage simulate --port 0; echo \"ended $?\"")
      let served = try await server.screen("its address") { !address(in: $0).isEmpty }

      var demo: [String] = []
      try await withTerminal { terminal in
        try await terminal.enter("ztriage demo")
        demo = names(in: try await terminal.shows("of 500", "events"))
      }
      try await withTerminal(environment: account(at: address(in: served))) { terminal in
        try await terminal.enter("ztriage; echo \"ended $?\"")
        let screen = try await terminal.shows("of 500", "events", "Impossible travel", "okta.com")
        #expect(names(in: screen) == demo)
        #expect(demo.count > 10)
        try await terminal.press("q")
        try await terminal.shows("ended 0")
      }

      try await server.press("C-c")
      try await server.shows("ended 0")
    }
  }

  @Test func `keys move through users, timeline, evidence, and back`() async throws {
    try await withDashboard { dashboard in
      let terminal = dashboard.terminal
      let first = try await terminal.shows("of 30", "2 Timeline ·", " events, ")
      let rows = names(in: first)
      #expect(marked(in: first) == rows.first)

      try await terminal.press("j")
      try await terminal.screen("the second user marked, their timeline beside") {
        marked(in: $0) == rows[1] && $0.hasLine("2 Timeline · \(name(in: rows[1]))")
      }
      try await terminal.press("PageDown")
      try await terminal.screen("a user of the next page marked") {
        marked(in: $0).map(rows.contains) == false
      }
      try await terminal.press("G")
      try await terminal.shows("–30 of 30")
      try await terminal.press("g")
      try await terminal.screen("the first user marked") { marked(in: $0) == rows.first }

      try await terminal.press("Enter")
      try await terminal.shows("Enter details", " events, ")
      try await terminal.press("Enter")
      let tree = try await terminal.shows("tree or raw JSON")
      #expect(!tree.contains("Yesterday"))
      try await terminal.press("t")
      try await terminal.shows("\" : {")
      try await terminal.press("Escape")
      try await terminal.shows("Enter details")

      try await terminal.press("z")
      try await terminal.hides("1 Users")
      try await terminal.press("z")
      try await terminal.shows("1 Users")
      try await terminal.press("?")
      try await terminal.shows("Help · Timeline", "Everywhere")
      try await terminal.press("Escape")
      try await terminal.hides("Everywhere")
      try await terminal.press("Tab", "BTab", "1", "y")
      try await terminal.shows("copied e-mail: ")
      let copied = try await terminal.clipboard()
      let listing = try await Listing.of(dashboard.api)
      #expect(listing.users.map(\.email).contains(copied ?? ""))
      try await dashboard.quit()
    }
  }

  @Test func `a filter narrows the list as it is typed, stays, and goes`() async throws {
    try await withDashboard { dashboard in
      let terminal = dashboard.terminal
      let user = try #require(
        try await Listing.of(dashboard.api).users.last { $0.name.allSatisfy(\.isASCII) }
      )
      try await terminal.shows("of 30")
      try await terminal.press("/")
      try await terminal.press("-l", user.email)
      try await terminal.shows("of 1", user.name)
      try await terminal.press("Enter")
      try await terminal.shows("of 1", "R reset")
      try await terminal.press("Escape")
      try await terminal.shows("of 30")

      // A paste is text here.
      try await terminal.press("/")
      try await terminal.paste(user.email)
      try await terminal.shows("of 1", user.name)
      try await terminal.press("Escape")
      try await terminal.shows("of 30")
    }
  }

  @Test func `every size shows what has room, and the first one comes back`() async throws {
    try await withDashboard { dashboard in
      let terminal = dashboard.terminal
      let first = try await terminal.shows("of 30", "2 Timeline ·", " events, ")

      try await terminal.resize(columns: 80, rows: 24)
      let tabs = try await terminal.screen("tabs and one pane") {
        $0.hasLine("[1 Users]", "2 Timeline", "3 Integrations", "4 Behaviors")
          && $0.hasLine("of 30 ─╯")
      }
      #expect(!tabs.contains("okta.com"))
      try await terminal.press("3")
      try await terminal.shows("[3 Integrations]", "acme.okta.com")
      try await terminal.press("1")

      try await terminal.resize(columns: 39, rows: 9)
      try await terminal.shows("40×10", "39×9")
      try await terminal.resize(columns: 200, rows: 60)
      let wide = try await terminal.shows("1–30 of 30", "2 Timeline ·", "acme.okta.com")
      #expect(wide.lines[59].contains("q quit"))
      #expect(wide.lines.first?.hasSuffix("read-write") == true)

      try await terminal.resize(columns: 120, rows: 36)
      try await terminal.screen("the first screen") { $0.withoutTimes == first.withoutTimes }
      try await dashboard.quit()
    }
  }

  // MARK: What a screen says

  private func address(in screen: Screen) -> String {
    screen.text.firstMatch(of: /listening on (\S+)/).map { String($0.1) } ?? ""
  }

  /// Rows of the Users pane up to the name, levels included, the mark left out.
  private func names(in screen: Screen) -> [String] {
    rows(in: screen).map(\.row)
  }

  /// The row with the mark.
  private func marked(in screen: Screen) -> String? {
    rows(in: screen).first(where: \.isMarked)?.row
  }

  private func rows(in screen: Screen) -> [(isMarked: Bool, row: String)] {
    screen.lines.compactMap { line in
      guard let match = line.prefixMatch(of: #/│(.) +((?:HIGH|MEDIUM|LOW) +\S.*?)  /#) else {
        return nil
      }
      return (match.1 == "▌", String(match.2))
    }
  }

  private func name(in row: String) -> String {
    String(row.drop { !$0.isWhitespace }.drop { $0.isWhitespace }).replacing("…", with: "")
  }
}
