package import RiskAPI
package import RiskServices
package import RiskStore
package import TerminalUI

/// Work that an update starts: values, so that a test compares them.
package enum Effect: ProgramEffect {
  /// What is known from earlier, for a pane that has nothing to show.
  case load(Resource)
  /// What the account says now. `sharedWithin` takes an answer that another process got so lately.
  case fetch(Resource, sharedWithin: Duration? = nil)
  case resetUser(ResetRequest)
  case writeBehaviors([String: BehaviorSetting], base: [String: BehaviorSetting])
  case updateIntegration(id: String, from: IntegrationSettings, to: IntegrationSettings)
  case export(ExportRequest)
  /// Saves a verdict or a note for some users on this machine: for all of them or none.
  case assess([UserID], Verdict?, note: String)
  /// Saves what is typed and not sent, by name; nil for what is not there.
  case saveDrafts([String: String?])
  /// Remembers that the analyst has seen everything up to an observation; nil is up to now.
  case markSeen(upTo: Int64?)
  /// Remembers that the analyst opened something that had changed.
  case markRead(ChangeSubject, upTo: Int64)
  /// Notes writes that were confirmed and go no further.
  case noteStopped([AuditIntent], WriteStop)
  case terminal(TerminalCommand)

  /// A newer fetch of the same pane's data replaces the older one.
  ///
  /// A write is never replaced.
  package var replacementKey: String? {
    switch self {
    case .fetch(.users, _): "users"
    // One key for all users: only the one looked at last matters.
    case .fetch(.user, _): "user"
    case .fetch(.behaviors, _): "behaviors"
    case .fetch(.integrations, _): "integrations"
    case .load, .resetUser, .writeBehaviors, .updateIntegration, .export, .assess, .saveDrafts,
      .markSeen, .markRead, .noteStopped, .terminal:
      nil
    }
  }

  /// True for what brings all users anew.
  package var replacesUsers: Bool {
    switch self {
    case .load(.users), .fetch(.users, _): true
    default: false
    }
  }

  /// True for what changes the account.
  package var isWrite: Bool {
    switch self {
    case .resetUser, .writeBehaviors, .updateIntegration: true
    case .load, .fetch, .export, .assess, .saveDrafts, .markSeen, .markRead, .noteStopped,
      .terminal:
      false
    }
  }
}

extension Effect {
  /// A write as the audit log names it; nil for what changes nothing on the account.
  var intent: AuditIntent? {
    switch self {
    case .resetUser(let request): .reset(request)
    case .writeBehaviors(let draft, let base): .behaviors(from: base, to: draft)
    case .updateIntegration(let id, let seen, let wanted): .update(id, from: seen, to: wanted)
    default: nil
    }
  }
}

/// What only the owner of the terminal can do.
package enum TerminalCommand: Equatable, Sendable {
  case quit
  /// Quit, although the drafts could not be kept.
  case quitLosingDrafts
  case suspend
  case repaint
  case copy(SafeText)
}
