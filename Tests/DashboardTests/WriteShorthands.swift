import RiskAPI
import RiskServices

@testable import Dashboard

/// The kinds of write by name, as tests expect them and end them.
extension Effect {
  static func resetUser(_ request: ResetRequest) -> Effect { .write(AnyWrite(request)) }

  static func writeBehaviors(
    _ draft: [String: BehaviorSetting],
    base: [String: BehaviorSetting]
  ) -> Effect {
    .write(AnyWrite(BehaviorsWrite(draft: draft, base: base)))
  }

  static func updateIntegration(
    id: String,
    from seen: IntegrationSettings,
    to wanted: IntegrationSettings
  ) -> Effect {
    .write(AnyWrite(IntegrationUpdate(id: id, seen: seen, wanted: wanted)))
  }

  var isWrite: Bool { write != nil }
}

extension Dashboard.Message {
  static func resetEnded(
    _ request: ResetRequest,
    _ outcome: WriteResult<ShownUser>
  ) -> Dashboard.Message {
    .writeEnded(EndedWrite(request, outcome))
  }

  static func behaviorsWritten(
    _ draft: [String: BehaviorSetting],
    _ outcome: WriteResult<Fetched<[Behavior]>>
  ) -> Dashboard.Message {
    .writeEnded(EndedWrite(BehaviorsWrite(draft: draft, base: [:]), outcome))
  }

  static func integrationUpdated(
    _ update: IntegrationUpdate,
    _ outcome: WriteResult<Integration>
  ) -> Dashboard.Message {
    .writeEnded(EndedWrite(update, outcome))
  }
}

extension IntegrationUpdate {
  /// The one that turns an integration on or off.
  static func toggle(_ integration: Integration) -> IntegrationUpdate {
    var wanted = integration.settings
    wanted.isActive.toggle()
    return IntegrationUpdate(id: integration.id, seen: integration.settings, wanted: wanted)
  }
}
