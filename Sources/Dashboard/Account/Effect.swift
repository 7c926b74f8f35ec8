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
  /// The only effect that changes the account.
  case write(AnyWrite)
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
    case .load, .write, .export, .assess, .saveDrafts, .markSeen, .markRead, .noteStopped,
      .terminal:
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

  /// The change of the account; nil for what changes nothing there.
  package var write: AnyWrite? {
    if case .write(let write) = self { write } else { nil }
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
