import Foundation
import HTTPTypes
import RiskAPI
import RiskServices
import SimulatedAPI
import Testing

@testable import Dashboard

/// Writes that meet somebody else's changes, from the keys to the account's state.
@MainActor
struct ConflictProgramTests {
  /// The first behavior of the screen.
  private let key = "crowdstrike_low"

  @Test func `yours is written over theirs by one PUT with the full map`() async throws {
    let (bench, before) = try await opened()
    await bench.press("4", "l", "w")
    await theirs(bench, .low)
    await bench.press("y")
    #expect(bench.text.contains("Changed by someone else: keep which?"))
    #expect(await bench.puts().isEmpty)

    await bench.press("y", "2", "y")

    var expected = before
    expected[key]?.riskLevel = .high
    #expect(try await bench.sentMaps() == [expected])
    #expect(await bench.settings() == expected)
    #expect(bench.root.behaviors.draft.isEmpty)
    #expect(bench.root.dialogs.isEmpty)
    #expect(bench.text.contains("saved 1 behavior change"))
  }

  @Test func `theirs is kept by sending nothing`() async throws {
    let (bench, before) = try await opened()
    await bench.press("4", "l", "w")
    await theirs(bench, .low)
    await bench.press("y", "1", "y")

    var expected = before
    expected[key]?.riskLevel = .low
    #expect(await bench.puts().isEmpty)
    #expect(await bench.settings() == expected)
    #expect(bench.root.behaviors.draft.isEmpty)
    #expect(bench.root.dialogs.isEmpty)
  }

  @Test func `a field each: both changes are on the account after one PUT`() async throws {
    let (bench, before) = try await opened()
    await bench.press("4", "l", "w")
    let key = key
    await bench.api.edit { $0.behaviors[key]?.setting.isEnabled.toggle() }
    await bench.press("y", "y")
    #expect(await bench.puts().isEmpty)

    await bench.press("j", "y")

    var expected = before
    expected[key]?.riskLevel = .high
    expected[key]?.isEnabled.toggle()
    #expect(try await bench.sentMaps() == [expected])
    #expect(await bench.settings() == expected)
  }

  @Test func `of two behaviors one is kept as theirs and the other is written`() async throws {
    let (bench, before) = try await opened()
    await bench.press("4", "l", "j", "Space", "w")
    let other = try #require(bench.root.behaviors.draft.keys.first { $0 != key })
    await theirs(bench, .low)
    await bench.press("y", "1", "y")

    var expected = before
    expected[key]?.riskLevel = .low
    expected[other]?.isEnabled.toggle()
    #expect(try await bench.sentMaps() == [expected])
    #expect(bench.root.behaviors.draft.isEmpty)
  }

  @Test(arguments: [["Esc"], ["n"], ["Enter"], ["2", "Enter"], ["2", "Tab", "Tab", "Enter"]])
  func `a cancel sends nothing and keeps the draft`(keys: [String]) async throws {
    let (bench, _) = try await opened()
    await bench.press("4", "l", "w")
    await theirs(bench, .low)
    await bench.press("y")
    await bench.press(keys)

    #expect(await bench.puts().isEmpty)
    #expect(bench.root.dialogs.isEmpty)
    #expect(bench.root.behaviors.draft[key]?.riskLevel == .high)
    #expect(bench.root.behaviors.base[key]?.riskLevel == .medium)
  }

  @Test func `a third change opens the question again, and only then is one PUT sent`()
    async throws
  {
    let (bench, before) = try await opened()
    let key = key
    await bench.press("4", "l", "w")
    await theirs(bench, .low)
    await bench.press("y", "2")
    await bench.api.edit { $0.behaviors[key]?.setting.isEnabled.toggle() }
    await bench.press("y")

    #expect(await bench.puts().isEmpty)
    #expect(bench.text.contains("Changed by someone else: keep which?"))
    #expect(bench.text.contains("keep theirs"))
    await bench.press("j", "y")
    var expected = before
    expected[key]?.riskLevel = .high
    expected[key]?.isEnabled.toggle()
    #expect(try await bench.sentMaps() == [expected])
  }

  @Test func `an integration is turned off with the tenant that somebody else gave it`()
    async throws
  {
    let (bench, _) = try await opened()
    let before = try #require(bench.root.account.integrations.value?.first)
    await bench.press("3", "Space")
    await bench.api.edit { $0.integrations[0].tenantURL = "https://other.okta.com" }
    await bench.press("y", "y")
    #expect(await bench.puts().isEmpty)

    // A third change, while the second is on the screen.
    await bench.api.edit { $0.integrations[0].referenceID = "soc-1" }
    await bench.press("j", "y")
    #expect(await bench.puts().isEmpty)
    #expect(bench.text.contains("soc-1"))

    await bench.press("j", "y")
    let puts = await bench.puts()
    #expect(puts.count == 1)
    let body = try JSONDecoder().decode(JSONValue.self, from: try #require(puts.first?.body))
    #expect(
      body
        == .object([
          "active": .bool(false), "reference_id": .string("soc-1"),
          "tenant_url": .string("https://other.okta.com"),
        ])
    )
    #expect(bench.root.account.integration(before.id)?.isActive == false)
    #expect(bench.root.dialogs.isEmpty)
  }

  @Test(arguments: ["Esc", "n", "Enter"])
  func `an integration's conflict that is canceled sends nothing`(answer: String) async throws {
    let (bench, _) = try await opened()
    await bench.press("3", "Space")
    await bench.api.edit { $0.integrations[0].referenceID = "soc-1" }
    await bench.press("y", answer)

    #expect(await bench.puts().isEmpty)
    #expect(bench.root.dialogs.isEmpty)
    #expect(await bench.api.edit { $0.integrations[0].isActive })
  }

  // MARK: Fixtures

  /// A dashboard on an account, and the account's behaviors.
  private func opened() async throws -> (ProgramHarness, [String: BehaviorSetting]) {
    let bench = try ProgramHarness()
    let key = key
    await bench.api.edit {
      $0.behaviors[key]?.setting = BehaviorSetting(isEnabled: true, riskLevel: .medium)
    }
    await bench.open()
    return (bench, await bench.settings())
  }

  /// Somebody else changes the level.
  private func theirs(_ bench: ProgramHarness, _ level: RiskLevel) async {
    let key = key
    await bench.api.edit { $0.behaviors[key]?.setting.riskLevel = level }
  }
}

extension ProgramHarness {
  fileprivate func puts() async -> [ReceivedRequest] {
    await api.received.filter { $0.method == .put }
  }

  fileprivate func settings() async -> [String: BehaviorSetting] {
    await api.edit { $0.behaviors.mapValues(\.setting) }
  }

  /// What each PUT of behaviors carried.
  fileprivate func sentMaps() async throws -> [[String: BehaviorSetting]] {
    struct Body: Decodable {
      var behaviors: [String: BehaviorSetting]
    }
    return try await puts().map {
      try JSONDecoder().decode(Body.self, from: $0.body ?? Data()).behaviors
    }
  }
}
