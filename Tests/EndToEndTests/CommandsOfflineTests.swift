import Foundation
import RiskAPI
import SimulatedAPI
import TestSupport
import Testing

/// `--offline`: the cache and the journal answer, with no credentials and no server.
struct CommandsOfflineTests {
  @Test func `every command that reads answers without credentials and says how old it is`()
    async throws
  {
    var expected: [String: String] = [:]
    let kept = try await KeptAccount.serve { account in
      let user = try await account.user("high")
      let integration = try #require(
        try await account.run("integrations list --format json").objects().first
      )
      let commands = [
        "users list", "users show \(user.id.rawValue)", "users show \(user.email)",
        "behaviors list", "integrations list",
        "integrations show \(try #require(integration.text("id")))",
        "integrations find \(try #require(integration.text("reference_id")))",
      ]
      for command in commands {
        expected[command] = try await account.run("\(command) --format json").output
      }
    }

    for (command, output) in expected {
      let run = try await kept.run("\(command) --offline --format json")
      #expect(run.status == 0, "\(command): \(run.errors)")
      #expect(run.output == output, "\(command)")
      #expect(run.errorLines.count == 1, "\(command): \(run.errors)")
      #expect(run.errors.hasPrefix("ztriage: offline · data from "), "\(command)")
    }
    for command in ["users list --since 2d", "audit list", "audit verify", "cache info"] {
      let run = try await kept.run("\(command) --offline --format json")
      #expect(run.status == 0, "\(command): \(run.errors)")
    }
    let email = try #require(try JSONList.first(expected["users list"], "email"))
    let history = try await kept.run("users history \(email) --offline")
    #expect(history.status == 0, "\(history.errors)")
  }

  @Test func `a token command is not run, nor a token file looked for`() async throws {
    let kept = try await KeptAccount.serve { try await $0.run("users list") }
    let folder = try TemporaryFolder()
    let mark = "\(folder.path)/was-run"
    for source in [
      "file: \(folder.path)/missing", "command: [touch, \(mark)]",
    ] {
      _ = try folder.file(
        "config.yaml",
        """
        default_profile: p
        profiles:
          p:
            account_id: \(Kept.accountID)
            token_\(source)
        """
      )
      let options = "--config \(folder.path)/config.yaml"
      let run = try await kept.run("users list --offline \(options)")
      #expect(run.status == 0, "\(run.errors)")
      #expect(!FileManager.default.fileExists(atPath: mark))
      // Online the same settings do not get by without a token.
      #expect(try await kept.run("users list \(options)").status == 78)
    }
    #expect(FileManager.default.fileExists(atPath: mark))
  }

  @Test(arguments: [
    "users list", "users list --since 8h", "users show 7f3c1a52-9d4e-4b6f-8a21-5c0d9e8f7a6b",
    "users show ana@acme.example", "behaviors list", "integrations list",
    "integrations show any", "integrations find any",
  ])
  func `what was never fetched is said to be missing`(command: String) async throws {
    let kept = Kept(home: try TemporaryFolder(), baseURL: "http://127.0.0.1:9/client/v4")
    let run = try await kept.run("\(command) --offline")

    #expect(run.status == 69)
    #expect(run.output.isEmpty)
    #expect(run.errorLines.count == 1)
    #expect(run.errors.contains("offline: nothing is cached; leave out --offline"))
  }

  @Test(
    arguments: [
      "users reset 7f3c1a52-9d4e-4b6f-8a21-5c0d9e8f7a6b --reason other",
      "behaviors set imp_travel --on", "integrations create --tenant-url https://a.okta.com",
      "integrations enable any", "integrations disable any", "integrations delete any",
      "integrations update any --reference-id r",
    ],
    ["--yes", "--dry-run"]
  )
  func `every write is refused, a dry run too`(command: String, option: String) async throws {
    let kept = try await KeptAccount.serve { account in
      try await account.run("integrations list")
      let run = try await account.kept.run("\(command) \(option) --offline")
      #expect(run.status == 64)
      #expect(run.output.isEmpty)
      #expect(run.errorLines.count == 1)
      #expect(run.errors.contains("leave out --offline"))
      #expect(await account.server.api.received.count == 1)
    }
    // A dry run was no write; what was to be one is noted as refused.
    let lines = try await kept.run("audit list --format json").objects()
    #expect(lines.map { $0.text("outcome") } == (option == "--yes" ? ["refused"] : []))
  }
}

/// Fields of what a command printed.
private enum JSONList {
  static func first(_ output: String?, _ field: String) throws -> String? {
    try Binary.Run(status: 0, output: output ?? "[]", errors: "").objects().first?.text(field)
  }
}
