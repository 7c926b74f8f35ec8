import Foundation
import RiskAPI
import TestSupport
import Testing

struct CommandsCacheTests {
  @Test func `what a command leaves behind is whole without its logs`() async throws {
    try await KeptAccount.serve { account in
      let user = try await account.user("high")
      for command in [
        "users list --since 1h", "users list --filter verdict:none", "users show \(user.email)",
        "users reset \(user.email) --reason other --yes", "audit list",
        "users history \(user.email)", "cache info", "users show nobody@example.com",
      ] {
        _ = try await Binary.shell("\"$0\" \(command)", environment: account.environment)
        for log in [account.kept.journal, account.kept.cache].map({ $0 + "-wal" }) {
          let size = try? FileManager.default.attributesOfItem(atPath: log)[.size] as? Int
          #expect((size ?? 0) == 0, "\(command) left \(log)")
        }
      }
    }
  }

  @Test func `the cache says what it holds, and is cleared without harm`() async throws {
    let kept = try await KeptAccount.serve { account in
      let user = try await account.user("high")
      try await account.run("users show \(user.email)")
      try await account.run("behaviors list")
    }

    let info = try await kept.run("cache info --format json").object()
    #expect(info.text("path") == kept.cache)
    #expect((info.number("bytes") ?? 0) > 1_000)
    let kinds = try await Self.kinds(kept)
    #expect(kinds["users"]?.number("rows") == 30)
    #expect(kinds["users"]?["complete"] == .bool(true))
    #expect(kinds["user_pages"]?.number("rows") == 1)
    #expect((kinds["events"]?.number("rows") ?? 0) > 0)
    #expect(kinds["behaviors"]?["complete"] == .bool(true))
    #expect(kinds["integrations"]?["fetched_at"] == .null)
    #expect((0..<600).contains(kinds["users"]?.number("age_seconds") ?? -1))
    let csv = try await kept.run("cache info --format csv")
    #expect(csv.output.hasPrefix("kind,rows,total_count,complete,fetched_at,age_seconds\r\nusers,"))
    let table = try await kept.run("cache info --format table")
    #expect(table.output.hasPrefix(kept.cache))

    let clear = try await kept.run("cache clear")
    #expect(clear.status == 0)
    #expect(clear.errors.contains("freed"))
    #expect(clear.output.isEmpty)
    #expect(try await Self.kinds(kept).keys == kinds.keys)
    #expect(try await Self.kinds(kept).values.allSatisfy { $0.number("rows") == 0 })
    // The journal is no cache.
    #expect(try await kept.run("audit verify").status == 0)
    let environment = account(at: kept.baseURL).merging(["HOME": kept.home.path]) { $1 }
    let list = try await Binary.run("users", "list", "--offline", environment: environment)
    #expect(list.status == 69)
  }

  @Test func `clearing a cache that is not there says so and makes none`() async throws {
    let kept = Kept(home: try TemporaryFolder(), baseURL: "http://127.0.0.1:9/client/v4")
    let run = try await kept.run("cache clear")
    #expect(run.status == 0)
    #expect(run.errors.contains("no cache to clear"))
    #expect(try FileManager.default.contentsOfDirectory(atPath: kept.home.path).isEmpty)
  }

  @Test func `every answer is there again when the server is gone`() async throws {
    let commands = ["users list", "behaviors list", "integrations list"]
    var answers: [String] = []
    let kept = try await KeptAccount.serve { account in
      for command in commands {
        answers.append(try await account.run("\(command) --format json").output)
      }
      let user = try await account.user("high")
      answers.append(try await account.run("users show \(user.email) --format json").output)
      answers.append(user.email)
    }
    let email = answers.removeLast()

    let environment = account(at: kept.baseURL).merging(["HOME": kept.home.path]) { $1 }
    #expect(answers.count == 4)
    for (command, answer) in zip(commands + ["users show \(email)"], answers) {
      let run = try await Binary.shell(
        "\"$0\" \(command) --offline --format json",
        environment: environment
      )
      #expect(run.status == 0)
      #expect(run.output == answer)
      #expect(run.errors.contains("offline · data from"))
    }
  }

  @Test func `files are their owner's alone, and hold no credential`() async throws {
    let kept = try await KeptAccount.serve { account in
      let environment = account.environment
      let user = try await account.user("high")
      try? FileManager.default.removeItem(atPath: "\(account.home.path)/.cache")
      try? FileManager.default.removeItem(atPath: "\(account.home.path)/.local")
      let script = """
        umask 0
        "$0" users list && "$0" users show \(user.email) && "$0" behaviors list &&
        "$0" integrations list &&
        "$0" users reset \(user.email) --reason remediated --note n --yes &&
        "$0" audit list && "$0" cache info
        """
      let run = try await Binary.shell(script, environment: environment)
      #expect(run.status == 0, "\(run.errors)")
    }

    let files = try kept.files()
    #expect(files.contains { $0.path == kept.journal })
    #expect(files.contains { $0.path == kept.cache })
    for file in files {
      #expect(file.mode == (file.isFolder ? 0o700 : 0o600), "\(file.path)")
      guard !file.isFolder else { continue }
      let data = try Data(contentsOf: URL(filePath: file.path))
      #expect(data.range(of: Data("s3cret-token".utf8)) == nil, "\(file.path)")
    }
  }

  private static func kinds(_ kept: Kept) async throws -> [String: JSONObject] {
    let info = try await kept.run("cache info --format json").object()
    guard case .array(let kinds)? = info["kinds"] else { throw Missing(what: "kinds") }
    return Dictionary(
      uniqueKeysWithValues: try kinds.map { kind in
        guard case .object(let kind) = kind else { throw Missing(what: "an object") }
        return (try #require(kind.text("kind")), kind)
      }
    )
  }
}
