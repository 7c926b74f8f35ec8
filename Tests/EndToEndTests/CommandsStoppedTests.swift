import Foundation
import HTTPTypes
import RiskAPI
import RiskStore
import SimulatedAPI
import TestSupport
import Testing

/// Writes that a command asked for and that were never sent: each is a line of the audit log.
@Suite(.serialized)
struct CommandsStoppedTests {
  private static let nobody = "00000000-0000-4000-8000-000000000000"

  /// A command of each kind of write, with what its line is about.
  private static let writes = [
    ("users reset \(nobody) --reason other --note 'ticket 4711'", "reset", nobody),
    ("behaviors set nothing --on --level high", "behaviors update", "nothing"),
    ("integrations enable \(nobody)", "integration update", nobody),
    ("integrations update \(nobody) --reference-id x", "integration update", nobody),
    ("integrations delete \(nobody)", "integration delete", nobody),
    (
      "integrations create --tenant-url https://new.okta.com", "integration create",
      "https://new.okta.com"
    ),
  ]

  @Test(arguments: [
    ("--read-only", 77 as Int32, "read-only mode"), ("--offline", 64, "offline"),
  ])
  func `a write that is refused leaves a line`(
    option: String,
    status: Int32,
    detail: String
  ) async throws {
    try await KeptAccount.serve { account in
      for (command, what, target) in Self.writes {
        let run = try await Self.run("\(command) --yes \(option)", account)
        #expect(run.status == status, "\(command): \(run.errors)")
        let line = try #require(try await Self.lines(account).first)
        #expect(line.text("what") == what)
        #expect(line.text("target") == target)
        #expect(line.text("outcome") == "refused")
        #expect(line.text("detail") == detail)
        #expect(line.text("account") == Kept.accountID)
        #expect(line.text("operator")?.contains("@") == true)
      }
      let lines = try await Self.lines(account)
      #expect(lines.count == Self.writes.count)
      #expect(lines.last?.text("reason") == "other")
      #expect(lines.last?.text("note") == "ticket 4711")
      #expect(lines[4].text("what") == "behaviors update")
      #expect(
        lines[4]["before"]
          == .object([
            "to": .object([
              "nothing": .object(["enabled": .bool(true), "risk_level": .string("high")])
            ])
          ])
      )
      #expect(await account.server.api.received.isEmpty)
      #expect(try await account.kept.run("audit verify").status == 0)
    }
  }

  @Test func `a write to what is not there leaves a failed line`() async throws {
    try await KeptAccount.serve { account in
      for (command, what, target) in Self.writes.dropLast() {
        let run = try await Self.run("\(command) --yes", account)
        #expect(run.status == 66, "\(command): \(run.errors)")
        let line = try #require(try await Self.lines(account).first)
        #expect(line.text("what") == what)
        #expect(line.text("target") == target)
        #expect(line.text("outcome") == "failed")
        #expect(line.text("detail")?.isEmpty == false)
        if what != "behaviors update" { #expect(line.text("cf_ray")?.isEmpty == false) }
      }
      _ = try await Self.run("users reset nobody@example.com --reason other --yes", account)
      #expect(try await Self.lines(account).first?.text("target") == "nobody@example.com")
      #expect(try await Self.lines(account).count == Self.writes.count)
    }
  }

  @Test func `a question that is declined leaves a line with what was shown`() async throws {
    try await KeptAccount.serve { account in
      let user = try await account.user("high")
      let id = try #require(await account.server.api.edit { $0.integrations.first?.id })
      for (command, target) in [
        ("users reset \(user.email) --reason remediated", user.id.rawValue),
        ("behaviors set imp_travel --off", "imp_travel"), ("integrations disable \(id)", id),
        ("integrations delete \(id)", id),
        ("integrations create --tenant-url https://new.okta.com", "https://new.okta.com"),
      ] {
        // It has a home of its own, and keeps what it keeps in the account's.
        var environment = account.environment
        environment["HOME"] = nil
        environment["XDG_STATE_HOME"] = "\(account.home.path)/.local/state"
        environment["XDG_CACHE_HOME"] = "\(account.home.path)/.cache"
        let asked = try AskedCommand(command, environment)
        _ = try await asked.question()
        #expect(try await asked.answer("no\n").status == 64)
        let line = try #require(try await Self.lines(account).first)
        #expect(line.text("target") == target)
        #expect(line.text("outcome") == "refused")
        #expect(line.text("detail") == "canceled at the prompt")
      }
      #expect(try await Self.lines(account).count == 5)
      #expect(await account.server.api.received.allSatisfy { $0.method == .get })
    }
  }

  @Test func `users who are not tried have a line each`() async throws {
    let options = SimulationOptions(users: 30, permissions: [.piiRead, .read])
    let server = try await SimulatedServer.start(options)
    let account = KeptAccount(server: server, home: try TemporaryFolder())
    let ids = try await account.look().prefix(3).compactMap { $0.text("user_id") }

    let users = ids.joined(separator: " ")
    let run = try await Self.run("users reset \(users) --reason other --yes", account)
    let lines = try await Self.lines(account)
    await server.stop()

    #expect(run.status == 1)
    #expect(lines.reversed().map { $0.text("target") } == ids)
    #expect(lines.reversed().map { $0.text("outcome") } == ["failed", "refused", "refused"])
    #expect(lines[0].text("detail") == "not tried: stopped after an earlier error")
  }

  @Test func `what is no attempt leaves none`() async throws {
    try await KeptAccount.serve { account in
      let user = try await account.user("high")
      for (command, status) in [
        ("users reset \(user.email) --reason other --dry-run", 0 as Int32),
        ("users reset \(user.email) --reason other", 64), ("users reset \(user.email) --yes", 64),
        ("users reset \(Self.nobody) --reason other --dry-run", 66),
        ("behaviors set nothing --on --dry-run", 66),
        ("behaviors set nothing --on --dry-run --offline", 64),
        ("integrations delete nothing", 64),
      ] {
        let run = try await Self.run("\(command) < /dev/null", account)
        #expect(run.status == status, "\(command): \(run.errors)")
      }
      #expect(try await Self.lines(account).isEmpty)
    }
  }

  // MARK: Fixtures

  private static func run(_ command: String, _ account: KeptAccount) async throws -> Binary.Run {
    try await Binary.shell("\"$0\" \(command)", environment: account.environment)
  }

  /// The audit log, newest first.
  private static func lines(_ account: KeptAccount) async throws -> [JSONObject] {
    try await account.kept.run("audit list --format json").objects()
  }
}
