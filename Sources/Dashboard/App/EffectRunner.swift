import RiskAPI
package import RiskServices
import RiskStore
import TerminalUI

/// Carries out effects with the service, and tells what came of them.
package struct EffectRunner: Sendable {
  private let service: RiskService
  private let files: any ExportDestination

  /// `files` is where exports go.
  package init(service: RiskService, files: any ExportDestination) {
    self.service = service
    self.files = files
  }

  /// Carries out one effect; nil where there is nothing to tell.
  package func run(_ effect: Effect) async -> Dashboard.Message? {
    switch effect {
    case .load(let resource): return await load(resource)
    case .fetch(let resource, let age): return await fetch(resource, sharedWithin: age)
    case .write(let write): return .writeEnded(await write.carryOut(with: service))
    case .export(let request): return .exported(request, await files.write(request))
    case .assess(let ids, let verdict, let note):
      return .assessed(ids, failure: await service.assess(ids, verdict: verdict, note: note))
    case .saveDrafts(let drafts):
      guard let problem = await service.saveDrafts(drafts) else { return nil }
      return .noted(
        Notice.Draft("unsaved changes cannot be kept for next time: \(problem)", .error)
      )
    case .markSeen(let observation):
      await service.markSeen(upTo: observation)
      return .seenMarked
    case .markRead(let subject, let observation):
      await service.markRead(subject, upTo: observation)
      return .seenMarked
    case .noteStopped(let writes, let stop):
      await service.noteStopped(writes, stop)
      return nil
    case .terminal: return nil
    }
  }

  private func load(_ resource: Resource) async -> Dashboard.Message? {
    switch resource {
    case .users: await service.loadUsers().map(Dashboard.Message.usersLoaded)
    case .user(let id): await service.loadUser(id).map { .userLoaded(id, $0) }
    case .behaviors: await service.loadBehaviors().map(Dashboard.Message.behaviorsLoaded)
    case .integrations: await service.loadIntegrations().map(Dashboard.Message.integrationsLoaded)
    }
  }

  private func fetch(_ resource: Resource, sharedWithin age: Duration?) async -> Dashboard.Message {
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

  private func result<Value>(
    _ work: () async throws(APIError) -> Value
  ) async -> Result<Value, APIError> {
    do throws(APIError) {
      return .success(try await work())
    } catch {
      return .failure(error)
    }
  }
}
