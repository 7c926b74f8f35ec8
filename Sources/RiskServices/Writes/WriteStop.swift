import Foundation
package import RiskAPI
package import RiskStore

/// Why a write that was asked for went no further, before the service was asked to make it.
///
/// A write begins when a person confirmed it, or a command asked for it, and from there on it leaves a
/// line in the audit log. So a command that read-only mode refuses leaves one, and one whose question
/// was declined. A command that is worded wrongly, or that nobody can be asked about, leaves none;
/// nor does a dry run, a change to what is so already, or a dialog that is closed unconfirmed.
package enum WriteStop: Hashable, Sendable {
  case readOnly
  case offline
  /// A command asked, and the answer was not yes.
  case declined
  /// One of several, after an error that would have met it too.
  case givenUp
  /// One of several, when somebody asked to stop.
  case interrupted
  /// One of several, when the time of the command was over.
  case outOfTime
  /// What it is about could not be looked at; `operation` reads like `read the user`.
  case failed(APIError, operation: String)
  /// There is nothing to write to, in words such as `there is no such behavior`.
  case missing(String)

  func outcome(at time: Date) -> AuditOutcome {
    switch self {
    case .readOnly: AuditOutcome(.refused, at: time, detail: "read-only mode")
    case .offline: AuditOutcome(.refused, at: time, detail: "offline")
    case .declined: AuditOutcome(.refused, at: time, detail: "canceled at the prompt")
    case .givenUp:
      AuditOutcome(.refused, at: time, detail: "not tried: stopped after an earlier error")
    case .interrupted: AuditOutcome(.refused, at: time, detail: "not tried: interrupted")
    case .outOfTime: AuditOutcome(.refused, at: time, detail: "not tried: out of time")
    case .failed(let error, let operation):
      AuditOutcome(.failed, at: time, error, operation: operation)
    case .missing(let words): AuditOutcome(.failed, at: time, detail: words)
    }
  }
}

extension RiskService {
  /// Notes writes that were stopped before they came here, each as a line of its own.
  ///
  /// A user named by e-mail is noted by id, where the journal knows one user alone by it.
  package func noteStopped(_ writes: [AuditIntent], _ stop: WriteStop) async {
    for var write in writes {
      if write.action == AuditAction.reset.rawValue, write.target.contains("@") {
        let email = write.target
        let known = await readEvidence { journal throws(JournalError) in
          try await journal.history.seenUsers(withEmail: email)
        }
        if let known, known.count == 1 { write.target = known[0].id.rawValue }
      }
      await record(write, stop.outcome(at: now()))
    }
  }
}
