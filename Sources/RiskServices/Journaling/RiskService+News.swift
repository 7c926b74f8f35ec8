package import Foundation
package import RiskAPI
package import RiskStore

/// What changed since a moment, and what of it was done from here.
package struct AccountNews: Hashable, Sendable {
  package var changes: AccountChanges
  /// Users who are gone because they were reset from this machine.
  package var resetHere: Set<UserID>

  /// States what is known.
  package init(_ changes: AccountChanges, resetHere: Set<UserID> = []) {
    self.changes = changes
    self.resetHere = resetHere
  }
}

/// Since when changes are wanted.
package enum NewsMoment: Hashable, Sendable {
  /// Since the analyst last said to have seen all, or quit; since `orElse` where they never did.
  case lastSeen(orElse: Date)
  /// Since a moment that the analyst set.
  case at(Date)
}

extension RiskService {
  /// What changed since a moment, as far as this machine looked; nil without a journal.
  package func news(since moment: NewsMoment) async -> AccountNews? {
    await readJournal { journal throws(JournalError) in
      var mark: SeenMark?
      let date: Date
      switch moment {
      case .lastSeen(let other):
        mark = try await journal.lastSeen()
        date = mark?.at ?? other
      case .at(let moment): date = moment
      }
      let changes =
        if let mark { try await journal.changes(since: mark) } else {
          try await journal.changes(since: date)
        }
      let gone = Set(changes.users.filter { $0.kind == .left }.map(\.id))
      guard !gone.isEmpty else { return AccountNews(changes) }
      let resets = try await journal.entries(action: AuditAction.reset.rawValue, since: date)
        .filter { $0.outcome?.result == .done }
      return AccountNews(
        changes,
        resetHere: gone.intersection(resets.map { UserID($0.intent.target) })
      )
    } ?? nil
  }

  /// Remembers that the analyst has seen everything up to now.
  package func markSeen() async {
    let moment = now()
    _ = await readJournal { journal throws(JournalError) in
      try await journal.markSeen(at: moment)
    }
  }
}
