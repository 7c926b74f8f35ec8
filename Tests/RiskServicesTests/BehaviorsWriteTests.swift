import Foundation
import HTTPTypes
import RiskAPI
import RiskServices
import SimulatedAPI
import Testing

struct BehaviorsWriteTests {
  @Test func `one change sends the full map`() async throws {
    let bench = try ServiceHarness()
    var expected = try await bench.behaviors()
    let change = BehaviorSetting(isEnabled: true, riskLevel: .low)

    let outcome = await bench.service.carryOut(
      .behaviors(
        ["sentinel_one": change],
        base: ["sentinel_one": try #require(expected["sentinel_one"])]
      )
    )

    expected["sentinel_one"] = change
    #expect(outcome.settings(of: \.written) == expected)
    #expect(try bench.sentMap() == expected)
    #expect(expected.count == 8)
  }

  @Test func `a behavior that somebody else changed is a conflict, and nothing is sent`()
    async throws
  {
    let bench = try ServiceHarness()
    let base = try #require(try await bench.behaviors()["high_dlp"])
    let theirs = BehaviorSetting(isEnabled: false, riskLevel: .low)
    await bench.api.edit { $0.behaviors["high_dlp"]?.setting = theirs }

    let outcome = await bench.service.carryOut(
      .behaviors(
        ["high_dlp": BehaviorSetting(isEnabled: true, riskLevel: .high)],
        base: ["high_dlp": base]
      )
    )

    #expect(outcome.settings(of: \.conflict)?["high_dlp"] == theirs)
    #expect(bench.sent(.put).isEmpty)
  }

  @Test func `fields changed one by each side are a conflict too, and nothing is sent`()
    async throws
  {
    let bench = try ServiceHarness()
    let base = try #require(try await bench.behaviors()["high_dlp"])
    await bench.api.edit { $0.behaviors["high_dlp"]?.setting.isEnabled.toggle() }
    var wanted = base
    wanted.riskLevel = .low

    let outcome = await bench.service.carryOut(
      .behaviors(["high_dlp": wanted], base: ["high_dlp": base])
    )

    let theirs = try #require(outcome.settings(of: \.conflict)?["high_dlp"])
    let merge = SettingsMerge(base: base, theirs: theirs, mine: wanted)
    #expect(merge.result == BehaviorSetting(isEnabled: !base.isEnabled, riskLevel: .low))
    #expect(bench.sent(.put).isEmpty)
  }

  @Test func `what a conflict settled is written from what it told, and a third change stops it`()
    async throws
  {
    let bench = try ServiceHarness()
    let base = try #require(try await bench.behaviors()["high_dlp"])
    await bench.api.edit { $0.behaviors["high_dlp"]?.setting.riskLevel = .low }
    let wanted = BehaviorSetting(isEnabled: base.isEnabled, riskLevel: .high)
    let first = await bench.service.carryOut(
      .behaviors(["high_dlp": wanted], base: ["high_dlp": base])
    )
    let told = try #require(first.settings(of: \.conflict)?["high_dlp"])
    await bench.api.edit { $0.behaviors["high_dlp"]?.setting.isEnabled.toggle() }

    let second = await bench.service.carryOut(
      .behaviors(["high_dlp": wanted], base: ["high_dlp": told])
    )

    #expect(second.settings(of: \.conflict)?["high_dlp"]?.isEnabled == !base.isEnabled)
    #expect(bench.sent(.put).isEmpty)
  }

  @Test func `a behavior that the account has no more is a conflict`() async throws {
    let bench = try ServiceHarness()
    let base = try #require(try await bench.behaviors()["high_dlp"])
    await bench.api.edit { $0.behaviors["high_dlp"] = nil }
    var wanted = base
    wanted.isEnabled.toggle()

    let outcome = await bench.service.carryOut(
      .behaviors(["high_dlp": wanted], base: ["high_dlp": base])
    )

    #expect(outcome.settings(of: \.conflict)?.isEmpty == false)
    #expect(bench.sent(.put).isEmpty)
  }

  @Test func `somebody else's change of another behavior survives`() async throws {
    let bench = try ServiceHarness()
    let base = try #require(try await bench.behaviors()["high_dlp"])
    let theirs = BehaviorSetting(isEnabled: false, riskLevel: .low)
    await bench.api.edit { $0.behaviors["imp_travel"]?.setting = theirs }

    let wanted = BehaviorSetting(isEnabled: true, riskLevel: .high)
    let outcome = await bench.service.carryOut(
      .behaviors(
        ["high_dlp": wanted],
        base: ["high_dlp": base]
      )
    )

    let after = outcome.settings(of: \.written)
    #expect(after?["imp_travel"] == theirs)
    #expect(after?["high_dlp"] == wanted)
    #expect(await bench.received(.put) == 1)
  }

  @Test func `somebody else's change to the very same setting is no conflict`() async throws {
    let bench = try ServiceHarness()
    let base = try #require(try await bench.behaviors()["high_dlp"])
    let wanted = BehaviorSetting(isEnabled: true, riskLevel: .high)
    await bench.api.edit { $0.behaviors["high_dlp"]?.setting = wanted }

    let outcome = await bench.service.carryOut(
      .behaviors(
        ["high_dlp": wanted],
        base: ["high_dlp": base]
      )
    )

    #expect(outcome.settings(of: \.written)?["high_dlp"] == wanted)
  }

  @Test func `a lost reply is resolved by looking`() async throws {
    let bench = try ServiceHarness { request, _, _ in request.method == .put ? .loseReply : nil }
    let outcome = try await bench.raiseDLP()

    #expect(outcome.settings(of: \.written)?["high_dlp"]?.riskLevel == .high)
  }

  @Test func `lost requests are resolved by looking`() async throws {
    let bench = try ServiceHarness { request, _, _ in request.method == .put ? .loseRequest : nil }
    let outcome = try await bench.raiseDLP()

    // They may still arrive.
    guard case .unknown = outcome else {
      Issue.record("expected unknown, got \(outcome)")
      return
    }
  }

  @Test func `a lost reply and an account that cannot be read are unknown`() async throws {
    let bench = try ServiceHarness { request, earlier, _ in
      switch request.method {
      case .put: .loseReply
      default: earlier >= 2 ? .loseRequest : nil
      }
    }
    let outcome = try await bench.raiseDLP()

    guard case .unknown = outcome else {
      Issue.record("expected unknown, got \(outcome)")
      return
    }
  }

  @Test(arguments: [500, 502, 504])
  func `a server error after the PUT is resolved by looking`(status: Int) async throws {
    let bench = try ServiceHarness { request, _, _ in
      request.method == .put ? .replaceReply(status) : nil
    }
    let outcome = try await bench.raiseDLP()

    #expect(outcome.settings(of: \.written)?["high_dlp"]?.riskLevel == .high)
  }

  @Test func `an accepted write that the account does not show is unknown`() async throws {
    let bench = try ServiceHarness { request, _, _ in
      request.method == .put ? .answer(200, emptySuccess) : nil
    }

    #expect(try await bench.raiseDLP() == .unknown(WriteDoubt(nil)))
    #expect(bench.pauses.value.count == 2)
  }

  @Test func `an accepted write after which the account shows something else is unknown`()
    async throws
  {
    let bench = try ServiceHarness { request, _, api in
      guard request.method == .put else { return nil }
      await api.edit { $0.behaviors["high_dlp"]?.setting.riskLevel = .low }
      return .answer(200, emptySuccess)
    }
    let outcome = try await bench.raiseDLP()

    #expect(outcome.settings(of: \.differs)?["high_dlp"]?.riskLevel == .low)
  }

  @Test func `a refused write was not made`() async throws {
    let bench = try ServiceHarness(permissions: [.read, .piiRead])
    let outcome = try await bench.raiseDLP()

    guard case .notDone(.account(.forbidden(_, missing: [.write]))) = outcome else {
      Issue.record("expected not written, got \(outcome)")
      return
    }
    #expect(await bench.received(.put) == 1)
  }
}

// MARK: Fixtures

extension ServiceHarness {
  /// Raises one behavior, from what the account has.
  fileprivate func raiseDLP() async throws -> WriteResult<Fetched<[Behavior]>> {
    let base = try #require(try await behaviors()["high_dlp"])
    let wanted = BehaviorSetting(isEnabled: base.isEnabled, riskLevel: .high)
    return await service.carryOut(.behaviors(["high_dlp": wanted], base: ["high_dlp": base]))
  }

