import Foundation
import SimulatedAPI
import TestSupport
import Testing

struct CommandsReadTests {
  @Test func `version and help answer at once`() async throws {
    let version = try await Binary.run("--version")
    #expect(version.output == "ztriage 0.1.0\n")
    #expect(version.status == 0)

    for arguments in [["--help"], ["help"], ["users", "list", "--help"]] {
      let help = try await Binary.shell("\"$0\" \(arguments.joined(separator: " "))")
      #expect(help.status == 0)
      #expect(help.output.contains("EXAMPLES"))
      #expect(help.errors.isEmpty)
    }
  }

  @Test(arguments: ["bash", "zsh", "fish"])
  func `a completion script knows the commands`(shell: String) async throws {
    let run = try await Binary.run("completions", shell)

    #expect(run.status == 0)
    #expect(run.output.contains("integrations"))
    #expect(run.output.contains("read-only"))
  }

  @Test func `users as JSON are an array with the API's fields, the worst first`() async throws {
    try await withServer { environment in
      let run = try await Binary.run("users", "list", environment: environment)
      let users = try #require(
        JSONSerialization.jsonObject(with: Data(run.output.utf8)) as? [[String: Any]]
      )

      #expect(run.status == 0)
      #expect(run.errors.isEmpty)
      #expect(users.count == 30)
      for user in users {
        #expect(
          Set(user.keys) == [
            "user_id", "name", "email", "max_risk_level", "event_count", "last_event",
          ]
        )
      }
      let order = ["high": 0, "medium": 1, "low": 2]
      let levels = users.compactMap { ($0["max_risk_level"] as? String).flatMap { order[$0] } }
      #expect(levels.count == 30)
      #expect(levels == levels.sorted())
    }
  }

  @Test func `every format tells the same users`() async throws {
    try await withServer { environment in
      let json = try await Binary.run("users", "list", environment: environment)
      let users = try #require(
        JSONSerialization.jsonObject(with: Data(json.output.utf8)) as? [[String: Any]]
      )
      let ids = users.compactMap { $0["user_id"] as? String }
      let names = users.compactMap { $0["name"] as? String }

      let ndjson = try await Binary.run(
        "users",
        "list",
        "--format",
        "ndjson",
        environment: environment
      )
      let lines = ndjson.output.split(separator: "\n").map { line in
        (try? JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any])?["user_id"]
          as? String
      }
      #expect(lines == ids)

      let csv = try await Binary.run("users", "list", "--format", "csv", environment: environment)
      var rows = csv.output.components(separatedBy: "\r\n")
      #expect(rows.removeFirst() == "user_id,name,email,max_risk_level,event_count,last_event")
      #expect(rows.removeLast() == "")
      #expect(rows.map { String($0.prefix(36)) } == ids)

      let table = try await Binary.run(
        "users",
        "list",
        "--format",
        "table",
        environment: environment
      )
      let body = table.output.split(separator: "\n").dropFirst()
      #expect(table.output.hasPrefix("LEVEL   NAME"))
      #expect(body.count == 30)
      for (line, name) in zip(body, names) { #expect(line.contains(name)) }
      // Not a terminal, so no colors.
      #expect(!table.output.contains("\u{1B}"))
    }
  }

  @Test func `users are filtered, sorted and limited`() async throws {
    try await withServer(SimulationOptions(users: 200)) { environment in
      func users(_ options: String) async throws -> [[String: Any]] {
        let run = try await Binary.shell("\"$0\" users list \(options)", environment: environment)
        #expect(run.status == 0, "\(run.errors)")
        return try #require(
          JSONSerialization.jsonObject(with: Data(run.output.utf8)) as? [[String: Any]]
        )
      }
      func levels(_ options: String) async throws -> [String] {
        try await users(options).compactMap { $0["max_risk_level"] as? String }
      }

      let high = try await levels("--level high")
      #expect(Set(high) == ["high"])
      let others = try await levels("--level low,medium")
      #expect(Set(others) == ["low", "medium"])
      #expect(try await users("").count == high.count + others.count)
      #expect(try await users("--level unscored").isEmpty)

      let busiest = try await users("--sort events --limit 5")
        .compactMap { $0["event_count"] as? Int }
      #expect(busiest.count == 5)
      #expect(busiest == busiest.sorted(by: >))
      let newest = try await users("--sort last").compactMap { $0["last_event"] as? String }
      #expect(newest.map { $0.prefix(19) } == newest.map { $0.prefix(19) }.sorted(by: >))

      let user = try #require(try await users("--limit 1").first)
      let address = try #require(user["email"] as? String)
      let found = try await users("--filter \(address.uppercased())")
      #expect(found.map { $0["email"] as? String } == [address])
      #expect(try await users("--filter nobody-is-called-this").isEmpty)
      #expect(try await users("--limit 0").isEmpty)
    }
  }

  @Test func `a user is found by id and by e-mail in any case`() async throws {
    try await withServer { environment in
      let list = try await Binary.run(
        "users",
        "list",
        "--limit",
        "1",
        "--format",
        "csv",
        environment: environment
      )
      let row = try #require(list.output.components(separatedBy: "\r\n").dropFirst().first)
      let cells = row.components(separatedBy: ",")

      let byID = try await Binary.run("users", "show", cells[0], environment: environment)
      let byEmail = try await Binary.run(
        "users",
        "show",
        cells[2].uppercased(),
        environment: environment
      )
      #expect(byID.status == 0)
      #expect(byID.output == byEmail.output)
      let user = try #require(
        JSONSerialization.jsonObject(with: Data(byID.output.utf8)) as? [String: Any]
      )
      #expect(user["email"] as? String == cells[2])
      #expect(user["risk_level"] as? String == cells[3])
      #expect((user["events"] as? [[String: Any]])?.isEmpty == false)

      let table = try await Binary.run(
        "users",
        "show",
        cells[0],
        "--format",
        "table",
        environment: environment
      )
      #expect(table.output.hasPrefix(cells[3].uppercased()))
      #expect(table.output.contains("never reset"))

      let csv = try await Binary.run(
        "users",
        "show",
        cells[0],
        "--format",
        "csv",
        environment: environment
      )
      #expect(csv.output.hasPrefix("id,name,risk_level,timestamp,event_details\r\n"))
      let ndjson = try await Binary.run(
        "users",
        "show",
        cells[0],
        "--format",
        "ndjson",
        environment: environment
      )
      #expect(ndjson.output.filter { $0 == "\n" }.count == 1)
    }
  }

  @Test func `behaviors as JSON are an object by key`() async throws {
    try await withServer { environment in
      let run = try await Binary.run("behaviors", "list", environment: environment)
      let behaviors = try #require(
        JSONSerialization.jsonObject(with: Data(run.output.utf8)) as? [String: [String: Any]]
      )
      let travel = try #require(behaviors["imp_travel"])
      #expect(Set(travel.keys) == ["name", "description", "enabled", "risk_level"])

      let table = try await Binary.run(
        "behaviors",
        "list",
        "--format",
        "table",
        environment: environment
      )
      #expect(table.output.contains("imp_travel"))
      let csv = try await Binary.run(
        "behaviors",
        "list",
        "--format",
        "csv",
        environment: environment
      )
      #expect(csv.output.hasPrefix("key,name,enabled,risk_level,description\r\n"))
    }
  }

  @Test func `an integration is listed, shown and found`() async throws {
    try await withServer { environment in
      let list = try await Binary.run("integrations", "list", environment: environment)
      let integrations = try #require(
        JSONSerialization.jsonObject(with: Data(list.output.utf8)) as? [[String: Any]]
      )
      let first = try #require(integrations.first)
      let id = try #require(first["id"] as? String)
      let reference = try #require(first["reference_id"] as? String)
      #expect(
        Set(first.keys) == [
          "id", "account_tag", "integration_type", "reference_id", "tenant_url", "well_known_url",
          "active", "created_at",
        ]
      )
      // Slashes need no escape, and a URL with some can no longer be read.
      #expect(list.output.contains("https://"))

      let shown = try await Binary.run("integrations", "show", id, environment: environment)
      let found = try await Binary.run("integrations", "find", reference, environment: environment)
      #expect(shown.output.contains(reference))
      #expect(shown.output == found.output)

      let table = try await Binary.run(
        "integrations",
        "show",
        id,
        "--format",
        "table",
        environment: environment
      )
      #expect(table.output.hasPrefix("state"))
    }
  }

  @Test func `a list that the account cut short says so beside the data`() async throws {
    let options = SimulationOptions(users: 30, pageSize: 10, quirks: [.ignoresPaging])
    try await withServer(options) { environment in
      let run = try await Binary.run(
        "users",
        "list",
        "--format",
        "ndjson",
        environment: environment
      )

      #expect(run.status == 0)
      #expect(run.output.split(separator: "\n").count == 10)
      #expect(
        run.errors == "ztriage: incomplete: 10 of 30 users came\n"
      )
    }
  }

  @Test(arguments: ["table", "json", "ndjson", "csv"])
  func `nothing from a hostile account disturbs a terminal`(format: String) async throws {
    try await withServer(SimulationOptions(users: 40, faults: .hostile)) { environment in
      for command in ["users list", "behaviors list", "integrations list"] {
        let run = try await Binary.shell(
          "\"$0\" \(command) --format \(format)",
          environment: environment
        )

        #expect([0, 65, 69, 75].contains(run.status), "\(command): \(run.status) \(run.errors)")
        for scalar in (run.output + run.errors).unicodeScalars {
          let isLineEnd = scalar == "\n" || (scalar == "\r" && format == "csv")
          let category = scalar.properties.generalCategory
          #expect(isLineEnd || (category != .control && category != .format), "\(scalar.value)")
        }
        if run.status != 0 { expectOneLine(run) }
      }
    }
  }

  @Test func `a spreadsheet takes no name for a formula`() async throws {
    let server = try RawServer(
      .reply(
        "200 OK",
        body: """
          {"success":true,"errors":[],"messages":[],"result":{"users":[\
          {"user_id":"11111111-1111-4111-8111-111111111111","name":"=cmd|' /C calc'!A0",\
          "email":"a,\\"b\\"@example.com","max_risk_level":"high","event_count":1,\
          "last_event":"2026-11-21T08:00:00Z"}]}}
          """
      )
    )
    let run = try await Binary.run(
      "users",
      "list",
      "--format",
      "csv",
      environment: account(at: server.baseURL)
    )

    #expect(
      run.output.components(separatedBy: "\r\n")[1]
        == "11111111-1111-4111-8111-111111111111,'=cmd|' /C calc'!A0,"
        + "\"a,\"\"b\"\"@example.com\",high,1,2026-11-21T08:00:00Z"
    )
  }
}
