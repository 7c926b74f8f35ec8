package import RiskAPI
import RiskStore

/// How the deletion of an integration ended.
package enum DeleteOutcome: Hashable, Sendable {
  /// The account does not list it any more.
  case deleted(Integration)
  /// Refused, or never sent, or the account lists it still.
  case notDeleted(WriteError?)
  /// It cannot be told whether it is gone.
  case unknown(APIError)
}

extension RiskService {
  /// Deletes an integration: fetches it, sends once, and lists again.
  package func deleteIntegration(id: String) async -> DeleteOutcome {
    await APIClient.urgently { await guardedDelete(id: id) }
  }

  private func guardedDelete(id: String) async -> DeleteOutcome {
    let operation = "delete the integration"
    var subject = AuditSubject.delete(id, nil)
    if let refusal = await refusal(of: subject) { return .notDeleted(refusal) }
    let before: Integration
    do throws(APIError) {
      before = try await fetchIntegration(id: id).value
    } catch {
      await note(subject, AuditEnd(.failed, error, operation: "read the integration"))
      return .notDeleted(.account(error))
    }
    subject = .delete(id, before.settings)

    let ticket: AuditTicket
    do throws(WriteError) {
      ticket = try await begin(subject)
    } catch {
      return .notDeleted(error)
    }
    var receipt: WriteReceipt<Empty>?
    var sendError: APIError?
    do throws(APIError) {
      receipt = try await client.deleteIntegration(id: id)
    } catch {
      guard error.leavesOutcomeOpen else {
        await complete(ticket, AuditEnd(.failed, error, operation: operation))
        return .notDeleted(.account(error))
      }
      sendError = error
    }

    do throws(APIError) {
      let left = try await listedIntegration(id: id)
      var end = AuditEnd(.done).adding(receipt).adding(sendError)
      if left != nil { end = AuditEnd(.failed, sendError, operation: operation).adding(receipt) }
      end.after = left.map { AuditText.text(of: $0.settings) } ?? AuditText.gone
      if left != nil { end.detail = end.detail ?? "the account lists it still" }
      await complete(ticket, end)
      return left == nil ? .deleted(before) : .notDeleted(sendError.map(WriteError.account))
    } catch {
      let result: AuditOutcome.Result = sendError == nil ? .done : .unknown
      await complete(ticket, AuditEnd(result, sendError, operation: operation).adding(receipt))
      return sendError.map { .unknown($0.told(after: error)) } ?? .deleted(before)
    }
  }

  /// What the account has of an integration, by the list, or else by asking for it alone; nil for nothing.
  private func listedIntegration(id: String) async throws(APIError) -> Integration? {
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
