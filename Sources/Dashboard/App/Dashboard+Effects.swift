package import RiskAPI
package import RiskServices
package import RiskStore
package import TerminalUI

/// Work that an update starts: values, so that a test compares them.
package enum Effect: ProgramEffect {
  /// What is known from earlier, for a pane that has nothing to show.
  case load(Resource)
  /// What the account says now. `sharedWithin` takes an answer that another process got so lately.
  case fetch(Resource, sharedWithin: Duration? = nil)
  case resetUser(ResetRequest)
  case writeBehaviors([String: BehaviorSetting], base: [String: BehaviorSetting])
  case updateIntegration(id: String, from: IntegrationSettings, to: IntegrationSettings)
  case export(ExportRequest)
  /// Saves a verdict or a note for some users on this machine: for all of them or none.
  case assess([UserID], Verdict?, note: String)
  /// Remembers that the analyst has seen everything up to an observation; nil is up to now.
  case markSeen(upTo: Int64?)
  /// Remembers that the analyst opened something that had changed.
  case markRead(ChangeSubject, upTo: Int64)
  /// Notes writes that were confirmed and go no further.
  case noteStopped([AuditSubject], WriteStop)
  case terminal(TerminalCommand)

  /// A newer fetch of the same pane's data replaces the older one.
  ///
  /// A write is never replaced.
  package var replacementKey: String? {
    switch self {
    case .fetch(.users, _): "users"
    // One key for all users: only the one looked at last matters.
    case .fetch(.user, _): "user"
    case .fetch(.behaviors, _): "behaviors"
    case .fetch(.integrations, _): "integrations"
    case .load, .resetUser, .writeBehaviors, .updateIntegration, .export, .assess, .markSeen,
      .markRead, .noteStopped, .terminal:
      nil
    }
  }

  /// True for what brings all users anew.
  package var replacesUsers: Bool {
    switch self {
    case .load(.users), .fetch(.users, _): true
    default: false
    }
  }

  /// True for what changes the account.
  package var isWrite: Bool {
    switch self {
    case .resetUser, .writeBehaviors, .updateIntegration: true
    case .load, .fetch, .export, .assess, .markSeen, .markRead, .noteStopped, .terminal: false
    }
  }
}

extension Effect {
  /// A write as the audit log names it; nil for what changes nothing on the account.
  var subject: AuditSubject? {
    switch self {
    case .resetUser(let request): .reset(request)
    case .writeBehaviors(let draft, let base): .behaviors(from: base, to: draft)
    case .updateIntegration(let id, let seen, let wanted): .update(id, from: seen, to: wanted)
    default: nil
    }
  }
}

/// What only the owner of the terminal can do.
package enum TerminalCommand: Equatable, Sendable {
  case quit
  /// Quit, although the drafts could not be kept.
  case quitLosingDrafts
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
    case .load(let resource): await load(resource, with: service)
    case .fetch(let resource, let age): await fetch(resource, sharedWithin: age, with: service)
    case .resetUser(let request): .resetEnded(request, await service.resetUser(request))
    case .writeBehaviors(let draft, let base):
      .behaviorsWritten(draft, await service.writeBehaviors(draft, base: base))
    case .updateIntegration(let id, let seen, let wanted):
      .integrationUpdated(id, await service.updateIntegration(id: id, from: seen, to: wanted))
    case .export(let request): .exported(request, await files.write(request))
    case .assess(let ids, let verdict, let note):
      .assessed(ids, failure: await service.assess(ids, verdict: verdict, note: note))
    case .markSeen(let observation): await markSeen(upTo: observation, service)
    case .markRead(let subject, let observation):
      await markRead(subject, upTo: observation, service)
    case .noteStopped(let writes, let stop): await noteStopped(writes, stop, service)
    case .terminal: nil
    }
  }

  private static func noteStopped(
    _ writes: [AuditSubject],
    _ stop: WriteStop,
    _ service: RiskService
  ) async -> Message? {
    await service.noteStopped(writes, stop)
    return nil
  }

  private static func markSeen(
    upTo observation: Int64?,
    _ service: RiskService
  ) async -> Message? {
    await service.markSeen(upTo: observation)
    return .seenMarked
  }

  private static func markRead(
    _ subject: ChangeSubject,
    upTo observation: Int64,
    _ service: RiskService
  ) async -> Message? {
    await service.markRead(subject, upTo: observation)
    return .seenMarked
  }

  private static func load(_ resource: Resource, with service: RiskService) async -> Message? {
    switch resource {
    case .users: await service.loadUsers().map(Message.usersLoaded)
    case .user(let id): await service.loadUser(id).map { .userLoaded(id, $0) }
    case .behaviors: await service.loadBehaviors().map(Message.behaviorsLoaded)
    case .integrations: await service.loadIntegrations().map(Message.integrationsLoaded)
    }
  }

  private static func fetch(
    _ resource: Resource,
    sharedWithin age: Duration?,
    with service: RiskService
  ) async -> Message {
    switch resource {
    case .users:
      .usersFetched(
        await result { () throws(APIError) in try await service.fetchUsers(maxAge: age) }
      )
    case .user(let id):
      .userFetched(
        id,
        await result { () throws(APIError) in try await service.fetchUser(id, maxAge: age) }
      )
    case .behaviors:
      .behaviorsFetched(
        await result { () throws(APIError) in try await service.fetchBehaviors(maxAge: age) }
      )
    case .integrations:
      .integrationsFetched(
        await result { () throws(APIError) in try await service.fetchIntegrations(maxAge: age) }
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
