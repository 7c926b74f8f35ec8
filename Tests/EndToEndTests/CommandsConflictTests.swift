import Foundation
import RiskAPI
import SimulatedAPI
import Testing

/// Writes by command that meet somebody else's change of the same thing.
@Suite(.serialized)
struct CommandsConflictTests {
  @Test func `both sides are shown and the one that is chosen is sent, once`() async throws {
    try await serve { account in
      let command = try AskedCommand(Self.both, account.environment)
      _ = try await command.question()
      await account.change { $0.riskLevel = .medium }
      let table = try await command.reply("yes\n", "Type theirs or yours: ")

      #expect(table.contains("Someone else changed this behavior. Nothing was sent.\n"))
      #expect(table.contains("FIELD  YOU SAW  THEIRS  YOURS\n"), "\(table)")
      #expect(table.contains("state  on       on      off    save yours\n"), "\(table)")
      #expect(table.contains("level  LOW      MEDIUM  HIGH   choose one\n"), "\(table)")
      #expect(table.contains("level: theirs, MEDIUM, or yours, HIGH? Type theirs or yours: "))
      #expect(await account.writes().isEmpty)

      let again = try await command.reply("yours\n", "Type yes to continue: ")
      #expect(again.contains("  - on, MEDIUM\n  + off, HIGH\n"), "\(again)")
      #expect(await account.writes().isEmpty)

      let run = try await command.answer("yes\n")
      #expect(run.status == 0, "\(run.errors)")
      #expect(try run.object().text("outcome") == "written")
      #expect(await account.writes() == ["PUT behaviors"])
      var expected = account.before
      expected["imp_travel"] = .init(isEnabled: false, riskLevel: .high)
      #expect(await account.behaviors() == expected)
    }
  }

