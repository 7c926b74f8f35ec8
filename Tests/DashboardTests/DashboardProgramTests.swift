import Foundation
import HTTPTypes
import RiskAPI
import RiskServices
import SimulatedAPI
import TerminalUI
import Testing

@testable import Dashboard

/// The loop, the service and the simulated account together.
@MainActor
struct DashboardProgramTests {
  @Test func `opening brings the account to the screen`() async throws {
    let bench = try ProgramHarness()
    await bench.open()

    let text = bench.text
    #expect(text.contains("1–17 of 40"))
    #expect(text.contains("acme.okta.com"))
    #expect(text.contains("Impossible travel"))
    #expect(bench.root.account.rows.count == 40)
    #expect(await bench.received() == [.get, .get, .get])
  }

  @Test func `enter brings the user's events`() async throws {
    let bench = try ProgramHarness()
    await bench.open()
    await bench.press("Enter")

    let id = try #require(bench.root.users.selection)
    #expect(bench.root.timeline.userID == id)
    #expect(bench.root.account.risk(of: id).value?.events.isEmpty == false)
    #expect(!bench.root.timeline.rows.isEmpty)
  }

  @Test func `a toggle sends one PUT with all three fields`() async throws {
    let bench = try ProgramHarness()
    await bench.open()
    let before = try #require(bench.root.account.integrations.value?.first)
    await bench.press("3", "Space", "y")

    let puts = await bench.api.received.filter { $0.method == .put }
    #expect(puts.count == 1)
    let body = try JSONDecoder().decode(JSONValue.self, from: try #require(puts.first?.body))
    #expect(
      body
        == .object([
          "active": .bool(false), "reference_id": .string(before.referenceID),
          "tenant_url": .string(before.tenantURL),
        ])
    )
    #expect(bench.root.account.integrations.value?.first?.isActive == false)
    #expect(bench.text.contains("acme.okta.com is off"))
  }

  @Test func `a behavior's change sends the full map`() async throws {
    let bench = try ProgramHarness()
    await bench.open()
    await bench.press("4", "Space", "w", "y")

    let puts = await bench.api.received.filter { $0.method == .put }
    #expect(puts.count == 1)
    struct Body: Decodable {
      var behaviors: [String: BehaviorSetting]
    }
    let sent = try JSONDecoder().decode(Body.self, from: try #require(puts.first?.body)).behaviors
    let all = try #require(bench.root.account.behaviors.value)
    #expect(sent.count == 8)
    #expect(sent == Dictionary(uniqueKeysWithValues: all.map { ($0.key, $0.setting) }))
    #expect(bench.root.behaviors.draft.isEmpty)
  }

  @Test func `somebody else's change of another behavior survives the write`() async throws {
    let bench = try ProgramHarness()
    await bench.open()
    let theirs = BehaviorSetting(isEnabled: false, riskLevel: .low)
    await bench.api.edit { $0.behaviors["imp_travel"]?.setting = theirs }
    await bench.press("4", "Space", "w", "y")

    #expect(await bench.api.edit { $0.behaviors["imp_travel"]?.setting } == theirs)
  }

  @Test func `a reset sends one POST, and the user leaves the list`() async throws {
    let bench = try ProgramHarness()
    await bench.open()
    let id = try #require(bench.root.users.selection)
    await bench.press("R", "2", "y")

    let posts = await bench.api.received.filter { $0.method == .post }
    #expect(
      posts.map(\.path) == ["/accounts/\(SimulatedAPI.accountID)/zt_risk_scoring/\(id)/reset"]
    )
    #expect(posts.map(\.body) == [nil])
    #expect(bench.root.account.user(id) == nil)
    #expect(bench.root.users.selection == nil)
    #expect(bench.root.dialogs.isEmpty)
  }

  @Test(arguments: [["R", "Esc"], ["R", "2", "n"], ["R", "2", "Enter"], ["R", "y", "Esc"]])
  func `a reset that is canceled sends nothing`(keys: [String]) async throws {
    let bench = try ProgramHarness()
    await bench.open()
    await bench.press(keys)

    #expect(await !bench.received().contains(.post))
  }

