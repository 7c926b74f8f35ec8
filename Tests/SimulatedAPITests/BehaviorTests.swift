import Foundation
import HTTPTypes
import RiskAPI
import Testing

@testable import SimulatedAPI

@Suite struct BehaviorTests {
  @Test func `the documented behaviors are there, some on and some off`() async throws {
    let behaviors = try await TestAccount().behaviors()
    #expect(try behaviors.keys().isSuperset(of: ["imp_travel", "high_dlp", "sentinel_one"]))
    let states = try behaviors.keys().map { behaviors[$0]?["enabled"] }
    #expect(Set(states) == [.bool(true), .bool(false)])
    #expect(try behaviors["high_dlp"]?.text("description").contains("fifteen times") == true)
  }

  @Test func `a partial write changes what it names`() async throws {
    let account = TestAccount()
    let before = try await account.behaviors()
    let reply = try await account.put("/behaviors", body(["high_dlp": setting(false, "low")]))
    #expect(try reply.result == body(["high_dlp": setting(false, "low")]))

    let after = try await account.behaviors()
    #expect(after["high_dlp"]?["enabled"] == .bool(false))
    #expect(after["high_dlp"]?["risk_level"] == .string("low"))
    #expect(after["high_dlp"]?["name"] == before["high_dlp"]?["name"])
    #expect(after["imp_travel"] == before["imp_travel"])
  }

  @Test(arguments: [
    (JSONValue.object(["risk_level": .string("low")]), "/behaviors/imp_travel/enabled"),
    (setting(true, "worst"), "/behaviors/imp_travel/risk_level"),
    (.string("on"), "/behaviors/imp_travel"),
  ])
  func `a wrong setting is 422 and says where`(value: JSONValue, pointer: String) async throws {
    let reply = try await TestAccount().put("/behaviors", body(["imp_travel": value]))
    #expect(reply.status == 422)
    #expect(try reply.pointer == pointer)
  }

  @Test func `a write is done whole or not at all`() async throws {
    let account = TestAccount()
    let before = try await account.behaviors()
    let reply = try await account.put(
      "/behaviors",
      body(["high_dlp": setting(false, "low"), "unknown": setting(true, "low")])
    )
    #expect(reply.status == 422)
    #expect(try await account.behaviors() == before)
  }

  @Test func `an unknown behavior is made up where that is asked for`() async throws {
    let account = TestAccount { $0.makesUpUnknownIDs = true }
    let reply = try await account.put("/behaviors", body(["foo": setting(true, "low")]))
    #expect(reply.status == 200)
    #expect(try await account.behaviors()["foo"]?["enabled"] == .bool(true))
  }

  @Test(arguments: [(nil, 400), ("{", 400), ("[]", 422), ("{}", 422), (#"{"behaviors":1}"#, 422)])
  func `a body that is no map of behaviors is refused`(body: String?, status: Int) async throws {
    let data = body.map { Data($0.utf8) }
    #expect(try await TestAccount().send(.put, "/behaviors", data: data).status == status)
  }

  @Test func `new events carry the level of now`() async throws {
    let account = TestAccount()
    let user = try await account.firstUser()
    _ = try await account.put("/behaviors", body(["high_risk_domain": setting(true, "high")]))
    await account.api.edit {
      $0.addEvent(of: "high_risk_domain", to: user, at: TestAccount.noon + 1)
    }
    let newest = try await account.get("/\(user)").result.list("events")[0]
    #expect(try newest.text("risk_level") == "high")
  }
}

// MARK: Fixtures

private func setting(_ isEnabled: Bool, _ level: String) -> JSONValue {
  .object(["enabled": .bool(isEnabled), "risk_level": .string(level)])
}

private func body(_ behaviors: [String: JSONValue]) -> JSONValue {
  .object(["behaviors": .object(behaviors)])
}

extension TestAccount {
  fileprivate func behaviors() async throws -> JSONValue {
    try await get("/behaviors").result["behaviors"] ?? .null
  }
}