  @Test func `theirs is kept beside one's own field`() async throws {
    try await serve { account in
      let command = try AskedCommand(Self.both, account.environment)
      _ = try await command.question()
      await account.change { $0.riskLevel = .medium }
      _ = try await command.reply("yes\n", "Type theirs or yours: ")
      let again = try await command.reply("theirs\n", "Type yes to continue: ")
      #expect(again.contains("  - on, MEDIUM\n  + off, MEDIUM\n"), "\(again)")
      let run = try await command.answer("yes\n")

      #expect(run.status == 0, "\(run.errors)")
      #expect(
        await account.behaviors()["imp_travel"] == .init(isEnabled: false, riskLevel: .medium)
      )
      #expect(await account.writes() == ["PUT behaviors"])
    }
  }

  @Test func `a field each is asked about without a choice, and both are written`() async throws {
    try await serve { account in
      let command = try AskedCommand("behaviors set imp_travel --level high", account.environment)
      _ = try await command.question()
      await account.change { $0.isEnabled = false }
      let again = try await command.reply("yes\n", "Type yes to continue: ")
      #expect(again.contains("state  on       off     on     keep theirs\n"), "\(again)")
      #expect(again.contains("  - off, LOW\n  + off, HIGH\n"), "\(again)")
      let run = try await command.answer("yes\n")

      #expect(run.status == 0, "\(run.errors)")
      #expect(await account.behaviors()["imp_travel"] == .init(isEnabled: false, riskLevel: .high))
      #expect(await account.writes() == ["PUT behaviors"])
    }
  }

  @Test func `a third change asks again`() async throws {
    try await serve { account in
      let command = try AskedCommand("behaviors set imp_travel --level high", account.environment)
      _ = try await command.question()
      await account.change { $0.riskLevel = .medium }
      _ = try await command.reply("yes\n", "Type theirs or yours: ")
      _ = try await command.reply("yours\n", "Type yes to continue: ")
      await account.change { $0.isEnabled = false }
      let third = try await command.reply("yes\n", "Type yes to continue: ")

      #expect(third.contains("state  on       off     on     keep theirs\n"), "\(third)")
      #expect(third.contains("  - off, MEDIUM\n  + off, HIGH\n"), "\(third)")
      #expect(await account.writes().isEmpty)
      let run = try await command.answer("yes\n")
      #expect(run.status == 0, "\(run.errors)")
      #expect(await account.behaviors()["imp_travel"] == .init(isEnabled: false, riskLevel: .high))
      #expect(await account.writes() == ["PUT behaviors"])
    }
  }

  @Test func `theirs everywhere leaves nothing to send`() async throws {
    try await serve { account in
      let command = try AskedCommand("behaviors set imp_travel --level high", account.environment)
      _ = try await command.question()
      await account.change { $0.riskLevel = .medium }
      _ = try await command.reply("yes\n", "Type theirs or yours: ")
      let run = try await command.answer("theirs\n")

      #expect(run.status == 0, "\(run.errors)")
      #expect(run.errors.contains("nothing to save: imp_travel stays on, MEDIUM"))
      #expect(try run.object().text("outcome") == "unchanged")
      #expect(await account.writes().isEmpty)
    }
  }

  @Test(arguments: ["\n", "yes\n", "t\n", "\u{4}"])
  func `any other answer than a side sends nothing and ends with 64`(answer: String) async throws {
    try await serve { account in
      let command = try AskedCommand("behaviors set imp_travel --level high", account.environment)
      _ = try await command.question()
      await account.change { $0.riskLevel = .medium }
      _ = try await command.reply("yes\n", "Type theirs or yours: ")
      let run = try await command.answer(answer)

      #expect(run.status == 64, "\(run.errors)")
      #expect(
        run.errors.contains(
          "ztriage: canceled (only \"theirs\" and \"yours\" choose); nothing sent"
        )
      )
      #expect(await account.writes().isEmpty)
    }
  }

  @Test func `Ctrl-C at a question that came back sends nothing`() async throws {
    try await serve { account in
      let command = try AskedCommand("behaviors set imp_travel --level high", account.environment)
      _ = try await command.question()
      await account.change { $0.riskLevel = .medium }
      _ = try await command.reply("yes\n", "Type theirs or yours: ")
      let run = try await command.answer("\u{3}")

      #expect(run.status == 128 + SIGINT)
      #expect(await account.writes().isEmpty)
    }
  }

  @Test func `with --yes a conflict is one line with both sides, and nothing is sent`()
    async throws
  {
    let held = HeldReplies { $0.count { $0.path.hasSuffix("/behaviors") } >= 2 }
    try await serve(held.account(users: 3)) { account in
      let command = try AskedCommand(
        "behaviors set imp_travel --level high --yes",
        account.environment
      )
      try await account.received(2, "GET behaviors")
      await account.change { $0 = .init(isEnabled: false, riskLevel: .medium) }
      held.release()
      let run = try await command.run()

      #expect(run.status == 75)
      #expect(
        run.errors.replacing("\r\n", with: "\n")
          == "ztriage: not saved: someone else changed 'imp_travel' meanwhile "
          + "(state: seen on, now off, yours unchanged and level: seen LOW, now MEDIUM, yours HIGH); "
          + "look at it, then run the command again\n"
      )
      #expect(try run.object().text("outcome") == "outdated")
      #expect(await account.writes().isEmpty)
    }
  }

  @Test func `an integration is settled field by field too`() async throws {
    try await serve { account in
      let id = try #require(await account.integrations().first?.id)
      let command = try AskedCommand(
        "integrations update \(id) --tenant-url https://mine.okta.com",
        account.environment
      )
      _ = try await command.question()
      await account.server.api.edit { state in
        state.integrations[0].tenantURL = "https://theirs.okta.com"
        state.integrations[0].referenceID = "soc-1"
      }
      let table = try await command.reply("yes\n", "Type theirs or yours: ")
      #expect(table.contains("Someone else changed this integration. Nothing was sent.\n"))
      #expect(
        table.contains("tenant: theirs, https://theirs.okta.com, or yours, https://mine.okta.com?"),
        "\(table)"
      )
      let again = try await command.reply("yours\n", "Type yes to continue: ")
      #expect(again.contains("  - tenant https://theirs.okta.com\n"), "\(again)")
      let run = try await command.answer("yes\n")

      #expect(run.status == 0, "\(run.errors)")
      #expect(await account.writes() == ["PUT integrations/\(id)"])
      #expect(
        await account.bodies() == [
          .object([
            "tenant_url": .string("https://mine.okta.com"), "active": .bool(true),
            "reference_id": .string("soc-1"),
          ])
        ]
      )
    }
  }

  @Test func `with --yes an integration's conflict names both sides`() async throws {
    let held = HeldReplies { $0.count { $0.path.contains("/integrations/") } >= 2 }
    try await serve(held.account(users: 3)) { account in
      let id = try #require(await account.integrations().first?.id)
      let command = try AskedCommand("integrations disable \(id) --yes", account.environment)
      try await account.received(2, "GET integrations/\(id)")
      await account.server.api.edit { $0.integrations[0].tenantURL = "https://theirs.okta.com" }
      held.release()
      let run = try await command.run()

      #expect(run.status == 75)
      #expect(
        run.errors.contains(
          "(tenant: seen https://acme.okta.com, now https://theirs.okta.com, yours unchanged); look"
        ),
        "\(run.errors)"
      )
      #expect(try run.object().text("outcome") == "outdated")
      #expect(await account.writes().isEmpty)
    }
  }

  // MARK: Fixtures

  private static let both = "behaviors set imp_travel --off --level high"

  /// An account on which `imp_travel` is on and LOW.
  private func serve(
    _ api: SimulatedAPI = SimulatedAPI(SimulationOptions(users: 3)),
    _ body: (ConflictAccount) async throws -> Void
  ) async throws {
    try await WrittenAccount.serve(api) { account in
      let before = await account.server.api.edit { state in
        state.behaviors["imp_travel"]?.setting = BehaviorSetting(isEnabled: true, riskLevel: .low)
        return state.behaviors.mapValues(\.setting)
      }
      try await body(ConflictAccount(account: account, before: before))
    }
  }
}

