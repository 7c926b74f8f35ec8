package import RiskAPI
import RiskStore

/// How an update of an integration ended.
package enum IntegrationOutcome: Hashable, Sendable {
  /// The account shows the integration as wanted.
  case updated(Integration)
  /// Nothing was sent: somebody else changed the integration; this is how it is.
  case outdated(Integration)
  /// Sent, and the account shows something else.
  case differs(Integration)
  /// Refused, or never sent.
  case notUpdated(WriteError)
  /// It cannot be told whether the change was made.
  case unknown(APIError)
}

extension RiskService {
  /// Overwrites an integration's settings: looks again, sends all three, and looks what came of it.
  ///
  /// `seen` is what was on the screen; any difference on the account stops the write, because the
  /// API overwrites all three fields and would undo somebody else's change. ``SettingsMerge`` tells
  /// what can be written instead.
  package func updateIntegration(
    id: String,
    from seen: IntegrationSettings,
    to wanted: IntegrationSettings
  ) async -> IntegrationOutcome {
    await APIClient.urgently { await guardedUpdate(id: id, from: seen, to: wanted) }
  }

  private func guardedUpdate(
    id: String,
    from seen: IntegrationSettings,
    to wanted: IntegrationSettings
  ) async -> IntegrationOutcome {
    let operation = "update the integration"
    var subject = AuditSubject.update(id, from: seen, to: wanted)
    if let refusal = await refusal(of: subject) { return .notUpdated(refusal) }
    let before: Integration
    do throws(APIError) {
      before = try await fetchIntegration(id: id).value
      subject = .update(id, from: before.settings, to: wanted)
      if SettingsMerge(base: seen, theirs: before.settings, mine: wanted).mustAsk {
        await note(subject, AuditEnd(.refused, detail: "changed by someone else"))
        return .outdated(before)
      }
    } catch {
      await note(subject, AuditEnd(.failed, error, operation: "read the integration"))
      return .notUpdated(.account(error))
    }

    let ticket: AuditTicket
    do throws(WriteError) {
      ticket = try await begin(subject)
    } catch {
      return .notUpdated(error)
    }
    var receipt: WriteReceipt<Integration>?
    var sendError: APIError?
    do throws(APIError) {
      receipt = try await client.updateIntegration(id: id, settings: wanted)
    } catch {
      guard error.leavesOutcomeOpen else {
        await complete(ticket, AuditEnd(.failed, error, operation: operation))
        return .notUpdated(.account(error))
      }
      sendError = error
    }

    do throws(APIError) {
      let after = try await shownIntegration(id: id)
      let look = AfterLook(after.settings, wanted: wanted, before: before.settings, sendError)
      let end = look.end(AuditText.text(of: after.settings), operation: operation)
      await complete(ticket, end.adding(receipt).adding(sendError))
      switch look {
      case .done: return .updated(after)
      case .asBefore(let error): return .notUpdated(.account(error))
      case .differs: return .differs(after)
      }
    } catch {
      let end = AuditEnd(.unknown, sendError ?? error, operation: operation).adding(receipt)
      await complete(ticket, end)
      return .unknown(sendError ?? error)
    }
  }

  /// An integration as the account shows it, by itself, or else in the list.
  private func shownIntegration(id: String) async throws(APIError) -> Integration {
    let failure: APIError
    do throws(APIError) {
      return try await fetchIntegration(id: id).value
    } catch {
      guard error.isAnswer else { throw error }
      failure = error
    }
    guard let listed = try await fetchIntegrations().value.first(where: { $0.id == id }) else {
      throw failure
    }
    return listed
  }
}
