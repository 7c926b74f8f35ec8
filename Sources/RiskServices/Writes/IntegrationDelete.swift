package import RiskAPI
import RiskStore

/// How the deletion of an integration ended.
package enum DeleteOutcome: Hashable, Sendable {
  /// The account does not list it any more.
  case deleted(Integration)
  /// Nothing was sent, or the account refused it.
  case notDeleted(WriteError)
  /// Sent, and the account lists it still, or could not be asked.
  case unknown(WriteDoubt)
}

extension RiskService {
  /// Deletes an integration: fetches it, sends once, and lists again until it is gone.
  package func deleteIntegration(id: String) async -> DeleteOutcome {
    switch await carryOut(.delete(id)) {
    case .done(let before?): .deleted(before)
    // A look that proves it hands over what was there before.
    case .done(nil), .changedMeanwhile: .unknown(WriteDoubt(nil))
    case .notDone(let error): .notDeleted(error)
    case .unknown(let doubt, _): .unknown(doubt)
    }
  }

  /// What the account has of an integration, by the list, or else by asking for it alone; nil for nothing.
  fileprivate func listedIntegration(id: String) async throws(APIError) -> Integration? {
    let failure: APIError
    do throws(APIError) {
      return try await fetchIntegrations().value.first { $0.id == id }
    } catch {
      guard error.isAnswer else { throw error }
      failure = error
    }
    do throws(APIError) {
      return try await fetchIntegration(id: id).value
    } catch {
      if case .notFound = error { return nil }
      throw failure
    }
  }
}

extension GuardedWrite<Integration> {
  static func delete(_ id: String) -> GuardedWrite {
    GuardedWrite(
      operation: "delete the integration",
      readOperation: "read the integration",
      subject: .delete(id, nil),
      read: { service throws(APIError) in try await service.fetchIntegration(id: id).value },
      intent: { .delete(id, $0.settings) },
      send: { client, _ throws(APIError) in try await client.deleteIntegration(id: id) },
      look: { service, before in
        do throws(APIError) {
          guard let listed = try await service.listedIntegration(id: id) else {
            return Sighting(.happened, before, text: AuditText.gone)
          }
          return Sighting(.notSeen, listed, text: AuditText.text(of: listed.settings))
        } catch {
          return Sighting(.unanswered(error))
        }
      }
    )
  }
}
