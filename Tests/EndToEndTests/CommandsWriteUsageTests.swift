import Foundation
import HTTPTypes
import RiskAPI
import SimulatedAPI
import TestSupport
import Testing

/// What all write commands have in common.
struct CommandsWriteUsageTests {
  @Test(arguments: [
    ("behaviors set imp_travel --yes", "nothing to set"),
    ("behaviors set imp_travel --on --off --yes", "--off"),
    ("behaviors set imp_travel --level severe --yes", "'severe'"),
    ("behaviors set imp_travel --level HIGH --yes", "'HIGH'"),
    ("behaviors set imp_travel --on", "use --yes"),
    ("integrations enable ID", "use --yes"),
    ("integrations disable ID", "use --yes"),
    ("integrations delete ID", "use --yes"),
    ("integrations update ID --yes", "nothing to update"),
    ("integrations update ID --tenant-url http://acme.okta.com --yes", "--tenant-url"),
    ("integrations update ID --reference-id '' --yes", "--reference-id"),
    ("integrations create --yes", "--tenant-url"),
    ("integrations create --tenant-url https://acme.okta.com", "use --yes"),
    ("integrations create --tenant-url http://acme.okta.com --yes", "--tenant-url"),
    ("integrations create --tenant-url https:// --yes", "--tenant-url"),
    ("integrations create --tenant-url acme.okta.com --yes", "--tenant-url"),
    ("integrations create --tenant-url https://a:b@acme.okta.com --yes", "--tenant-url"),
    ("integrations create --tenant-url 'https://acme.okta.com?x=1' --yes", "--tenant-url"),
  ])
  func `a wrong use ends with 64 and asks the account nothing`(
    arguments: String,
    words: String
  ) async throws {
    try await WrittenAccount.serve { account in
      let run = try await ztriage(arguments, account)
      #expect(run.status == 64)
      #expect(run.output.isEmpty)
      expectOneLine(run)
      #expect(run.errors.contains(words), "\(run.errors)")
      #expect(await account.calls().isEmpty)
    }
  }

  @Test(arguments: [
    "behaviors set imp_travel --on", "integrations enable ID", "integrations disable ID",
    "integrations delete ID", "integrations update ID --reference-id x",
    "integrations create --tenant-url https://new.okta.com",
  ])
  func `read-only mode refuses every write with 77`(arguments: String) async throws {
    try await WrittenAccount.serve { account in
      let run = try await ztriage("\(arguments) --yes --read-only", account)
      #expect(run.status == 77)
      expectOneLine(run)
      #expect(await account.calls().isEmpty)
    }
  }

  @Test(.enabled(if: SQLite.isThere, "the sqlite3 program is not installed"))
  func `a journal that takes no line ends every write with 73, and nothing is sent`()
    async throws
  {
    try await KeptAccount.serve { account in
      let user = try await account.user("high")
      let id = try #require(await account.server.api.edit { $0.integrations.first?.id })
      try await account.reset(try await account.user("low").email)
      try await account.kept.tamper(
        "CREATE TRIGGER stop BEFORE INSERT ON audit BEGIN SELECT raise(ABORT, 'no room'); END"
      )
      await account.server.api.forgetReceived()
      for command in [
        "users reset \(user.id.rawValue) --reason other", "behaviors set imp_travel --off",
        "integrations disable \(id)", "integrations update \(id) --reference-id x",
        "integrations delete \(id)", "integrations create --tenant-url https://new.okta.com",
      ] {
        let run = try await Binary.shell(
          "\"$0\" \(command) --yes",
          environment: account.environment
        )
        #expect(run.status == 73, "\(command): \(run.errors)")
        expectOneLine(run)
        #expect(run.errors.contains("no room"), "\(run.errors)")
      }
      #expect(await account.server.api.received.allSatisfy { $0.method == .get })
    }
  }

  @Test func `what is so already is said and not sent`() async throws {
    try await WrittenAccount.serve { account in
      await account.server.api.edit { state in
        state.behaviors["imp_travel"]?.setting = BehaviorSetting(isEnabled: true, riskLevel: .low)
      }
      let ids = await account.integrations().map(\.id)
      for arguments in [
        "behaviors set imp_travel --on", "behaviors set imp_travel --on --level low",
        "integrations enable \(ids[0])", "integrations disable \(ids[1])",
        "integrations update \(ids[0]) --tenant-url https://acme.okta.com",
      ] {
        let run = try await ztriage("\(arguments) --yes", account)
        #expect(run.status == 0, "\(run.errors)")
        #expect(run.errors.contains("no change needed"))
        #expect(try run.object().text("outcome") == "unchanged")
        let dry = try await ztriage("\(arguments) --dry-run", account)
        #expect(dry.status == 0)
        #expect(dry.output == "[]\n")
      }
      #expect(await account.writes().isEmpty)
    }
  }

  @Test func `every write command has help with examples and exit codes`() async throws {
    for command in [
      "users reset", "behaviors set", "integrations create", "integrations enable",
      "integrations disable", "integrations update", "integrations delete",
    ] {
      let help = try await Binary.shell("\"$0\" \(command) --help")
      #expect(help.status == 0)
      for words in ["EXAMPLES", "OUTCOMES", "EXIT CODES", "--yes", "--dry-run", "--read-only"] {
        #expect(help.output.contains(words), "\(command): \(words)")
      }
    }
  }

  // MARK: Fixtures

  private func ztriage(_ arguments: String, _ account: WrittenAccount) async throws -> Binary.Run {
    try await Binary.shell("\"$0\" \(arguments)", environment: account.environment)
  }
}
