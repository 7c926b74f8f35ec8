import Foundation
import RiskAPI
import RiskStore

/// What is written, in the audit log's words.
package enum AuditAction: String, CaseIterable, Sendable {
  case reset
  case behaviorsUpdate = "behaviors update"
  case integrationUpdate = "integration update"
  case integrationCreate = "integration create"
  case integrationDelete = "integration delete"
}

/// A write that has its first line on disk.
struct AuditTicket {
  /// Nil where nothing is noted.
  fileprivate let id: AuditID?
  /// Held until the write has ended.
  fileprivate let lock: WriteLock?
}

extension AuditOutcome {
  /// A write that ended at `time`.
  init(_ result: Result, at time: Date, after: String? = nil, detail: String? = nil) {
    self.init(time: time, result: result, after: after, detail: detail)
  }

  /// A write that an error ended; its words and its `cf-ray` come along.
  init(_ result: Result, at time: Date, _ error: APIError, operation: String) {
    let words = ErrorFormatter(error, operation: operation)
    self.init(time: time, result: result, detail: words.problem, ray: words.ray)
  }

  /// The outcome with what the reply to the write carried, or else with the first `cf-ray` of what came
  /// in its place, such as a gateway's error.
  func adding(_ receipt: WriteReceipt<Empty>?, _ errors: APIError?...) -> AuditOutcome {
    var outcome = self
    outcome.ray = receipt?.ray ?? errors.compactMap { $0?.ray }.first
    outcome.auditLogID = receipt?.auditLogID
    return outcome
  }
}

extension RiskService {
  /// Why nothing may be sent, before anything is asked; nil when the write may go on.
  func refusal(of intent: AuditIntent) async -> WriteError? {
    guard isOnline else {
      await noteStopped([intent], .offline)
      return .offline
    }
    if case .unavailable(let error) = await usableJournaling() { return .journal(error) }
    return nil
  }

  /// Puts a write on disk before it is sent.
  ///
  /// Where that fails, it must not be sent.
  func begin(
    _ intent: AuditIntent,
    snapshot: (user: UserID, risk: UserDetail)? = nil
  ) async throws(WriteError) -> AuditTicket {
    switch journaling {
    case .off: return AuditTicket(id: nil, lock: nil)
    case .unavailable(let error): throw .journal(error)
    case .kept(let journal, let name):
      await checkClock()
      let lock = WriteLock(besideJournal: journal.path)
      lock?.hold()
      do throws(JournalError) {
        let id = try await journal.auditLog.begin(intent, by: name, at: now(), snapshot: snapshot)
        return AuditTicket(id: id, lock: lock)
      } catch {
        throw .journal(error)
      }
    }
  }

  /// Adds how a write ended.
  ///
  /// Where that fails, the next start finds it open and looks again.
  func complete(_ ticket: AuditTicket, _ outcome: AuditOutcome) async {
    guard let id = ticket.id, case .kept(let journal, _) = journaling else { return }
    do throws(JournalError) {
      try await journal.auditLog.complete(id, outcome)
    } catch {
      warn(error.line)
    }
    withExtendedLifetime(ticket.lock) {}
  }

  /// Records a write that ended before it was sent.
  func record(_ intent: AuditIntent, _ outcome: AuditOutcome) async {
    guard case .kept(let journal, let name) = journaling else { return }
    await checkClock()
    do throws(JournalError) {
      try await journal.auditLog.record(intent, by: name, at: now(), outcome)
    } catch {
      warn(error.line)
    }
  }
}