  /// What the only PUT carried.
  fileprivate func sentMap() throws -> [String: BehaviorSetting] {
    struct Body: Decodable {
      var behaviors: [String: BehaviorSetting]
    }
    let puts = sent(.put)
    #expect(puts.count == 1)
    let body = try #require(puts.first?.body)
    return try JSONDecoder().decode(Body.self, from: body).behaviors
  }
}

extension WriteResult<Fetched<[Behavior]>> {
  fileprivate var written: Fetched<[Behavior]>? {
    if case .done(let snapshot) = self { snapshot } else { nil }
  }
  fileprivate var conflict: Fetched<[Behavior]>? {
    if case .changedMeanwhile(let snapshot) = self { snapshot } else { nil }
  }
  fileprivate var differs: Fetched<[Behavior]>? {
    if case .unknown(_, let snapshot) = self { snapshot } else { nil }
  }

  /// The settings by key, where the outcome is the one asked for.
  fileprivate func settings(
    of outcome: KeyPath<WriteResult<Fetched<[Behavior]>>, Fetched<[Behavior]>?>
  ) -> [String: BehaviorSetting]? {
    self[keyPath: outcome].map { snapshot in
      Dictionary(snapshot.value.map { ($0.key, $0.setting) }) { first, _ in first }
    }
  }
}
