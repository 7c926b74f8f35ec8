package import Foundation
package import RiskAPI

/// What a write means to do.
package struct AuditIntent: Hashable, Sendable {
  /// What, such as `reset` or `behaviors update`.
  package var action: String
  /// On what: a user's or an integration's id, or how a person named them; behaviors' keys; a tenant's URL.
  package var target: String
  /// Why, in the words of the command line, such as `false-positive`.
  package var reason: String?
  /// The analyst's own words.
  package var note: String?
  /// What was there before, and what is wanted, as far as that is known: words or JSON.
  package var before: String?

  package init(
    action: String,
    target: String,
    reason: String? = nil,
    note: String? = nil,
    before: String? = nil
  ) {
    self.action = action
    self.target = target
    self.reason = reason
    self.note = note
    self.before = before
  }
}

/// How a write ended.
package struct AuditOutcome: Hashable, Sendable {
  package var time: Date
  package var result: Result
  /// What is there now, in words or JSON; nil when it could not be seen.
  package var after: String?
  /// Why it ended so: an error's words.
  package var detail: String?
  /// The reply's `cf-ray`.
  package var ray: String?
  /// The reply's `Cf-Auditlog-Id`.
  package var auditLogID: String?

  /// In one word.
  package enum Result: String, CaseIterable, Sendable {
    /// The account shows the change.
    case done
    /// Nothing was sent: the analyst, the access mode or a newer state of the account forbade it.
    case refused
    /// The account did not do it.
    case failed
    /// It cannot be told.
    case unknown
  }

  package init(
    time: Date,
    result: Result,
    after: String? = nil,
    detail: String? = nil,
    ray: String? = nil,
    auditLogID: String? = nil
  ) {
    self.time = time
    self.result = result
    self.after = after
    self.detail = detail
    self.ray = ray
    self.auditLogID = auditLogID
  }
}

/// Names a write in the audit log: the number of its intent's line.
package struct AuditID: Hashable, Sendable, Comparable {
  package let line: Int64

  package init(line: Int64) {
    self.line = line
  }

  package static func < (left: AuditID, right: AuditID) -> Bool { left.line < right.line }
}

/// A write in the audit log: what was meant, and what came of it.
package struct AuditEntry: Hashable, Sendable, Identifiable {
  package var id: AuditID
  /// When it was begun.
  package var time: Date
  /// The account's id.
  package var account: String
  /// Who: `name@host`.
  package var `operator`: String
  package var intent: AuditIntent
  /// The last there is; nil while the write is under way, or when the program ended in the middle of it.
  package var outcome: AuditOutcome?

  package init(
    id: AuditID,
    time: Date,
    account: String,
    operator: String,
    intent: AuditIntent,
    outcome: AuditOutcome? = nil
  ) {
    self.id = id
    self.time = time
    self.account = account
    self.operator = `operator`
    self.intent = intent
    self.outcome = outcome
  }
}

/// A user's page and events as they were before a reset.
package struct ResetSnapshot: Equatable, Sendable {
  package var auditID: AuditID
  package var userID: UserID
  package var takenAt: Date
  package var risk: UserDetail

  package init(
    auditID: AuditID,
    userID: UserID,
    takenAt: Date,
    risk: UserDetail
  ) {
    self.auditID = auditID
    self.userID = userID
    self.takenAt = takenAt
    self.risk = risk
  }
}
