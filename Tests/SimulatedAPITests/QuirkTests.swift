import Foundation
import RiskAPI
import Testing

@testable import SimulatedAPI

/// What no public source tells, each way.
struct QuirkTests {
  @Test(arguments: [true, false])
  func `a reset keeps the events or drops them`(drops: Bool) async throws {
    let account = TestAccount { $0.quirks = drops ? [.dropsEvents] : [] }
    let user = try await account.firstUser()
    let before = try await account.get("/\(user)").result.list("events").count
    _ = try await account.post("/\(user)/reset")
    let after = try await account.get("/\(user)").result
    #expect(before > 0)
    #expect(try after.list("events").count == (drops ? 0 : before))
    #expect(after["risk_level"] == nil && after["last_reset_time"] != nil)
    #expect(try await account.row(of: user) == nil)
    // What comes later is listed either way.
    await account.api.edit { $0.addEvent(of: "imp_travel", to: user, at: TestAccount.noon) }
    #expect(
      try await account.get("/\(user)").result.list("events").count == (drops ? 1 : before + 1)
    )
    #expect(try await account.row(of: user)?.integer("event_count") == 1)
  }

  @Test(arguments: [true, false])
  func `behaviors that an update leaves out are kept or turned off`(drops: Bool) async throws {
    let account = TestAccount { $0.quirks = drops ? [.dropsBehaviors] : [] }
    let change: JSONValue = .object(["enabled": .bool(true), "risk_level": .string("low")])
    _ = try await account.put("/behaviors", .object(["behaviors": .object(["high_dlp": change])]))
    let behaviors = await account.api.edit { $0.behaviors }
    #expect(behaviors["high_dlp"]?.setting == BehaviorSetting(isEnabled: true, riskLevel: .low))
    let others = behaviors.values.filter { $0.key != "high_dlp" }
    #expect(!others.isEmpty && others.contains { $0.setting.isEnabled } == !drops)
  }

  @Test(arguments: [true, false])
  func `a reference id that an update leaves out is kept or replaced`(keeps: Bool) async throws {
    let account = TestAccount { $0.quirks = keeps ? [.keepsReferenceID] : [] }
    let before = try #require(await account.api.edit { $0.integrations }.first)
    _ = try await account.put(
      "/integrations/\(before.id)",
      .object(["tenant_url": .string(before.tenantURL), "active": .bool(false)])
    )
    let after = try #require(await account.api.edit { $0.integrations }.first)
    #expect(after.isActive == false)
    #expect((after.referenceID == before.referenceID) == keeps)
  }

  @Test func `reads lag behind a write, each by itself, and then show it`() async throws {
    let account = TestAccount { $0.laggingReads = 2 }
    let user = try await account.firstUser()
    let page = try await account.get("/\(user)").result
    _ = try await account.post("/\(user)/reset")
    for _ in 1...2 {
      #expect(try await account.get("/\(user)").result == page)
      #expect(try await account.row(of: user) != nil)
    }
    #expect(try await account.get("/\(user)").result["last_reset_time"] != nil)
    #expect(try await account.row(of: user) == nil)
  }
}
