import Foundation
import HTTPTypes
import RiskAPI
import SimulatedAPI
import TestSupport
import Testing

struct CommandsErrorTests {
  @Test(arguments: [
    ("frobnicate", "unknown command 'frobnicate'"),
    ("user list", "did you mean 'users'?"),
    ("users list --nonsense", "unknown option '--nonsense'"),
    ("users list --format xml", "'xml'"),
    ("users list --level high,huge", "'high,huge'"),
    ("users list --sort worst", "'worst'"),
    ("users list --limit many", "'many'"),
    ("users list --limit -1", "--limit"),
    ("users list extra", "'extra'"),
    ("users show", "missing expected argument"),
    ("users show nobody", "'nobody' is neither a user id nor an e-mail"),
    ("simulate --port 65536", "--port takes a number from 0 to 65535"),
    ("simulate --users -3", "missing value for '--users"),
    ("simulate --users=-3", "--users takes a number from 0 to 1000000"),
    ("simulate --faults bad", "'bad'"),
    ("completions powershell", "'powershell'"),
    ("dashboard", "the dashboard needs a terminal"),
    ("demo", "the dashboard needs a terminal"),
    ("", "the dashboard needs a terminal"),
    ("--account", "missing value for '--account"),
  ])
  func `a wrong use ends with 64 and one line`(arguments: String, words: String) async throws {
    let run = try await Binary.shell("\"$0\" \(arguments)", environment: account(at: unused))

    #expect(run.status == 64)
    #expect(run.output.isEmpty)
    expectOneLine(run)
    #expect(run.errors.contains(words), "\(run.errors)")
  }

  @Test func `a wrong use repeats no control characters`() async throws {
    let run = try await Binary.run("users", "show", "\u{1B}]0;title\u{7}")

    #expect(!run.errors.contains("\u{1B}"))
  }

  @Test(arguments: [
    (["CLOUDFLARE_API_TOKEN": ""], "no credentials"),
    (["CLOUDFLARE_ACCOUNT_ID": ""], "no account id"),
    (
      ["CLOUDFLARE_ACCOUNT_ID": "123", "CLOUDFLARE_BASE_URL": ""],
      "CLOUDFLARE_ACCOUNT_ID is not an account id"
    ),
    (["CLOUDFLARE_BASE_URL": "http://api.example.com"], "plain http"),
    (["CLOUDFLARE_BASE_URL": "nonsense"], "CLOUDFLARE_BASE_URL is not an https address"),
    (["CLOUDFLARE_API_TOKEN": "s3cret\n"], "CLOUDFLARE_API_TOKEN holds a line break"),
    (
      ["CLOUDFLARE_API_TOKEN": "", "CLOUDFLARE_API_KEY": "s3cret"],
      "CLOUDFLARE_API_KEY is set without CLOUDFLARE_EMAIL"
    ),
  ])
  func `faulty settings end with 78`(changes: [String: String], words: String) async throws {
    let environment = account(at: unused).merging(changes) { $1 }
    let run = try await Binary.run("users", "list", environment: environment)

    #expect(run.status == 78)
    expectOneLine(run)
    #expect(run.errors.contains(words), "\(run.errors)")
  }

  @Test func `a faulty config file is named with its line`() async throws {
    let folder = try TemporaryFolder()
    _ = try folder.file("config.yaml", "theme: mono\n\ntehme: 1\n")
    let run = try await Binary.run(
      "users",
      "list",
      "--config",
      folder.path + "/config.yaml",
      environment: account(at: unused)
    )

    #expect(run.status == 78)
    #expect(
      run.errors
        == "ztriage: \(folder.path)/config.yaml:3:1: unknown key \"tehme\"; "
        + "did you mean \"theme\"?\n"
    )