/// An account whose behavior `imp_travel` somebody else changes.
@dynamicMemberLookup
private struct ConflictAccount {
  let account: WrittenAccount
  let before: [String: BehaviorSetting]

  subscript<Value>(dynamicMember path: KeyPath<WrittenAccount, Value>) -> Value {
    account[keyPath: path]
  }

  func writes() async -> [String] { await account.writes() }
  func bodies() async -> [JSONValue?] { await account.bodies() }
  func integrations() async -> [SimulatedIntegration] { await account.integrations() }

  func behaviors() async -> [String: BehaviorSetting] {
    await account.server.api.edit { $0.behaviors.mapValues(\.setting) }
  }

  func change(_ edit: @Sendable (inout BehaviorSetting) -> Void) async {
    let isChanged = await account.server.api.edit { state in
      guard var setting = state.behaviors["imp_travel"]?.setting else { return false }
      edit(&setting)
      state.behaviors["imp_travel"]?.setting = setting
      return true
    }
    #expect(isChanged)
  }

  /// Returns once so many such calls have come in; the last of them is answered later.
  func received(_ count: Int, _ call: String) async throws {
    try await until {
      await account.calls().count { $0 == call } == count
    } orThrow: {
      POSIXError(.ETIMEDOUT)
    }
  }
}

extension AskedCommand {
  /// Answers a question and returns what the terminal showed since, once that holds the words.
  fileprivate func reply(_ answer: String, _ awaited: String) async throws -> String {
    let mark = pair.count
    pair.type(answer)
    try await until {
      pair.text(after: mark).contains(awaited)
    } orThrow: {
      ScreenTimeout(wanted: awaited, screen: Screen(text: pair.text()))
    }
    return pair.text(after: mark).replacing("\r\n", with: "\n")
  }
}
