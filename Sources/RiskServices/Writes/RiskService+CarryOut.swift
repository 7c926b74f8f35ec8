import RiskAPI
import RiskStore

extension RiskService {
  /// How often the account is looked at after a write, at most.
  private static let lookLimit = 3

  /// Carries out a write: refuse, read, object, intent on disk, send once, look until it shows, outcome
  /// on disk.
  ///
  /// Never throws: every end of a write is one that must be told. A write that was accepted and does not
  /// show is unknown, never failed; the next start looks again.
  func carryOut<State>(_ write: GuardedWrite<State>) async -> WriteResult<State> {
    await APIClient.urgently { await steps(of: write) }
  }

  private func steps<State>(of write: GuardedWrite<State>) async -> WriteResult<State> {
    if let refusal = await refusal(of: write.subject) { return .notDone(refusal) }
    let before: State
    do throws(APIError) {
      before = try await write.read(self)
    } catch {
      await note(write.subject, AuditEnd(.failed, error, operation: write.readOperation))
      return .notDone(.account(error))
    }
    let intent = write.intent(before)
    if let objection = write.objection(before) {
      await note(intent, AuditEnd(.refused, detail: objection))
      return .changedMeanwhile(before)
    }

    let ticket: AuditTicket
    do throws(WriteError) {
      ticket = try await begin(intent, snapshot: write.snapshot(before))
    } catch {
      return .notDone(error)
    }
    var receipt: WriteReceipt<Empty>?
    var sendError: APIError?
    do throws(APIError) {
      receipt = try await write.send(client, before)
    } catch {
      guard error.leavesOutcomeOpen else {
        await complete(ticket, AuditEnd(.failed, error, operation: write.operation))
        return .notDone(.account(error))
      }
      sendError = error
    }

    let sighting = await sighting(of: write, since: before)
    let doubt = Doubt(sighting.proof, sendError, operation: write.operation)
    var end = AuditEnd(doubt == nil ? .done : .unknown, after: sighting.text)
    end.detail = [doubt?.words, sighting.remark].compactMap(\.self).joined(separator: "; ")
    if end.detail == "" { end.detail = nil }
    await complete(ticket, end.adding(receipt).adding(sendError).adding(doubt?.error))
    guard let doubt else { return .done(sighting.state) }
    return .unknown(
      WriteDoubt(
        sendError ?? doubt.error,
        ray: receipt?.ray ?? sendError?.ray ?? doubt.error?.ray
      ),
      somethingElse: sighting.proof == .somethingElse ? sighting.state : nil
    )
  }

  /// Looks until the account shows the write, with pauses: it may take a moment to show what it accepted.
  ///
  /// An account that does not answer was asked often enough by the client.
  private func sighting<State>(
    of write: GuardedWrite<State>,
    since before: State
  ) async -> Sighting<State> {
    var sighting = await write.look(self, before)
    for attempt in 1..<Self.lookLimit {
      switch sighting.proof {
      case .happened, .unanswered: return sighting
      case .notSeen, .somethingElse: break
      }
      await pause(.seconds(attempt))
      sighting = await write.look(self, before)
    }
    return sighting
  }
}

/// Why a write that was sent is not done, as far as that can be told.
private struct Doubt {
  var error: APIError?
  /// For the audit log.
  var words: String

  /// Nil where the write shows.
  init?<State>(_ proof: Sighting<State>.Proof, _ sendError: APIError?, operation: String) {
    let shown: String
    switch proof {
    case .happened: return nil
    case .notSeen: shown = "the account does not show it"
    case .somethingElse: shown = "the account shows something else"
    case .unanswered(let error):
      self.error = error
      shown = "not looked at: \(ErrorWords(error, operation: operation).problem)"
    }
    let lost = sendError.map { ErrorWords($0, operation: operation).problem }
    words = [lost ?? "accepted", shown].joined(separator: "; ")
  }
}
