package import Foundation
package import RiskAPI
package import RiskStore

/// What changed since a moment, and what of it was done from here.
package struct AccountNews: Hashable, Sendable {
  package var changes: AccountChanges
  /// Users who are no longer at risk because they were reset from this machine.
  package var resetHere: Set<UserID>

  /// States what is known.
  package init(_ changes: AccountChanges, resetHere: Set<UserID> = []) {
    self.changes = changes
    self.resetHere = resetHere
  }
}

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
  ) async throws(JournalError) -> Checked<AccountNews> {
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
    guard changes.users.contains(where: { $0.after == nil || $0.before != nil }) else {
      return Checked(AccountNews(changes), faults: found.faults)
    }
    let entries = try await auditLog.entries(
      action: AuditAction.reset.rawValue,
      since: changes.since
    )
    let resets = entries.value.filter { $0.outcome?.result == .done }
    let resetAt = Dictionary(
      resets.map { (UserID($0.intent.target), $0.intent.time) },
      uniquingKeysWith: max
    )
    for index in changes.users.indices {
      // Between two looks a user may be reset and come back: the summary was never seen without them.
      guard let time = resetAt[changes.users[index].id],
        let last = changes.users[index].after?.lastEvent
      else { continue }
      if last > time { changes.users[index].isBack = true }
    }
    let left = changes.users.filter { $0.kind == .left }.map(\.id)
    return Checked(
      AccountNews(changes, resetHere: Set(left.filter { resetAt[$0] != nil })),
      faults: found.faults + entries.faults
    )
  }
}

extension RiskService {
  /// What changed since a moment, as far as this machine looked; nil without a journal.
  package func news(since moment: NewsMoment) async -> AccountNews? {
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
