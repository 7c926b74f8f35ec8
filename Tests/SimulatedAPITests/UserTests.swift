import Foundation
import RiskAPI
import Testing

@testable import SimulatedAPI

@Suite struct UserTests {
  let unknown = UserID("182bd5e5-6e1a-4fe4-a799-aa6d9a6ab26e")

  @Test func `events come newest first, each with evidence and an id of its own`() async throws {
    let account = TestAccount(users: 1)
    let events = try await account.get("/\(account.firstUser())").result.list("events")
    let times = try events.map { String(try $0.text("timestamp").prefix(19)) }
    #expect(!events.isEmpty)
    #expect(times == times.sorted(by: >) && Set(times).count == times.count)
    #expect(Set(try events.map { try $0.text("id") }).count == events.count)
    #expect(try events.allSatisfy { try !($0["event_details"]?.keys().isEmpty ?? true) })
  }

  @Test func `a reset user leaves the summary and keeps the record`() async throws {
    let account = TestAccount()
    let user = try await account.firstUser()
    let before = try await account.get("/\(user)").result

    let reply = try await account.post("/\(user)/reset")
    #expect(reply.status == 200)
    #expect(try reply.result == .object([:]))

    #expect(try await account.row(of: user) == nil)
    #expect(try await account.users().count == 19)
    let after = try await account.get("/\(user)").result
    #expect(after["risk_level"] == nil)
    #expect(try after.text("last_reset_time") == "2026-11-21T12:00:00.000Z")
    #expect(after["events"] == before["events"])
  }

  @Test func `a reset clears what came after an earlier one, too`() async throws {
    let account = TestAccount()
    let user = try await account.firstUser()
    for _ in 1...2 {
      _ = try await account.post("/\(user)/reset")
      #expect(try await account.row(of: user) == nil)
      await account.api.edit { $0.addEvent(of: "high_dlp", to: user, at: TestAccount.noon) }
      #expect(try await account.row(of: user)?.integer("event_count") == 1)
    }
  }

  @Test func `a second reset is answered like the first`() async throws {
    let account = TestAccount()
    let user = try await account.firstUser()
    _ = try await account.post("/\(user)/reset")
    #expect(try await account.post("/\(user)/reset").status == 200)
  }

  @Test func `a new event brings a reset user back with that event alone`() async throws {
    let account = TestAccount()
    let user = try await account.firstUser()
    _ = try await account.post("/\(user)/reset")
    await account.api.edit {
      $0.addEvent(of: "high_dlp", to: user, at: TestAccount.noon + 60)
    }
    let row = try await account.row(of: user)
    #expect(try row?.integer("event_count") == 1)
    #expect(try row?.text("max_risk_level") == "medium")
    #expect(try row?.text("last_event").hasPrefix("2026-11-21T12:01:00") == true)
    #expect(try await account.get("/\(user)").result.text("risk_level") == "medium")
  }

  @Test func `a level only goes up`() async throws {
    let account = TestAccount()
    let low = UserID(
      try #require(await account.users().first { try $0.text("max_risk_level") == "low" })
        .text("user_id")
    )
    for (behavior, level) in [
      ("high_dlp", "medium"), ("high_risk_domain", "medium"), ("imp_travel", "high"),
      ("high_dlp", "high"),
    ] {
      await account.api.edit { $0.addEvent(of: behavior, to: low, at: TestAccount.noon) }
      #expect(try await account.row(of: low)?.text("max_risk_level") == level)
    }
  }

  @Test func `turning a behavior off lowers nobody`() async throws {
    let account = TestAccount(users: 100)
    let before = try await account.users()
    await account.api.edit { account in
      for key in account.behaviors.keys {
        account.behaviors[key]?.setting = BehaviorSetting(isEnabled: false, riskLevel: .low)
      }
    }
    #expect(try await account.users() == before)
  }

  @Test func `a user nobody knows is 404, and an id that is no UUID is 400`() async throws {
    let account = TestAccount()
    #expect(try await account.get("/\(unknown)").status == 404)
    #expect(try await account.post("/\(unknown)/reset").status == 404)
    #expect(try await account.get("/nobody").status == 400)
    #expect(try await account.post("/nobody/reset").status == 400)
  }

  @Test func `an unknown user is made up where that is asked for`() async throws {
    let account = TestAccount { $0.makesUpUnknownIDs = true }
    _ = try await account.users()
    let user = try await account.get("/\(unknown)")
    #expect(user.status == 200)
    #expect(try await account.row(of: unknown)?["name"] == user.result["name"])
    #expect(try await account.post("/\(unknown)/reset").status == 200)
    #expect(try await account.users().count == 20)
  }

  @Test func `ids are the same in either case`() async throws {
    let account = TestAccount()
    let user = try await account.firstUser()
    #expect(try await account.get("/" + user.rawValue.uppercased()).status == 200)
  }

  @Test func `accounts do not share their state`() async throws {
    let account = TestAccount()
    var other = account
    other.id = "other"
    let user = try await account.firstUser()
    _ = try await account.post("/\(user)/reset")
    #expect(try await account.row(of: user) == nil)
    #expect(try await other.row(of: user) != nil)
  }
}
