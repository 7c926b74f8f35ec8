package import RiskAPI
package import RiskServices
package import TerminalUI

/// Work that an update starts: values, so that a test compares them.
package enum Effect: ProgramEffect {
  case fetch(Resource)
  case resetUser(ResetRequest)
  case writeBehaviors([String: BehaviorSetting], base: [String: BehaviorSetting])
  case updateIntegration(id: String, from: IntegrationSettings, to: IntegrationSettings)
  case export(ExportRequest)
  case terminal(TerminalCommand)

  /// A newer fetch of the same pane's data replaces the older one.
  ///
  /// A write is never replaced.
  package var replacementKey: String? {
    switch self {
    case .fetch(.users): "users"
    // One key for all users: only the one looked at last matters.
    case .fetch(.user): "user"
    case .fetch(.behaviors): "behaviors"
    case .fetch(.integrations): "integrations"
    case .resetUser, .writeBehaviors, .updateIntegration, .export, .terminal: nil
    }
  }

  /// True for what changes the account.
  package var isWrite: Bool {
    switch self {
    case .resetUser, .writeBehaviors, .updateIntegration: true
    case .fetch, .export, .terminal: false
    }
  }
}

/// What only the owner of the terminal can do.
package enum TerminalCommand: Equatable, Sendable {
  case quit
  case suspend
  case repaint
  case copy(SafeText)
}

extension Dashboard {
  /// Carries out one effect against the account and reports what happened.
  package static func perform(
    _ effect: Effect,
    with service: RiskService,
    files: some ExportDestination
  ) async -> Message? {
    switch effect {
    case .fetch(let resource): await fetch(resource, with: service)
    case .resetUser(let request): .resetEnded(request, await service.resetUser(request))
    case .writeBehaviors(let draft, let base):
      .behaviorsWritten(draft, await service.writeBehaviors(draft, base: base))
    case .updateIntegration(let id, let seen, let wanted):
      .integrationUpdated(id, await service.updateIntegration(id: id, from: seen, to: wanted))
    case .export(let request): .exported(request, await files.write(request))
    case .terminal: nil
    }
  }

  private static func fetch(_ resource: Resource, with service: RiskService) async -> Message {
    switch resource {
    case .users:
      .usersFetched(await result { () throws(APIError) in try await service.fetchUsers() })
    case .user(let id):
      .userFetched(id, await result { () throws(APIError) in try await service.fetchUser(id) })
    case .behaviors:
      .behaviorsFetched(
        await result { () throws(APIError) in try await service.fetchBehaviors() }
      )
    case .integrations:
      .integrationsFetched(
        await result { () throws(APIError) in try await service.fetchIntegrations() }
      )
    }
  }

  private static func result<Value>(
    _ work: () async throws(APIError) -> Value
  ) async -> Result<Value, APIError> {
    do throws(APIError) {
      return .success(try await work())
    } catch {
      return .failure(error)
    }
  }
}
