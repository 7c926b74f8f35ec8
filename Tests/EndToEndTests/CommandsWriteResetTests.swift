import Foundation
import HTTPTypes
import RiskAPI
import SimulatedAPI
import TestSupport
import Testing

struct CommandsWriteResetTests {
  @Test func `a reset by e-mail is one POST between two looks`() async throws {
    try await WrittenAccount.serve { account in
      let user = try #require(try await account.users().first)
      let id = try #require(user.text("user_id"))
      let run = try await Binary.run(
        "users",
        "reset",
        try #require(user.text("email")),
        "--reason",
        "remediated",
        "--yes",
        environment: account.environment
      )

      #expect(run.status == 0, "\(run.errors)")
      #expect(run.errors.isEmpty)
      #expect(
        await account.calls() == ["GET summary", "GET \(id)", "POST \(id)/reset", "GET \(id)"]
      )
      #expect(await account.bodies() == [nil])
      let result = try #require(try run.objects().first)
      #expect(try run.objects().count == 1)
      #expect(result.text("outcome") == "reset")
      #expect(result.text("last_reset_time") != nil)
      #expect(result["error"] == .null)
      // Level and events are those that are no more.
      for field in user.keys { #expect(result[field] == user[field]) }
    }
  }

  @Test func `a reset by id needs no list, and no other user loses a level`() async throws {
    try await WrittenAccount.serve { account in
      let users = try await account.users()
      let id = try #require(users[3].text("user_id"))
      let run = try await reset("\(id) --reason other --yes", account)

      #expect(run.status == 0, "\(run.errors)")
      #expect(await account.calls() == ["GET \(id)", "GET \(id)", "POST \(id)/reset", "GET \(id)"])
      let left = try await account.users().compactMap { $0.text("user_id") }
      #expect(left == users.compactMap { $0.text("user_id") }.filter { $0 != id })
    }
  }

  @Test func `however a user is named, it is one reset`() async throws {
    try await WrittenAccount.serve { account in
      let user = try #require(try await account.users().first)
      let id = try #require(user.text("user_id"))
      let email = try #require(user.text("email"))
      let run = try await reset(
        "\(id) \(email) \(id.uppercased()) \(email.uppercased()) --reason other --yes",
        account
      )

      #expect(run.status == 0, "\(run.errors)")
      #expect(try run.objects().count == 1)
      #expect(await account.writes() == ["POST \(id)/reset"])
    }
  }

