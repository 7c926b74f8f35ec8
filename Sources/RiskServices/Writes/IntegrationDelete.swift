package import RiskAPI

/// How the deletion of an integration ended.
package enum DeleteOutcome: Hashable, Sendable {
  /// The account does not list it any more.
  case deleted(Integration)
  /// Refused, or never sent, or the account lists it still.
  case notDeleted(APIError?)
  /// It cannot be told whether it is gone.
  case unknown(APIError)
}

extension RiskService {
  /// Deletes an integration: fetches it, sends once, and lists again.
  package func deleteIntegration(id: String) async -> DeleteOutcome {
    let before: Integration
    do throws(APIError) {
      before = try await fetchIntegration(id: id).value
    } catch {
      return .notDeleted(error)
    }

    var sendError: APIError?
    do throws(APIError) {
      _ = try await client.deleteIntegration(id: id)
    } catch {
      guard case .outcomeUnknown = error else { return .notDeleted(error) }
      sendError = error
    }

    do throws(APIError) {
      let isListed = try await fetchIntegrations().value.contains { $0.id == id }
      return isListed ? .notDeleted(sendError) : .deleted(before)
    } catch {
      return sendError == nil ? .deleted(before) : .unknown(error)
    }
  }
}
