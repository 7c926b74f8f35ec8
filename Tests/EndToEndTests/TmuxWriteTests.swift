import Foundation
import HTTPTypes
import RiskAPI
import SimulatedAPI
import Testing

/// What reaches the account when keys are pressed, counted on the account's side.
struct TmuxWriteTests {
  @Test func `Space and y turn an integration off by one PUT with all three fields`() async throws {
    try await withDashboard { dashboard in
      let terminal = dashboard.terminal
      let integration = try #require(await dashboard.api.edit { $0.integrations.first })
      try await terminal.shows("acme.okta.com", "1 of 2 active")
      try await terminal.press("3", "Space")
      try await terminal.shows("Turn off acme.okta.com?", "[ Cancel ]", "no longer be sent")
      #expect(await dashboard.writes.isEmpty)
      try await terminal.press("y")
      try await terminal.shows("acme.okta.com is off")
      try await dashboard.quit()

      let put = try #require(await dashboard.writes.only)
      #expect(put.method == .put)
      #expect(put.path.hasSuffix("/zt_risk_scoring/integrations/\(integration.id)"))
      let sent = try put.fields
      #expect(Set(sent.keys) == ["active", "reference_id", "tenant_url"])
      #expect(sent["active"] as? Bool == false)
      #expect(sent["reference_id"] as? String == integration.referenceID)
      #expect(sent["tenant_url"] as? String == integration.tenantURL)
      #expect(await dashboard.api.edit { $0.integrations.first?.isActive } == false)
    }
  }

