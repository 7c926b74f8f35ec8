package import Foundation
package import RiskAPI
package import RiskStore

/// What is kept here of a user, besides what the account says now.
package struct UserRecord: Equatable, Sendable {
  /// As the summary last showed them; nil for one whom it never showed.
  package var seen: SeenUser?
  /// Events that the account gave once and, as far as is known here, gives no longer.
  package var events: [ArchivedEvent]
  /// How the summary showed the user over time, oldest first.
  package var changes: [Change<RiskState>]
  /// What was done about the user from here, oldest first.
  package var writes: [AuditEntry]

  package init(
    seen: SeenUser? = nil,
    events: [ArchivedEvent] = [],
    changes: [Change<RiskState>] = [],
    writes: [AuditEntry] = []
  ) {
    self.seen = seen
    self.events = events
    self.changes = changes
    self.writes = writes
  }

  /// When the summary was first seen without the user; nil for who is in it, or never was.
  package var goneAt: Date? { seen?.isGone == true ? changes.last?.at : nil }
}

extension RiskService {
  /// All that is kept of a user, from the cache and the journal; asks the account nothing.
  package func record(of user: UserID) async -> UserRecord {
    let page = await look { cache throws(CacheError) in try await cache.loadUser(user) } ?? nil
    var events = page?.value.archivedEvents ?? []
    var known = Set((page?.value.risk.events ?? []).map(\.id)).union(events.map(\.id))
    let seen = await readEvidence { journal throws(JournalError) in
      try await journal.history.seenUser(user)
    }
    let moments = await readEvidence { journal throws(JournalError) in
      try await journal.history.history(of: user)
    }
    guard let seen, let moments else { return UserRecord(events: events) }
    let writes = await readEvidence { journal throws(JournalError) in
      try await journal.auditLog.entries(target: user.rawValue)
    }
    let snapshots = await readEvidence { journal throws(JournalError) in
      try await journal.auditLog.snapshots(of: user)
    }
    // The cache may have been cleared since the reset.
    for snapshot in snapshots ?? [] {
      events += snapshot.risk.events.filter { known.insert($0.id).inserted }
        .map { ArchivedEvent($0, .reset(snapshot.takenAt)) }
    }
    return UserRecord(
      seen: seen,
      events: events,
      changes: Change.list(moments),
      writes: (writes ?? []).reversed()
    )
  }
}
