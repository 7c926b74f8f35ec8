import Foundation
import RiskAPI
import RiskStore
import SimulatedAPI
import TestSupport
import Testing

struct CommandsHistoryTests {
  @Test func `a history is told oldest first, without the network or credentials`() async throws {
    var email = ""
    let kept = try await KeptAccount.serve { account in
      let user = try await account.user("low")
      email = user.email
      await account.addEvent(to: user.id, level: .low)
      try await account.look()
      await account.addEvent(to: user.id, level: .high)
      try await account.look()
      try await account.reset(email, note: "ticket 7")
      try await account.look()
      await account.addEvent(to: user.id, level: .medium)
      try await account.look()
    }

    let json = try await kept.run("users history \(email.uppercased()) --format json")
    let entries = try json.objects()

    #expect(json.status == 0)
    #expect(json.errors.isEmpty)
    #expect(
      entries.map { $0.text("what") } == ["seen", "events", "raised", "reset", "left", "back"]
    )
    #expect(
      entries.map { $0.text("max_risk_level") } == ["low", "low", "high", nil, nil, "medium"]
    )
    let times = entries.compactMap { $0.text("time").flatMap(Timestamp.parse) }
    #expect(times.count == 6)
    #expect(times == times.sorted())
    let reset = entries[3]
    #expect(reset.text("reason") == "false-positive")
    #expect(reset.text("note") == "ticket 7")
    #expect(reset.text("outcome") == "done")
    #expect(reset.text("operator")?.contains("@") == true)

    let id = try #require(entries[0].text("user_id"))
    let ndjson = try await kept.run("users history \(id) --format ndjson --offline")
    #expect(ndjson.output.split(separator: "\n").count == 6)
    let csv = try await kept.run("users history \(id.uppercased()) --format csv")
    let rows = csv.output.components(separatedBy: "\r\n")
    #expect(rows.count == 8)
    #expect(
      rows[0]
        == "time,what,user_id,max_risk_level,event_count,last_event,verdict,reason,note,operator,outcome"
    )
    let table = try await kept.run("users history \(id) --format table")
    #expect(table.output.contains("done, false-positive: ticket 7"))
    #expect(table.output.split(separator: "\n").count == 9)
  }

  @Test func `who is not known here is not found, and looking makes no file`() async throws {
    let kept = Kept(home: try TemporaryFolder(), baseURL: "http://127.0.0.1:9/client/v4")
    for command in ["users history nobody@example.com", "audit verify"] {
      let run = try await kept.run(command)
      #expect(run.status == 66)
      #expect(run.errorLines.count == 1)
    }
    let wrong = try await kept.run("users history nobody")
    #expect(wrong.status == 64)
    let none = try await kept.run("audit list --format json")
    #expect(none.output == "[]\n")
    let info = try await kept.run("cache info --format ndjson")
    #expect(info.output.contains("\"bytes\":0"))
    #expect(try FileManager.default.contentsOfDirectory(atPath: kept.home.path).isEmpty)
  }

  @Test func `changes since a moment are told by kind, and again when offline`() async throws {
    var expected: [String: String] = [:]
    let kept = try await KeptAccount.serve(users: 60) { account in
      let first = try await account.run("users list --since 8h --format json")
      #expect(try first.objects().isEmpty)
      #expect(first.errors.contains("; showing changes since then"))

      let (low, medium, high) = (
        try await account.user("low"), try await account.user("medium"),
        try await account.user("high")
      )
      await account.addEvent(to: low.id, level: .high)
      await account.addEvent(to: high.id, level: .high)
      try await account.reset(medium.email)
      expected = [low.email: "raised", high.email: "events", medium.email: "left"]

      let changed = try await account.run("users list --since 8h --format json").objects()
      #expect(Self.changes(changed) == expected)
      let raised = try #require(changed.first { $0.text("change") == "raised" })
      #expect(raised.text("max_risk_level") == "high")
      #expect(raised.text("previous_max_risk_level") == "low")
      #expect(raised.number("new_event_count") == 1)

      await account.addEvent(to: medium.id, level: .low)
      let returned = try await account.run("users list --since 8h --format json").objects()
      expected[medium.email] = "back"
      #expect(Self.changes(returned) == expected)
      let none = try await account.run(
        "users list --since \(Timestamp.format(Date())) --format json"
      )
      #expect(try none.objects().isEmpty)
      #expect(none.errors.isEmpty)
      let some = try await account.run("users list --since 00:00 --level high --format json")
      #expect(try some.objects().count == 2)
    }

    for format in ["table", "ndjson", "csv"] {
      let run = try await Binary.shell(
        "\"$0\" users list --since 2d --offline --format \(format)",
        environment: account(at: kept.baseURL).merging(["HOME": kept.home.path]) { $1 }
      )
      #expect(run.status == 0)
      #expect(run.output.split(whereSeparator: \.isNewline).count == (format == "ndjson" ? 3 : 4))
      for (email, change) in expected {
        #expect(
          run.output.split(whereSeparator: \.isNewline)
            .contains { $0.contains(email) && $0.contains(change) }
        )
      }
      #expect(run.errors.contains("offline · data from"))
    }
  }

  @Test(arguments: ["x", "8", "-1h", "25:00", "1:2", "2026-11-31", "2999-01-01", ""])
  func `a moment that is none, or is to come, is refused before the account is asked`(
    moment: String
  ) async throws {
    let run = try await Binary.shell(
      "\"$0\" users list --since='\(moment)'",
      environment: account(at: "http://127.0.0.1:9/client/v4")
    )
    #expect(run.status == 64)
    #expect(run.errorLines.count == 1)
  }

  @Test func `a user who left the summary is shown by e-mail, and it is said`() async throws {
    try await KeptAccount.serve { account in
      let user = try await account.user("high")
      try await account.reset(user.email)
      try await account.look()

      for options in ["", "--offline"] {
        let run = try await account.run("users show \(user.email) \(options) --format json")
        #expect(try run.object().text("email") == user.email)
        #expect(run.errors.contains("\(user.email) is no longer at risk"))
      }
      let byID = try await account.run("users show \(user.id.rawValue) --format json")
      #expect(byID.errors.isEmpty)
      let unknown = try await account.kept.run("users history nobody@example.com")
      #expect(unknown.status == 66)
    }
  }

  @Test func `of a user whom the account has forgotten, what is kept is shown, and it is said`()
    async throws
  {
    try await KeptAccount.serve { account in
      let user = try await account.user("high")
      let id = user.id.rawValue
      try await account.reset(user.email)
      try await account.look()
      // The same account, as far as its id tells, with other people in it.
      await account.server.api.reseed(users: 3, seed: 9)

      let cached = try await account.run("users show \(id) --format json")
      #expect(cached.errors.contains("no longer knows this user"))
      let events = try cached.object().list("events")
      #expect(!events.isEmpty)
      #expect(try cached.object().list("past_events").isEmpty)

      // The cache may be deleted at any time.
      try FileManager.default.removeItem(atPath: account.kept.cache)
      for options in ["", "--offline"] {
        let run = try await account.run("users show \(id) \(options) --format json")
        #expect(try run.object().list("events").isEmpty)
        #expect(try run.object().list("past_events").count == events.count)
        #expect(try run.object().text("email")?.contains("@") == true)
      }
      let table = try await account.run("users show \(id) --format table")
      #expect(table.output.contains("no longer on the account"))
      #expect(table.output.contains("GONE SINCE"))
      let csv = try await account.run("users show \(id) --format csv")
      #expect(csv.errors.contains("left out: "))

      let unknown = try await Binary.shell(
        "\"$0\" users show 11111111-1111-4111-8111-111111111111",
        environment: account.environment
      )
      #expect(unknown.status == 66)
      #expect(unknown.output.isEmpty)
    }
  }

  @Test func `verdicts and notes stand at their times`() async throws {
    var id = ""
    let kept = try await KeptAccount.serve { account in
      let user = try await account.user("high")
      id = user.id.rawValue
      try await account.reset(user.email)
      try await account.look()
    }
    let journal = try kept.openJournal()
    for (verdict, note, author, seconds) in [
      (Verdict.benign as Verdict?, "a trip", "ana@desk", 4_000_000_000.0),
      (nil, "asked HR", "ben@desk", 1_000_000_000),
    ] {
      try await journal.caseNotes.add([
        CaseNote(
          user: UserID(id),
          verdict: verdict,
          note: note,
          author: author,
          at: Date(timeIntervalSince1970: seconds)
        )
      ])
    }
    journal.close()

    let run = try await kept.run("users history \(id) --format json")
    let entries = try run.objects()
    #expect(entries.map { $0.text("what") } == ["note", "seen", "reset", "left", "verdict"])
    #expect(entries.first?.text("note") == "asked HR")
    #expect(entries.first?.text("operator") == "ben@desk")
    #expect(entries.last?.text("verdict") == "benign")
    #expect(entries.last?.text("time") == "2096-10-02T07:06:40Z")
    let table = try await kept.run("users history \(id) --format table")
    #expect(table.output.contains("no longer at risk"))
    #expect(table.output.contains("benign: a trip"))
  }

  private static func changes(_ users: [JSONObject]) -> [String: String] {
    Dictionary(
      users.map { ($0.text("email") ?? "", $0.text("change") ?? "") }
    ) { $1 }
  }
}

extension [String: JSONValue] {
  fileprivate func list(_ name: String) -> [JSONValue] {
    if case .array(let values)? = self[name] { values } else { [] }
  }
}