  @Test func `several users are reset in their order; who is not there is named`() async throws {
    try await WrittenAccount.serve { account in
      let ids = try await account.users().prefix(3).compactMap { $0.text("user_id") }
      let run = try await reset(
        "\(ids[2]) nobody@example.com \(ids[0]) \(missing) --reason other --yes",
        account
      )

      #expect(run.status == 1)
      #expect(await account.writes() == ["POST \(ids[2])/reset", "POST \(ids[0])/reset"])
      let results = try run.objects()
      #expect(
        results.map { $0.text("outcome") } == ["reset", "not reset", "reset", "not reset"]
      )
      #expect(results[1].text("email") == "nobody@example.com")
      #expect(results[3].text("user_id") == missing)
      let lines = run.errors.split(separator: "\n")
      #expect(lines.count == 3)
      #expect(lines[0].hasPrefix("ztriage: nobody@example.com: no user at risk"))
      #expect(lines[1].hasPrefix("ztriage: \(missing): cannot read the user: not found"))
      #expect(lines[2] == "ztriage: 2 of 4 users not reset; each is named above")
    }
  }

  @Test func `a user who is not there ends with 66`() async throws {
    try await WrittenAccount.serve { account in
      for user in [missing, "nobody@example.com"] {
        let run = try await reset("\(user) --reason other --yes", account)
        #expect(run.status == 66)
        expectOneLine(run)
        #expect(try run.objects().map { $0.text("outcome") } == ["not reset"])
      }
      #expect(await account.writes().isEmpty)
    }
  }

  @Test func `a dry run prints what would be sent, and sends nothing`() async throws {
    try await WrittenAccount.serve { account in
      let ids = try await account.users().prefix(2).compactMap { $0.text("user_id") }
      let path = "/accounts/\(SimulatedAPI.accountID)/zt_risk_scoring"
      let options = "\(ids.joined(separator: " ")) --reason other --dry-run"
      let run = try await reset(options, account)

      #expect(run.status == 0, "\(run.errors)")
      #expect(
        try run.objects()
          == ids.map { id in
            [
              "method": .string("POST"), "path": .string("\(path)/\(id)/reset"), "body": .null,
            ]
          }
      )
      let csv = try await reset("\(options) --read-only --format csv", account)
      #expect(
        csv.output == "method,path,body\r\n" + ids.map { "POST,\(path)/\($0)/reset,\r\n" }.joined()
      )
      #expect(await account.writes().isEmpty)
    }
  }

  @Test(arguments: [
    ("USER --reason other", 64, "use --yes"),
    ("USER --reason other --yes --read-only", 77, "read-only mode"),
    ("USER --reason other --yes --profile looking", 77, "read-only mode"),
    ("USER --reason other --yes --offline", 64, "offline"),
    ("USER --yes", 64, "a reset needs a reason"),
    ("USER --yes --reason boredom", 64, "'boredom'"),
    ("USER nobody --reason other --yes", 64, "'nobody' is neither"),
    ("--reason other --yes", 64, "missing expected argument"),
  ])
  func `what is refused asks the account nothing`(
    arguments: String,
    status: Int32,
    words: String
  ) async throws {
    try await WrittenAccount.serve { account in
      let folder = try TemporaryFolder()
      _ = try folder.file(
        "config.yaml",
        "profiles: {looking: {account_id: \(SimulatedAPI.accountID), access: read-only}}\n"
      )
      let run = try await reset(
        "\(arguments.replacing("USER", with: missing)) --config \(folder.path)/config.yaml",
        account
      )

      #expect(run.status == status)
      #expect(run.output.isEmpty)
      expectOneLine(run)
      #expect(run.errors.contains(words), "\(run.errors)")
      #expect(await account.calls().isEmpty)
    }
  }

  @Test func `a write that cannot be noted is refused with 73 before anything is asked`()
    async throws
  {
    try await WrittenAccount.serve { account in
      let folder = try TemporaryFolder()
      _ = try folder.file("state")
      let environment = account.environment.merging(["XDG_STATE_HOME": "\(folder.path)/state"]) {
        $1
      }
      for command in ["users reset \(missing) --reason other", "behaviors set imp_travel --on"] {
        let run = try await Binary.shell("\"$0\" \(command) --yes", environment: environment)
        #expect(run.status == 73, "\(run.errors)")
        expectOneLine(run)
      }
      #expect(await account.calls().isEmpty)
    }
  }

  @Test func `the settings may do without a reason`() async throws {
    try await WrittenAccount.serve { account in
      let id = try #require(try await account.users().first?.text("user_id"))
      let folder = try TemporaryFolder()
      _ = try folder.file("config.yaml", "require_reason: false\n")
      let run = try await reset("\(id) --yes --config \(folder.path)/config.yaml", account)

      #expect(run.status == 0, "\(run.errors)")
      #expect(await account.writes() == ["POST \(id)/reset"])
    }
  }

  @Test(arguments: [
    "confirmed-activity", "false-positive", "remediated", "security-testing", "other",
  ])
  func `each documented reason is taken`(reason: String) async throws {
    try await WrittenAccount.serve(SimulationOptions(users: 3)) { account in
      let id = try #require(try await account.users().first?.text("user_id"))
      let run = try await reset("\(id) --reason \(reason) --dry-run", account)
      #expect(run.status == 0, "\(run.errors)")
    }
  }

  @Test func `where every user would be refused, the rest is named and not tried`() async throws {
    let options = SimulationOptions(users: 30, permissions: [.piiRead, .read])
    try await WrittenAccount.serve(options) { account in
      let users = try await account.users().prefix(3)
      let emails = users.compactMap { $0.text("email") }
      let run = try await reset(
        "\(emails.joined(separator: " ")) --reason other --yes",
        account
      )

      #expect(run.status == 1)
      #expect(await account.writes().count == 1)
      #expect(
        try run.objects().map { $0.text("outcome") } == ["not reset", "not tried", "not tried"]
      )
      let lines = run.errors.split(separator: "\n")
      #expect(lines.count == 4)
      #expect(lines[0].contains("\(emails[0]): this token may not reset the user"))
      #expect(lines[0].contains("Zero Trust Write"))
      for (line, email) in zip(lines[1...2], emails[1...2]) {
        #expect(line.hasPrefix("ztriage: \(email): not tried: "))
      }

      let single = try await reset("\(emails[0]) --reason other --yes", account)
      #expect(single.status == 77)
      expectOneLine(single)
    }
  }

  @Test func `a reply that is lost for good is told as unknown, with 75`() async throws {
    let held = HeldReplies { $0.last?.method == .post }
    let server = try await SimulatedServer.start(held.account(users: 3))
    let account = WrittenAccount(server: server)
    let id = try #require(try await account.users().first?.text("user_id"))
    async let run = reset("\(id) --reason other --yes", account)
    try await until {
      await account.writes().count == 1
    } orThrow: {
      POSIXError(.ETIMEDOUT)
    }
    await server.stop(grace: .zero)

    let ended = try await run
    #expect(ended.status == 75, "\(ended.errors)")
    #expect(try ended.objects().map { $0.text("outcome") } == ["unknown"])
    expectOneLine(ended)
    #expect(ended.errors.contains("unknown whether it was done"))
    #expect(await account.writes().count == 1)
  }

  @Test func `lines, cells and a table tell the same`() async throws {
    try await WrittenAccount.serve { account in
      let users = try await account.users()
      func output(_ place: Int, _ format: String) async throws -> String {
        let email = try #require(users[place].text("email"))
        return try await reset("\(email) --reason other --yes --format \(format)", account).output
      }

      let line = try await output(0, "ndjson")
      #expect(line.hasSuffix("\"outcome\":\"reset\",\"error\":null}\n"))
      let cells = try await output(1, "csv").components(separatedBy: "\r\n")
      #expect(
        cells[0] == "user_id,name,email,max_risk_level,event_count,last_event,last_reset_time,"
          + "outcome,error"
      )
      #expect(cells[1].hasSuffix(",reset,"))
      let rows = try await output(2, "table").split(separator: "\n")
      #expect(rows[0].hasPrefix("OUTCOME  LEVEL BEFORE  NAME"))
      #expect(rows[1].hasPrefix("reset    "))
    }
  }

  // MARK: Fixtures

  private let missing = "00000000-0000-4000-8000-000000000000"

  private func reset(_ arguments: String, _ account: WrittenAccount) async throws -> Binary.Run {
    try await Binary.shell("\"$0\" users reset \(arguments)", environment: account.environment)
  }
}