    let absent = try await Binary.run(
      "users",
      "list",
      "--config",
      folder.path + "/none",
      environment: account(at: unused)
    )
    #expect(absent.status == 78)
    expectOneLine(absent)
  }

  @Test(arguments: ["[[[", "[.]", "a: &a [*a, *a]", "\u{0}", "a: {a: {a: !!x"])
  func `a file that is none of settings ends with 78 on one line`(text: String) async throws {
    let folder = try TemporaryFolder()
    let path = folder.path + "/config.yaml"
    _ = try folder.file("config.yaml", text)
    let run = try await Binary.run(
      "users",
      "list",
      "--config",
      path,
      environment: account(at: unused)
    )

    #expect(run.status == 78)
    expectOneLine(run)
    #expect(run.errors.hasPrefix("ztriage: \(path):1:"), "\(run.errors)")
  }

  @Test func `settings of an earlier version are converted, not ignored`() async throws {
    let folder = try TemporaryFolder()
    try FileManager.default.createDirectory(
      atPath: "\(folder.path)/ztriage",
      withIntermediateDirectories: true
    )
    let older = folder.path + "/ztriage/config.toml"
    _ = try folder.file("ztriage/config.toml", "refresh = \"off\"\n")
    let environment = account(at: unused).merging(["XDG_CONFIG_HOME": folder.path]) { $1 }
    let run = try await Binary.run("cache", "info", environment: environment)

    #expect(run.status == 78)
    expectOneLine(run)
    #expect(run.errors.hasPrefix("ztriage: \(older): settings are YAML now"), "\(run.errors)")
    #expect(run.errors.contains("convert it to \(folder.path)/ztriage/config.yaml"))

    _ = try folder.file("ztriage/config.yaml", "refresh: off\n")
    let converted = try await Binary.run("cache", "info", environment: environment)
    #expect(converted.status == 0, "\(converted.errors)")
  }

  @Test func `an unknown profile and a bound-twice key end with 78`() async throws {
    let folder = try TemporaryFolder()
    _ = try folder.file("config.yaml", "keys:\n  users.reset: [q]\n")
    let run = try await Binary.run(
      "users",
      "list",
      "--config",
      folder.path + "/config.yaml",
      environment: account(at: unused)
    )
    #expect(run.status == 78)
    #expect(run.errors.contains("config.yaml:2:3: q is bound twice"), "\(run.errors)")

    let profile = try await Binary.run(
      "users",
      "list",
      "--profile",
      "x",
      environment: account(at: unused)
    )
    #expect(profile.status == 78)
    #expect(profile.errors.contains("no profile is called \"x\""))
  }

  @Test func `a profile with a token command reaches the account`() async throws {
    try await withServer(SimulationOptions(users: 3, token: "from-command")) { environment in
      let folder = try TemporaryFolder()
      _ = try folder.file(
        "config.yaml",
        """
        default_profile: lab
        profiles:
          lab:
            account_id: lab
            base_url: \(environment["CLOUDFLARE_BASE_URL"] ?? "")
            token_command: [printf, "from-command\\\\n"]
        """
      )
      let run = try await Binary.run(
        "users",
        "list",
        "--config",
        folder.path + "/config.yaml",
        "--format",
        "ndjson"
      )

      #expect(run.status == 0, "\(run.errors)")
      #expect(run.output.split(separator: "\n").count == 3)
    }
  }

  @Test(arguments: [
    ("401 Unauthorized", envelope(10000, "Authentication error"), 77, "token rejected"),
    ("400 Bad Request", envelope(6003, "Invalid request headers"), 77, "token rejected"),
    ("403 Forbidden", envelope(10000, "Authentication error"), 77, "Zero Trust: PII Read"),
    ("404 Not Found", envelope(7003, "Could not route"), 66, "not found"),
    ("422 Unprocessable", envelope(1001, "bad"), 65, "refused"),
    ("200 OK", envelope(1001, "no"), 65, "refused"),
    ("200 OK", "<html><body>hi</body></html>", 65, "cannot be read"),
    ("200 OK", "{\"success\":true,\"result\":{\"users\":7}}", 65, "cannot be read"),
    ("200 OK", "", 65, "cannot be read"),
    ("302 Found", "", 65, "redirects"),
    ("503 Service Unavailable", "<html>down</html>", 69, "503"),
  ])
  func `a refusal has its code and the ray`(
    status: String,
    body: String,
    code: Int32,
    words: String
  ) async throws {
    let server = try RawServer(
      .reply(
        status,
        headers: ["location: http://127.0.0.1:1/"],
        body: body
      )
    )
    let run = try await Binary.run("users", "list", environment: account(at: server.baseURL))

    #expect(run.status == code, "\(run.errors)")
    #expect(run.output.isEmpty)
    expectOneLine(run)
    #expect(run.errors.contains(words), "\(run.errors)")
    #expect(run.errors.hasSuffix("(cf-ray 8f00-LIS)\n"), "\(run.errors)")
  }

  @Test func `an answer above max_reply names the setting`() async throws {
    let server = try RawServer(
      .reply("200 OK", body: String(repeating: " ", count: 16_000_001))
    )
    let folder = try TemporaryFolder()
    _ = try folder.file("config.yaml", "max_reply: 16MB")
    let run = try await Binary.run(
      "users",
      "list",
      "--config",
      folder.path + "/config.yaml",
      environment: account(at: server.baseURL)
    )

    #expect(run.status == 65, "\(run.errors)")
    expectOneLine(run)
    #expect(run.errors.contains("more than 16 MB; set a larger max_reply in config.yaml"))
  }

  @Test func `a long pause that the account asks for ends with 75 at once`() async throws {
    let server = try RawServer(
      .reply(
        "429 Too Many Requests",
        headers: ["retry-after: 300"],
        body: envelope(971, "Please wait")
      )
    )
    let run = try await Binary.run("users", "list", environment: account(at: server.baseURL))

    #expect(run.status == 75)
    expectOneLine(run)
    #expect(run.errors.contains("try again in 300 s"))
  }

  @Test func `a port that refuses ends with 69`() async throws {
    let run = try await Binary.run("behaviors", "list", environment: account(at: unused))

    #expect(run.status == 69)
    expectOneLine(run)
    #expect(run.errors.contains("cannot be reached"))
  }

  @Test func `a missing permission names the group that each command needs`() async throws {
    let options = SimulationOptions(users: 3, permissions: [])
    try await withServer(options) { environment in
      let users = try await Binary.run("users", "list", environment: environment)
      #expect(users.status == 77)
      #expect(users.errors.contains("it needs Zero Trust: PII Read"), "\(users.errors)")

      let behaviors = try await Binary.run("behaviors", "list", environment: environment)
      #expect(behaviors.status == 77)
      #expect(behaviors.errors.contains("Zero Trust Read or Zero Trust Write"))
    }
  }

  @Test func `who is not there ends with 66`() async throws {
    try await withServer { environment in
      for arguments in [
        "users show 00000000-0000-4000-8000-000000000000", "users show nobody@example.com",
        "integrations show 00000000-0000-4000-8000-000000000000", "integrations find nothing",
      ] {
        let run = try await Binary.shell("\"$0\" \(arguments)", environment: environment)
        #expect(run.status == 66, "\(arguments): \(run.errors)")
        expectOneLine(run)
      }
    }
  }

  @Test func `an e-mail that two users share must be an id`() async throws {
    let users = (1...2).map { number in
      """
      {"user_id":"1111111\(number)-1111-4111-8111-111111111111","name":"n",
      "email":"\(number == 1 ? "twin" : "TWIN")@example.com","max_risk_level":"high",
      "event_count":1,"last_event":"2026-11-21T08:00:00Z"}
      """
    }
    let server = try RawServer(
      .reply(
        "200 OK",
        body: "{\"success\":true,\"result\":{\"users\":[\(users.joined(separator: ","))]}}"
      )
    )
    let run = try await Binary.run(
      "users",
      "show",
      "twin@example.com",
      environment: account(at: server.baseURL)
    )

    #expect(run.status == 64)
    #expect(run.errors.contains("2 users have the e-mail 'twin@example.com'"))
  }

  @Test func `a full disk ends with 73`() async throws {
    try await withServer { environment in
      let run = try await Binary.shell("\"$0\" users list > /dev/full", environment: environment)
      #expect(run.status == 73)
      expectOneLine(run)
    }
    let help = try await Binary.shell("\"$0\" --help > /dev/full")
    #expect(help.status == 73)
  }

  @Test func `a reader that goes away ends it quietly by SIGPIPE`() async throws {
    try await withServer(SimulationOptions(users: 3_000)) { environment in
      let run = try await Binary.shell(
        "{ \"$0\" users list; echo \"status $?\" >&2; } | head -n 1",
        environment: environment
      )

      #expect(run.output == "[\n")
      #expect(run.errors == "status 141\n")
    }
  }
}

/// One line of the documented form, without the token that the tests use.
func expectOneLine(_ run: Binary.Run, sourceLocation: SourceLocation = #_sourceLocation) {
  let lines = run.errors.split(separator: "\n", omittingEmptySubsequences: false)
  #expect(lines.count == 2 && lines.last == "", "\(run.errors)", sourceLocation: sourceLocation)
  #expect(run.errors.hasPrefix("ztriage: "), "\(run.errors)", sourceLocation: sourceLocation)
  #expect(run.errors.contains("; "), "\(run.errors)", sourceLocation: sourceLocation)
  #expect(!run.errors.contains("s3cret"), "\(run.errors)", sourceLocation: sourceLocation)
  for typeName in ["APIError", "Error(", "Optional", "Swift."] {
    #expect(!run.errors.contains(typeName), "\(run.errors)", sourceLocation: sourceLocation)
  }
}

/// A port on which nobody listens.
private let unused = "http://127.0.0.1:1/client/v4"

private func envelope(_ code: Int, _ message: String) -> String {
  """
  {"success":false,"errors":[{"code":\(code),"message":"\(message)"}],"messages":[],"result":null}
  """
}
