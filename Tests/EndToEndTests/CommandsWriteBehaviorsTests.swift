import Foundation
import RiskAPI
import SimulatedAPI
import Testing

/// `behaviors set`, where it does not ask.
struct CommandsWriteBehaviorsTests {
  @Test func `a behavior is written with the full map, once`() async throws {
    try await WrittenAccount.serve { account in
      var wanted = await account.server.api.edit { $0.behaviors.mapValues(\.setting) }
      wanted["imp_travel"] = BehaviorSetting(isEnabled: true, riskLevel: .high)
      await account.server.api.edit { state in
        state.behaviors["imp_travel"]?.setting = BehaviorSetting(isEnabled: false, riskLevel: .low)
      }
      let run = try await ztriage("behaviors set imp_travel --on --level high --yes", account)

      #expect(run.status == 0, "\(run.errors)")
      #expect(await account.calls().filter { $0 == "PUT behaviors" }.count == 1)
      #expect(await account.writes().count == 1)
      #expect(await account.bodies() == [json(behaviors: wanted)])
      let result = try run.object()
      #expect(result.text("key") == "imp_travel")
      #expect(result["enabled"] == .bool(true))
      #expect(result.text("risk_level") == "high")
      #expect(result.text("outcome") == "written")
      #expect(await account.server.api.edit { $0.behaviors.mapValues(\.setting) } == wanted)
    }
  }

  @Test func `a behavior's dry run prints the full map and writes nothing`() async throws {
    try await WrittenAccount.serve { account in
      await account.server.api.edit { state in
        state.behaviors["imp_travel"]?.setting = BehaviorSetting(isEnabled: false, riskLevel: .low)
      }
      var wanted = await account.server.api.edit { $0.behaviors.mapValues(\.setting) }
      wanted["imp_travel"]?.isEnabled = true
      let run = try await ztriage("behaviors set imp_travel --on --dry-run", account)

      #expect(run.status == 0, "\(run.errors)")
      let request = try #require(try run.objects().first)
      #expect(request.text("method") == "PUT")
      #expect(request.text("path")?.hasSuffix("/zt_risk_scoring/behaviors") == true)
      #expect(request["body"] == json(behaviors: wanted))
      #expect(await account.writes().isEmpty)
    }
  }

  @Test func `an unknown behavior ends with 66 and a guess`() async throws {
    try await WrittenAccount.serve { account in
      let run = try await ztriage("behaviors set imp_travle --on --yes", account)
      #expect(run.status == 66)
      #expect(
        run.errors == "ztriage: no behavior 'imp_travle'; did you mean 'imp_travel'?\n"
      )
      #expect(await account.writes().isEmpty)
    }
  }

  // MARK: Fixtures

  private func ztriage(_ arguments: String, _ account: WrittenAccount) async throws -> Binary.Run {
    try await Binary.shell("\"$0\" \(arguments)", environment: account.environment)
  }

  private func json(behaviors: [String: BehaviorSetting]) -> JSONValue {
    .object([
      "behaviors": .object(
        behaviors.mapValues { setting in
          .object([
            "enabled": .bool(setting.isEnabled),
            "risk_level": .string(setting.riskLevel.apiName),
          ])
        }
      )
    ])
  }
}
