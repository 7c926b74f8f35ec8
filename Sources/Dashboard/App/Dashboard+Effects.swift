import RiskAPI
package import RiskServices
import RiskStore
import TerminalUI

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
    case .write(let write): .writeEnded(await write.carryOut(with: service))
    case .export(let request): .exported(request, await files.write(request))
    case .assess(let ids, let verdict, let note):
      .assessed(ids, failure: await service.assess(ids, verdict: verdict, note: note))
    case .saveDrafts(let drafts): await saveDrafts(drafts, service)
    case .markSeen(let observation): await markSeen(upTo: observation, service)
    case .markRead(let subject, let observation):
      await markRead(subject, upTo: observation, service)
    case .noteStopped(let writes, let stop): await noteStopped(writes, stop, service)
    case .terminal: nil
    }
  }

  private static func noteStopped(
    _ writes: [AuditIntent],
    _ stop: WriteStop,
    _ service: RiskService
  ) async -> Message? {
    await service.noteStopped(writes, stop)
    return nil
  }

  private static func saveDrafts(
    _ drafts: [String: String?],
    _ service: RiskService
  ) async -> Message? {
    guard let problem = await service.saveDrafts(drafts) else { return nil }
    return .noted(
      Notice.Draft("unsaved changes cannot be kept for next time: \(problem)", .error)
    )
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
