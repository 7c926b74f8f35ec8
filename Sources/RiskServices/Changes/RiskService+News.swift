package import Foundation
import RiskAPI
package import RiskStore

/// Since when changes are wanted.
package enum NewsMoment: Hashable, Sendable {
  /// Since the analyst last said to have seen all; since the first look at the account where they
  /// never did.
  case lastSeen
  /// Since a moment that the analyst set.
  case at(Date)
}

extension Journal {
  /// What changed since a moment, as far as this machine looked.
  package func news(
    since moment: NewsMoment,
    now: Date
  ) async throws(JournalError) -> Checked<AccountChanges> {
    let found: Checked<AccountChanges>
    switch moment {
    case .lastSeen:
      // Where nothing was ever looked at, nothing can have changed before now.
      let cursor =
        try await sessionState.readCursor() ?? ReadCursor(at: .distantPast, observation: 0)
      found = try await history.changes(since: cursor)
    case .at(let date): found = try await history.changes(since: date)
    }
    var changes = found.value
    if changes.since == .distantPast { changes.since = now }
    guard changes.users.contains(where: { $0.isGone || $0.before != nil }) else {
      return Checked(changes, faults: found.faults)
    }
    let entries = try await auditLog.entries(
      action: AuditAction.reset.rawValue,
      since: changes.since
    )
    let resets = entries.value.filter { $0.outcome?.result == .done }
    let resetAt = Dictionary(
      resets.map { (UserID($0.intent.target), $0.time) },
      uniquingKeysWith: max
    )
    for index in changes.users.indices {
      // Between two looks a user may be reset and come back: the summary was never seen without them.
      guard let time = resetAt[changes.users[index].id],
        let last = changes.users[index].after?.lastEvent
      else { continue }
      if last > time { changes.users[index].isBack = true }
    }
    let left = changes.users.filter(\.isGone).map(\.id)
    changes.resetHere = Set(left.filter { resetAt[$0] != nil })
    return Checked(changes, faults: found.faults + entries.faults)
  }
}

extension RiskService {
  /// What changed since a moment, as far as this machine looked; nil without a journal.
  package func news(since moment: NewsMoment) async -> AccountChanges? {
    let now = now()
    return await readEvidence { journal throws(JournalError) in
      try await journal.news(since: moment, now: now)
    }
  }

  /// Remembers that the analyst has seen everything up to an observation; nil is up to now.
  package func markSeen(upTo observation: Int64? = nil) async {
    let moment = now()
    _ = await readJournal { journal throws(JournalError) in
      try await journal.sessionState.markSeen(upTo: observation, at: moment)
    }
  }

  /// Remembers that the analyst opened something that had changed.
  package func markRead(_ subject: ChangeSubject, upTo observation: Int64) async {
    _ = await readJournal { journal throws(JournalError) in
      try await journal.sessionState.markRead(subject, upTo: observation)
    }
  }
}
