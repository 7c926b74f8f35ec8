import Foundation
package import RiskAPI
import RiskStore

extension RiskService {
  /// How often the account is looked at after a write, at most.
  private static let lookLimit = 3

  /// Carries out a write: refuse, read, object, intent on disk, send once, look until it shows, outcome
  /// on disk.
  ///
  /// Never throws: every end of a write is one that must be told. A write that was accepted and does not
  /// show is unknown, never failed; the next start looks again.
  package func carryOut<State>(_ write: GuardedWrite<State>) async -> WriteResult<State> {
    await APIClient.urgently { await steps(of: write) }
  }

  /// What ``carryOut(_:)`` would send, were the account as in `before`: for a dry run.
  ///
  /// - Throws: `.invalidRequest` for what cannot be sent, `.unreachable` offline.
  package func plan<State>(
    _ write: GuardedWrite<State>,
    before: State
  ) throws(APIError) -> PlannedRequest {
    try write.request(try client, before)
  }

  private func steps<State>(of write: GuardedWrite<State>) async -> WriteResult<State> {
    if let refusal = await refusal(of: write.intent) { return .notDone(refusal) }
    let before: State
    do throws(APIError) {
      before = try await write.read(self)
    } catch {
      let outcome = AuditOutcome(.failed, at: now(), error, operation: write.readOperation)
      await record(write.intent, outcome)
      return .notDone(.account(error))
    }
    let intent = write.intentAfterReading(before)
    if let objection = write.objection(before) {
      await record(intent, AuditOutcome(.refused, at: now(), detail: objection))
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
      receipt = try await client.send(try plan(write, before: before))
    } catch {
      guard error.leavesOutcomeOpen else {
        let outcome = AuditOutcome(.failed, at: now(), error, operation: write.operation)
        await complete(ticket, outcome)
        return .notDone(.account(error))
      }
      sendError = error
    }

    let sighting = await sighting(of: write, since: before)
    let outcome = sighting.outcome(of: write, sendError, at: now())
    await complete(ticket, outcome.adding(receipt, sendError, sighting.error))
    let doubt = WriteDoubt(
      sendError ?? sighting.error,
      ray: receipt?.ray ?? sendError?.ray ?? sighting.error?.ray
    )
    return switch sighting {
    case .shown(let state, .happened): .done(state)
    case .shown(let state, .somethingElse): .unknown(doubt, shows: state)
    case .shown, .unanswered: .unknown(doubt)
    }
  }

  /// Looks until the account shows the write, with pauses: it may take a moment to show what it accepted.
  ///
  /// An account that does not answer was asked often enough by the client.
  private func sighting<State>(
    of write: GuardedWrite<State>,
    since before: State
  ) async -> Sighting<State> {
    var attempt = 1
    while true {
      let sighting: Sighting<State>
      do throws(APIError) {
        var look = AccountLook(self)
        let after = try await write.look(&look, before)
        sighting = .shown(after, write.proof(before, after))
      } catch {
        return .unanswered(error)
      }
      guard sighting.mayStillShow, attempt < Self.lookLimit else { return sighting }
      await pause(.seconds(attempt))
      attempt += 1
    }
  }
}

/// What one look at the account showed of a write.
private enum Sighting<State: Equatable & Sendable> {
  case shown(State, Proof)
  /// The account could not be asked.
  case unanswered(APIError)

  /// Whether another look may show more.
  var mayStillShow: Bool {
    switch self {
    case .shown(_, .notSeen), .shown(_, .somethingElse): true
    case .shown(_, .happened), .shown(_, .unclear), .unanswered: false
    }
  }

  /// What came in place of an answer.
  var error: APIError? {
    switch self {
    case .shown(_, .unclear(let error)), .unanswered(let error): error
    case .shown: nil
    }
  }

  /// What the audit log gets; `sendError` is what came in place of the reply.
  func outcome(
    of write: GuardedWrite<State>,
    _ sendError: APIError?,
    at time: Date
  ) -> AuditOutcome {
    let lost =
      sendError.map { ErrorFormatter($0, operation: write.operation).problem } ?? "accepted"
    switch self {
    case .shown(let state, .happened):
      return AuditOutcome(.done, at: time, after: write.text(state), detail: write.remark(state))
    case .shown(let state, .notSeen):
      let detail = "\(lost); the account does not show it"
      return AuditOutcome(.unknown, at: time, after: write.text(state), detail: detail)
    case .shown(let state, .somethingElse):
      let detail = "\(lost); the account shows something else"
      return AuditOutcome(.unknown, at: time, after: write.text(state), detail: detail)
    case .shown(_, .unclear(let error)), .unanswered(let error):
      let problem = ErrorFormatter(error, operation: write.operation).problem
      return AuditOutcome(.unknown, at: time, detail: "\(lost); not looked at: \(problem)")
    }
  }
}
