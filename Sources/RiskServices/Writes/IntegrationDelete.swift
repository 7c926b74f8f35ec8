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
    if let refusal = refusalToWrite() { return .notDeleted(refusal) }
    let operation = "delete the integration"
    var subject = AuditSubject(action: .integrationDelete, target: id)
    let before: Integration
    do throws(APIError) {
      before = try await fetchIntegration(id: id).value
    } catch {
      await note(subject, AuditEnd(.failed, error, operation: "read the integration"))
      return .notDeleted(.account(error))
    }
    subject.before = AuditText.text(from: before.settings, to: nil)

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
      let isListed = try await fetchIntegrations().value.contains { $0.id == id }
      let error = isListed ? sendError : nil
      await complete(
        ticket,
        AuditEnd(isListed ? .failed : .done, error, operation: operation).adding(receipt)
      )
      return isListed ? .notDeleted(sendError.map(WriteError.account)) : .deleted(before)
    } catch {
      let result: AuditOutcome.Result = sendError == nil ? .done : .unknown
      await complete(ticket, AuditEnd(result, sendError, operation: operation).adding(receipt))
      return sendError == nil ? .deleted(before) : .unknown(error)
    }
  }
}
