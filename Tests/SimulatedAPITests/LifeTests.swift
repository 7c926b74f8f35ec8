import Foundation
import RiskAPI
import TestSupport
import Testing

@testable import SimulatedAPI

@Suite struct LifeTests {
  @Test func `new events arrive about every twenty seconds until the end`() async throws {
    let clock = TestClock(sleeps: 100)
    let account = TestAccount(users: 50, clock: clock)
    let before = try await account.users()
    await account.api.run()
    let after = try await account.users()

    #expect(clock.sleeps.count == 101)
    #expect(clock.sleeps.allSatisfy { (.seconds(12)...(.seconds(28))).contains($0) })
    #expect(try count(after) == count(before) + 100)
    let risen = try zip(before, after).filter {
      RiskLevel(try $0.text("max_risk_level")) < RiskLevel(try $1.text("max_risk_level"))
    }
    #expect(!risen.isEmpty)
  }

  @Test func `the same seed brings the same events`() async throws {
    func bytes() async throws -> Data {
      let account = TestAccount(users: 50, clock: TestClock(sleeps: 30))
      _ = try await account.users()
      await account.api.run()
      return try await account.get("/summary").reply.body
    }
    #expect(try await bytes() == bytes())
  }

  @Test func `reset users come back in time`() async throws {
    let account = TestAccount(users: 30, clock: TestClock(sleeps: 60))
    let user = try await account.firstUser()
    _ = try await account.post("/\(user)/reset")
    await account.api.run()
    #expect(try await account.row(of: user) != nil)
  }

  @Test func `nothing happens in an account without users or with all behaviors off`() async throws
  {
    let empty = TestAccount(users: 0, clock: TestClock(sleeps: 5))
    _ = try await empty.users()
    await empty.api.run()
    #expect(try await empty.users().isEmpty)

    let quiet = TestAccount(clock: TestClock(sleeps: 5))
    let before = try await quiet.users()
    await quiet.api.edit { account in
      for key in account.behaviors.keys { account.behaviors[key]?.setting.isEnabled = false }
    }
    await quiet.api.run()
    #expect(try await quiet.users() == before)
  }

  private func count(_ users: [JSONValue]) throws -> Int {
    try users.reduce(0) { try $0 + $1.integer("event_count") }
  }
}
