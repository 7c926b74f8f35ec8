package import RiskServices
package import RiskStore
import TerminalUI

/// A change of the account as a dialog asks for it: what is sent, and what is told of its end.
///
/// A new one is a type beside its dialog; nothing else lists them.
package protocol AccountWrite: Equatable, Sendable {
  /// How it can end.
  associatedtype Outcome: Equatable & Sendable

  /// What it changes.
  var subject: WriteSubject { get }
  /// What the audit log has of it where it goes no further.
  var intent: AuditIntent { get }
  /// Sends it, once.
  func carryOut(with service: RiskService) async -> Outcome
  /// What is told of its end; nil where the dialog or the root says it.
  func notice(of outcome: Outcome) -> Notice.Draft?
}

extension AccountWrite {
  package func notice(of outcome: Outcome) -> Notice.Draft? { nil }
}

/// What a write changes, for what shows that it is being saved and what is asked for anew.
package enum WriteSubject: Equatable, Sendable {
  case user
  case behaviors
  /// Nil for one that is not there yet.
  case integration(id: String?)
}

/// A write on its way.
package struct AnyWrite: Equatable, Sendable {
  private let write: any AccountWrite

  /// Hides what kind of write it is.
  package init(_ write: some AccountWrite) { self.write = write }

  /// Equal where both are of one kind and want the same.
  package static func == (left: AnyWrite, right: AnyWrite) -> Bool {
    left.write.isEqual(to: right.write)
  }

  /// What it changes.
  package var subject: WriteSubject { write.subject }
  /// What the audit log has of it where it goes no further.
  package var intent: AuditIntent { write.intent }

  /// The write, where it is of a kind.
  package func of<Write: AccountWrite>(_ kind: Write.Type) -> Write? { write as? Write }

  /// Sends it, once, and tells how it ended.
  package func carryOut(with service: RiskService) async -> EndedWrite {
    await write.ended(with: service)
  }
}

extension AccountWrite {
  fileprivate func ended(with service: RiskService) async -> EndedWrite {
    EndedWrite(self, await carryOut(with: service))
  }
}

/// A write, and how it ended.
package struct EndedWrite: Sendable {
  /// What it changed, or was to change.
  package let subject: WriteSubject
  /// What is told of it where no dialog says more.
  package let notice: Notice.Draft?
  private let write: any AccountWrite
  private let outcome: any Sendable

  /// A write and its outcome.
  package init<Write: AccountWrite>(_ write: Write, _ outcome: Write.Outcome) {
    self.write = write
    self.outcome = outcome
    subject = write.subject
    notice = write.notice(of: outcome)
  }

  /// The write and its outcome, where it is of a kind.
  package func of<Write: AccountWrite>(
    _ kind: Write.Type
  ) -> (write: Write, outcome: Write.Outcome)? {
    guard let write = write as? Write, let outcome = outcome as? Write.Outcome else { return nil }
    return (write, outcome)
  }
}

extension ResetRequest: AccountWrite {
  package var subject: WriteSubject { .user }
  package var intent: AuditIntent { .reset(self) }

  package func carryOut(with service: RiskService) async -> WriteResult<ShownUser> {
    await service.carryOut(.reset(self))
  }
}
