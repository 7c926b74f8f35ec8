import Foundation
import HTTPTypes
import RiskAPI
import SimulatedAPI
import TestSupport
import Testing

/// Writes that ask on a terminal.
@Suite(.serialized)
struct CommandsWriteAskedTests {
  @Test func `yes resets; the question names the user, the exports and the end`() async throws {
    try await WrittenAccount.serve { account in
      let user = try #require(try await account.users().first)
      let command = try AskedCommand(
        "users reset \(user.text("email") ?? "") --reason false-positive --note 'ticket 4711'",
        account.environment
      )
      let question = try await command.question()

      for words in [
        user.text("name") ?? "?", user.text("email") ?? "?", "HIGH", "events",
        "false positive", "ticket 4711", "cannot be undone", "sent to acme.okta.com",
      ] {
        #expect(question.contains(words), "\(question)")
      }
      // The integration that is off gets nothing.
      #expect(!question.contains("acme-test.okta.com"))
      #expect(await account.writes().isEmpty)

      let run = try await command.answer("yes\n")
      #expect(run.status == 0, "\(run.errors)")
      #expect(await account.writes() == ["POST \(user.text("user_id") ?? "")/reset"])
      // Whatever is asked, data alone goes to standard output.
      #expect(try run.objects().map { $0.text("outcome") } == ["reset"])
    }
  }

  @Test(arguments: ["no\n", "y\n", "\n", "yes please\n", "\u{4}"])
  func `any other answer sends nothing and ends with 64`(answer: String) async throws {
    try await WrittenAccount.serve { account in
      let id = try #require(try await account.users().first?.text("user_id"))
      let command = try AskedCommand("users reset \(id) --reason other", account.environment)
      _ = try await command.question()
      let run = try await command.answer(answer)

      #expect(run.status == 64)
      #expect(run.output.isEmpty)
      #expect(run.errors.contains("ztriage: canceled (only \"yes\" confirms); nothing sent"))
      #expect(await account.writes().isEmpty)
    }
  }

  @Test func `whoever was reset within seven days is said to have been, and why`() async throws {
    try await WrittenAccount.serve { account in
      let id = try #require(try await account.users().first?.text("user_id"))
      let state = try TemporaryFolder()
      let environment = account.environment.merging([
        "XDG_STATE_HOME": state.path, "USER": "ana",
      ]) { $1 }
      let first = try await Binary.shell(
        "\"$0\" users reset \(id) --reason security-testing --yes",
        environment: environment
      )
      #expect(first.status == 0, "\(first.errors)")

      let command = try AskedCommand("users reset \(id) --reason other", environment)
      let question = try await command.question()
      #expect(
        question.contains(/\n +Already reset \S+ \S+ UTC by ana@\S+: security testing\n/),
        "\(question)"
      )
      let run = try await command.answer("no\n")
      #expect(run.status == 64)
    }
  }

  @Test func `Ctrl-C at the question sends nothing`() async throws {
    try await WrittenAccount.serve { account in
      let id = try #require(try await account.users().first?.text("user_id"))
      let command = try AskedCommand("users reset \(id) --reason other", account.environment)
      _ = try await command.question()
      let run = try await command.answer("\u{3}")

      #expect(run.status == 128 + SIGINT)
      #expect(await account.writes().isEmpty)
    }
  }

  @Test func `an event that comes while the question stands stops the reset`() async throws {
    try await WrittenAccount.serve { account in
      let id = try #require(try await account.users().last?.text("user_id"))
      let command = try AskedCommand("users reset \(id) --reason other", account.environment)
      _ = try await command.question()
      await account.server.api.edit { state in
        _ = state.addEvent(of: "imp_travel", to: UserID(id), at: Date(), level: .high)
      }
      let run = try await command.answer("yes\n")

      #expect(run.status == 75)
      #expect(run.errors.contains("1 new event since the command looked, now HIGH"))
      #expect(try run.objects().map { $0.text("outcome") } == ["outdated"])
      #expect(await account.writes().isEmpty)
    }
  }

  @Test func `Ctrl-C lets the reset under way end and names the rest`() async throws {
    let held = HeldReplies { $0.last?.method == .post }
    try await WrittenAccount.serve(held.account(users: 30)) { account in
      let users = try await account.users().prefix(3)
      let emails = users.compactMap { $0.text("email") }
      let command = try AskedCommand(
        "users reset \(emails.joined(separator: " ")) --reason other --yes",
        account.environment
      )
      try await until {
        await account.writes().count == 1
      } orThrow: {
        POSIXError(.ETIMEDOUT)
      }
      command.pair.type("\u{3}")
      try await command.shows("stopping after this write")
      held.release()
      let run = try await command.run()

      #expect(run.status == 128 + SIGINT)
      #expect(await account.writes().count == 1)
      #expect(
        try run.objects().map { $0.text("outcome") } == ["reset", "not tried", "not tried"]
      )
      #expect(run.errors.contains("stopping after this write"))
      for email in emails.dropFirst() {
        #expect(run.errors.contains("ztriage: \(email): not tried: interrupted; "))
      }
    }
  }

  @Test func `a behavior's question shows the difference`() async throws {
    try await WrittenAccount.serve { account in
      await account.server.api.edit { state in
        state.behaviors["imp_travel"]?.setting = BehaviorSetting(isEnabled: true, riskLevel: .low)
      }
      let command = try AskedCommand(
        "behaviors set imp_travel --off --level high",
        account.environment
      )
      let question = try await command.question()
      #expect(question.contains("(imp_travel)\n  - on, LOW\n  + off, HIGH\n"), "\(question)")
      #expect(question.contains("does not lower anyone's current level"))

      let run = try await command.answer("yes\n")
      #expect(run.status == 0, "\(run.errors)")
      #expect(await account.writes() == ["PUT behaviors"])
    }
  }

  @Test func `an integration's question says what is or is no longer exported`() async throws {
    try await WrittenAccount.serve { account in
      let integrations = await account.integrations()
      let on = integrations[0].id
      let off = integrations[1].id
      for (arguments, words) in [
        ("disable \(on)", "will no longer be sent to acme.okta.com"),
        ("enable \(off)", "will be sent to acme-test.okta.com from now on"),
        (
          "update \(on) --tenant-url https://new.okta.com",
          "sent to https://new.okta.com from now on, and no longer to https://acme.okta.com"
        ),
        ("update \(off) --reference-id x", "nothing is sent, before and after"),
        ("delete \(on)", "will no longer be sent to acme.okta.com"),
        (
          "create --tenant-url https://new.okta.com",
          "will be sent to new.okta.com from now on"
        ),
        ("create --tenant-url https://ACME.okta.com/", "this tenant already has an integration"),
      ] {
        let command = try AskedCommand("integrations \(arguments)", account.environment)
        let question = try await command.question()
        #expect(question.contains(words), "\(question)")
        let run = try await command.answer("no\n")
        #expect(run.status == 64)
      }
      #expect(await account.writes().isEmpty)
    }
  }
}
