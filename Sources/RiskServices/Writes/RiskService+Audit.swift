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

/// How a write ended, as the audit log has it.
struct AuditEnd {
  var result: AuditOutcome.Result
  var after: String?
  var detail: String?
  var ray: String?
  var auditLogID: String?

  init(_ result: AuditOutcome.Result, after: String? = nil, detail: String? = nil) {
    self.result = result
    self.after = after
    self.detail = detail
  }

  /// An error's end; its words and its `cf-ray` come along.
  init(_ result: AuditOutcome.Result, _ error: APIError?, operation: String) {
    self.result = result
    detail = error.map { ErrorWords($0, operation: operation).problem }
    ray = error?.ray
  }

  /// The end with what the reply to the write carried.
  func adding<Value>(_ receipt: WriteReceipt<Value>?) -> AuditEnd {
    var end = self
    end.ray = receipt?.ray ?? ray
    end.auditLogID = receipt?.auditLogID
    return end
  }

  /// The end with the `cf-ray` of what came in the reply's place, such as a gateway's error.
  func adding(_ error: APIError?) -> AuditEnd {
    var end = self
    end.ray = ray ?? error?.ray
    return end
  }
}

extension RiskService {
  /// Why nothing may be sent, before anything is asked; nil when the write may go on.
  func refusal(of subject: AuditSubject) async -> WriteError? {
    guard isOnline else {
      await noteStopped([subject], .offline)
      return .offline
    }
    if case .unavailable(let error) = await usableJournaling() { return .journal(error) }
    return nil
  }

  /// Puts a write on disk before it is sent.
  ///
  /// Where that fails, it must not be sent.
  func begin(
    _ subject: AuditSubject,
    snapshot: (user: UserID, risk: UserRisk)? = nil
  ) async throws(WriteError) -> AuditTicket {
    switch journaling {
    case .off: return AuditTicket(id: nil, lock: nil)
    case .unavailable(let error): throw .journal(error)
    case .kept(let journal, let name):
      await checkClock()
      let lock = WriteLock(besideJournal: journal.path)
      lock?.hold()
      do throws(JournalError) {
        let id = try await journal.auditLog.begin(intent(subject, by: name), snapshot: snapshot)
        return AuditTicket(id: id, lock: lock)
      } catch {
        throw .journal(error)
      }
    }
  }

  /// Adds how a write ended.
  ///
  /// Where that fails, the next start finds it open and looks again.
  func complete(_ ticket: AuditTicket, _ end: AuditEnd) async {
    guard let id = ticket.id, case .kept(let journal, _) = journaling else { return }
    do throws(JournalError) {
      try await journal.auditLog.complete(id, outcome(end))
    } catch {
      tell(error.line)
    }
    withExtendedLifetime(ticket.lock) {}
  }

  /// Notes a write that ended before it was sent.
  func note(_ subject: AuditSubject, _ end: AuditEnd) async {
    guard case .kept(let journal, let name) = journaling else { return }
    await checkClock()
    do throws(JournalError) {
      try await journal.auditLog.record(intent(subject, by: name), outcome(end))
    } catch {
      tell(error.line)
    }
  }

  private func intent(_ subject: AuditSubject, by name: String) -> AuditIntent {
    AuditIntent(
      time: now(),
      account: link.accountID,
      operator: name,
      action: subject.action.rawValue,
      target: subject.target,
      reason: subject.reason,
      note: subject.note.flatMap { $0.isEmpty ? nil : $0 },
      before: subject.before
    )
  }

  func outcome(_ end: AuditEnd) -> AuditOutcome {
    AuditOutcome(
      time: now(),
      result: end.result,
      after: end.after,
      detail: end.detail,
      ray: end.ray,
      auditLogID: end.auditLogID
    )
  }
}