  @Test func `an edited behavior is written by one PUT with the full map`() async throws {
    try await withDashboard { dashboard in
      let terminal = dashboard.terminal
      let before = await dashboard.api.edit { $0.behaviors.mapValues(\.setting) }
      let edited = try #require(
        await dashboard.api.edit { $0.behaviors.values.min { $0.name < $1.name } }
      )
      #expect(edited.setting.riskLevel == .medium)
      try await terminal.shows(edited.name)
      try await terminal.press("4", "l")
      try await terminal.shows("1 unsaved")
      #expect(await dashboard.writes.isEmpty)

      // Leaving would lose the draft.
      try await terminal.press("q")
      try await terminal.shows("1 unsaved behavior change; it is kept for next time")
      try await terminal.press("n")
      try await terminal.hides("1 unsaved behavior change; it is kept for next time")

      try await terminal.press("w")
      let question = try await terminal.shows("[ Cancel ]")
      #expect(question.contains(edited.name))
      #expect(question.hasLine("- on", "MEDIUM"))
      #expect(question.hasLine("+ on", "HIGH"))
      try await terminal.press("y")
      try await terminal.shows("saved 1 behavior change")
      try await dashboard.quit()

      let put = try #require(await dashboard.writes.only)
      #expect(put.method == .put)
      #expect(put.path.hasSuffix("/zt_risk_scoring/behaviors"))
      let map = try #require(try put.fields["behaviors"] as? [String: [String: Any]])
      #expect(Set(map.keys) == Set(before.keys))
      for (key, setting) in before {
        let level = key == edited.key ? "high" : setting.riskLevel.apiName
        #expect(map[key]?["enabled"] as? Bool == setting.isEnabled, "\(key)")
        #expect(map[key]?["risk_level"] as? String == level, "\(key)")
      }
    }
  }

  @Test func `a reset with a reason is one POST, y twice or not, and the user leaves the list`()
    async throws
  {
    try await withDashboard { dashboard in
      let terminal = dashboard.terminal
      let listing = try await Listing.of(dashboard.api)
      try await terminal.shows("of 30", " events, ")
      try await terminal.press("R")
      let question = try await terminal.shows("Reset ", "[ Cancel ]", "cannot be undone")
      // The key that opens the dialog never confirms it, and neither does y before a reason.
      try await terminal.press("R", "y")
      try await terminal.shows("pick a reason first")
      #expect(await dashboard.writes.isEmpty)
      try await terminal.press("1")
      try await terminal.shows("▌ 1")
      try await terminal.press("y", "y")
      try await terminal.shows(" reset (", "of 29")
      try await dashboard.quit()

      let post = try #require(await dashboard.writes.only)
      #expect(post.method == .post)
      #expect(post.path.hasSuffix("/reset"))
      #expect(post.body == nil)
      let user = try #require(listing.users.first { post.path.contains("/\($0.user_id)/") })
      #expect(question.contains("Reset \(user.name)?"))
      #expect(question.hasLine(user.email, "\(user.event_count) event", "HIGH"))
      let left = try await Listing.of(dashboard.api).users
      #expect(left.count == 29)
      #expect(!left.contains { $0.user_id == user.user_id })
    }
  }

  @Test(arguments: ["Escape", "n", "Enter", "C-c"])
  func `a reset canceled sends nothing`(key: String) async throws {
    try await withDashboard { dashboard in
      let terminal = dashboard.terminal
      try await terminal.shows("of 30", " events, ")
      try await terminal.press("R")
      try await terminal.shows("[ Cancel ]")
      try await terminal.press("1")
      try await terminal.shows("▌ 1")
      try await terminal.press(key)
      try await terminal.hides("[ Cancel ]")
      try await terminal.shows("of 30")
      try await dashboard.quit()
      #expect(await dashboard.writes.isEmpty)
    }
  }

  @Test func `a reset pasted sends nothing, whether the question stands or not`() async throws {
    try await withDashboard { dashboard in
      let terminal = dashboard.terminal
      try await terminal.shows("of 30", " events, ")
      try await terminal.paste("R1y")
      let screen = try await terminal.shows("paste ignored")
      #expect(!screen.contains("[ Cancel ]"))

      try await terminal.press("R")
      try await terminal.shows("[ Cancel ]")
      try await terminal.press("1")
      try await terminal.shows("▌ 1")
      try await terminal.paste("y")
      // Were the paste taken, this key would find the reset under way and not close the question.
      try await terminal.press("n")
      try await terminal.hides("[ Cancel ]")
      try await terminal.shows("of 30")
      try await dashboard.quit()
      #expect(await dashboard.writes.isEmpty)
    }
  }

  @Test func `several marked users are reset by one POST each, after their number is typed`()
    async throws
  {
    try await withDashboard { dashboard in
      let terminal = dashboard.terminal
      try await terminal.shows("of 30", " events, ")
      try await terminal.press("Space", "Space", "Space")
      try await terminal.shows("3 marked")
      try await terminal.ask("R", answer: "3", "y")
      try await terminal.shows("Type 3 to reset them all")
      try await terminal.press("2", "Enter")
      try await terminal.shows("type 3 to confirm")
      #expect(await dashboard.writes.isEmpty)
      try await terminal.press("BSpace", "3", "Enter")
      try await terminal.shows("of 27")
      try await dashboard.quit()

      let writes = await dashboard.writes
      #expect(writes.count == 3)
      #expect(Set(writes.map(\.path)).count == 3)
      #expect(writes.allSatisfy { $0.method == .post && $0.path.hasSuffix("/reset") })
    }
  }

  @Test func `a read-only profile refuses with words until it is unlocked`() async throws {
    try await withDashboard(SimulationOptions(users: 30), "--read-only") { dashboard in
      let terminal = dashboard.terminal
      let first = try await terminal.shows("of 30", " events, ")
      #expect(first.lines.first?.contains("read-only") == true)
      try await terminal.press("R")
      let refused = try await terminal.shows("read-only profile: :unlock to write")
      #expect(!refused.contains("[ Cancel ]"))
      #expect(await dashboard.writes.isEmpty)

      try await terminal.press(":")
      try await terminal.press("-l", "unlock")
      try await terminal.shows("allow changes")
      try await terminal.press("Enter")
      try await terminal.shows("read-write")
      try await terminal.ask("R", answer: "2", "y")
      try await terminal.shows("of 29")
      try await dashboard.quit()
      #expect(await dashboard.writes.map(\.method) == [.post])
    }
  }
}

extension ReceivedRequest {
  /// The members of the body.
  fileprivate var fields: [String: Any] {
    get throws {
      try JSONSerialization.jsonObject(with: body ?? Data()) as? [String: Any] ?? [:]
    }
  }
}

extension Array {
  /// The element of an array of one.
  fileprivate var only: Element? { count == 1 ? first : nil }
}