  @Test func `a reset that is pasted sends nothing`() async throws {
    let bench = try ProgramHarness()
    await bench.open()
    bench.program.send(.input(.paste("R2y"), ProgramHarness.now))
    await bench.program.settle()

    #expect(await !bench.received().contains(.post))
  }

  @Test func `y pressed twice in one go sends one POST`() async throws {
    let bench = try ProgramHarness()
    await bench.open()
    bench.program.send(.input(.key("R"), ProgramHarness.now))
    let keys: [Key] = ["2", "y", "y", "y", .enter]
    bench.program.send(keys.map { .input(.key($0), ProgramHarness.now) })
    await bench.program.settle()

    #expect(await bench.received().count { $0 == .post } == 1)
  }

  @Test func `keys that came with the one that opens a question send nothing`() async throws {
    let bench = try ProgramHarness()
    await bench.open()
    let keys: [Key] = ["R", "2", "y", "y", .tab, .enter]
    bench.program.send(keys.map { .input(.key($0), ProgramHarness.now) })
    await bench.program.settle()

    #expect(await !bench.received().contains(.post))
    #expect(bench.driver.resetDialog.map(\.reason) == .some(nil))
    #expect(bench.driver.notice.hasPrefix("key ignored"))
    // The question is on the screen now.
    await bench.press("2", "y")
    #expect(await bench.received().count { $0 == .post } == 1)
  }

  @Test func `an event that came since asks again, and a second answer resets`() async throws {
    let bench = try ProgramHarness()
    await bench.open()
    let id = try #require(bench.root.users.selection)
    await bench.api.edit {
      $0.addEvent(of: "imp_travel", to: id, at: ProgramHarness.now.addingTimeInterval(30))
    }
    await bench.press("R", "2", "y")
    #expect(bench.text.contains("look again before you confirm"))
    #expect(await !bench.received().contains(.post))

    // A second tap of the same key does not answer what nobody can have read.
    await bench.press("y")
    #expect(await !bench.received().contains(.post))
    await bench.press("2", "y")
    #expect(await bench.received().count { $0 == .post } == 1)
    #expect(bench.root.account.user(id) == nil)
  }

  @Test func `three marked users get one POST each`() async throws {
    let bench = try ProgramHarness()
    await bench.open()
    await bench.press("Space", "Space", "Space", "R", "3", "y", "3", "Enter")

    let posts = await bench.api.received.filter { $0.method == .post }
    #expect(Set(posts.map(\.path)).count == 3)
    #expect(posts.count == 3)
    #expect(bench.root.account.rows.count == 37)
    #expect(bench.text.contains("3 users reset (remediated)"))
  }

  @Test func `a token that may not read users still shows the rest`() async throws {
    let bench = try ProgramHarness(permissions: [.read])
    await bench.open()

    #expect(bench.text.contains("Zero Trust: PII Read"))
    #expect(bench.text.contains("acme.okta.com"))
    #expect(bench.root.account.behaviors.value?.count == 8)
  }

  @Test func `a token that may not write is refused by the account, and it is told`() async throws {
    let bench = try ProgramHarness(permissions: [.read, .piiRead])
    await bench.open()
    await bench.press("R", "2", "y")

    #expect(bench.text.contains("Zero Trust Write"))
    #expect(await bench.received().count { $0 == .post } == 1)
  }

  @Test(arguments: [FaultProfile.flaky, .hostile, .down])
  func `an account with faults neither traps nor bends the screen`(
    faults: FaultProfile
  ) async throws {
    let bench = try ProgramHarness(faults: faults)
    await bench.open()
    for keys in [["Enter"], ["Enter"], ["Esc", "1", "R", "2", "y"], ["Esc", "3", "Space", "y"]] {
      await bench.press(keys)
      expectStraight(bench.driver)
    }
  }
}
