package import Foundation
import GRDB
package import RiskAPI

/// What was written to the account and how it ended: lines that are never changed, each holding the hash of
/// the one before.
package struct AuditLog: JournalStore {
  let file: JournalFile

  /// Puts a write of a person, begun at `time`, on disk before it is sent; throws when that cannot be,
  /// and then it must not be sent.
  ///
  /// `snapshot` is the user's page before a reset, kept with the line and covered by its hash.
  package func begin(
    _ intent: AuditIntent,
    by operatorName: String,
    at time: Date,
    snapshot: (user: UserID, risk: UserDetail)? = nil
  ) async throws(JournalError) -> AuditID {
    try await write { try begin(intent, by: operatorName, at: time, snapshot, $0) }
  }

  /// Adds how a write ended.
  ///
  /// Throws when it has an outcome already, or was never begun.
  /// When this throws, the write stays among ``openIntents()`` for the next start.
  package func complete(_ id: AuditID, _ outcome: AuditOutcome) async throws(JournalError) {
    try await write { try Self.complete(id, outcome, $0) }
  }

  /// Adds what a later look told of a write that was cut short, or whose outcome is unknown.
  ///
  /// The last outcome counts; what its reply carried is taken over from the one before. Returns false,
  /// and adds nothing, when somebody else settled the write meanwhile.
  package func settle(_ id: AuditID, _ outcome: AuditOutcome) async throws(JournalError) -> Bool {
    try await write { database in
      let entry = try Self.entry(id, database)
      guard entry.outcome.map({ $0.result == .unknown }) ?? true else { return false }
      var outcome = outcome
      outcome.ray = outcome.ray ?? entry.outcome?.ray
      outcome.auditLogID = outcome.auditLogID ?? entry.outcome?.auditLogID
      try Self.append(outcome, to: entry, database)
      return true
    }
  }

  /// Puts a write that ended before it was sent on disk: intent and outcome at once.
  @discardableResult
  package func record(
    _ intent: AuditIntent,
    by operatorName: String,
    at time: Date,
    _ outcome: AuditOutcome
  ) async throws(JournalError) -> AuditID {
    try await write { try record(intent, by: operatorName, at: time, outcome, $0) }
  }

  /// The same inside a transaction.
  func record(
    _ intent: AuditIntent,
    by operatorName: String,
    at time: Date,
    _ outcome: AuditOutcome,
    _ database: Database
  ) throws -> AuditID {
    let id = try begin(intent, by: operatorName, at: time, nil, database)
    try Self.complete(id, outcome, database)
    return id
  }

  /// Writes without an outcome, oldest first: under way in some process, or cut short.
  package func openIntents() async throws(JournalError) -> [AuditEntry] {
    try await read {
      // One that is no part of the chain was never begun by this program.
      try AuditRow.entries($0, where: "o.seq IS NULL ORDER BY i.seq", arguments: []).value
    }
  }

  /// Writes whose outcome is unknown, oldest first: those begun since a moment that have fewer
  /// outcomes than `limit`, as each look at the account adds one.
  package func unknownOutcomes(
    since moment: Date,
    limit: Int
  ) async throws(JournalError) -> [AuditEntry] {
    let entries = try await read {
      try AuditRow.entries(
        $0,
        where: """
          o.outcome = 'unknown' AND (SELECT count(*) FROM audit WHERE intent_seq = i.seq) < ?
          ORDER BY i.seq
          """,
        arguments: [limit]
      ).value
    }
    return entries.filter { $0.time >= moment }
  }

  /// Writes of one kind that were begun after another one and are done, oldest first.
  package func doneWrites(
    after id: AuditID,
    action: String
  ) async throws(JournalError) -> [AuditEntry] {
    try await read {
      try AuditRow.entries(
        $0,
        where: "i.seq > ? AND i.action = ? AND o.outcome = 'done' ORDER BY i.seq",
        arguments: [id.line, action]
      ).value
    }
  }

  /// The newest writes, newest first; `before` goes on where an earlier call ended.
  package func entries(
    limit: Int,
    before id: AuditID? = nil
  ) async throws(JournalError) -> Checked<[AuditEntry]> {
    try await read {
      try AuditRow.entries(
        $0,
        where: "i.seq < ? ORDER BY i.seq DESC LIMIT ?",
        arguments: [id?.line ?? Int64.max, limit]
      )
    }
  }

  /// The writes to one user or integration, newest first, such as the earlier resets of a user.
  package func entries(
    target: String,
    action: String? = nil,
    since: Date = .distantPast
  ) async throws(JournalError) -> Checked<[AuditEntry]> {
    let entries = try await read {
      try AuditRow.entries(
        $0,
        where: "i.target = ?1 AND (?2 IS NULL OR i.action = ?2) ORDER BY i.seq DESC",
        arguments: [target, action]
      )
    }
    return entries.map { $0.filter { $0.time >= since } }
  }

  /// The writes of one kind, newest first.
  package func entries(
    action: String,
    since: Date
  ) async throws(JournalError) -> Checked<[AuditEntry]> {
    let entries = try await read {
      // Each line that is read is checked, so that only those are read that may count.
      try AuditRow.entries(
        $0,
        where: "i.action = ? AND i.time >= ? ORDER BY i.seq DESC",
        arguments: [action, Moment.microseconds(since)]
      )
    }
    return entries.map { $0.filter { $0.time >= since } }
  }

  /// What was kept of a user before each reset, newest first.
  ///
  /// User and time are those of the reset's line, and the page is the one whose hash stands in it.
  package func snapshots(
    of user: UserID
  ) async throws(JournalError) -> Checked<[ResetSnapshot]> {
    try await read { database in
      let rows = try Row.fetchAll(
        database,
        sql: """
          SELECT seq, content FROM audit LEFT JOIN snapshot ON audit_seq = seq
          WHERE target = ?1 AND kind = 'intent' AND snapshot_hash IS NOT NULL
          UNION SELECT audit_seq, content FROM snapshot WHERE user_id = ?1
          ORDER BY 1 DESC
          """,
        arguments: [user.rawValue]
      )
      var checked = Checked<[ResetSnapshot]>([])
      for row in rows {
        let seq: Int64 = try row.get(0)
        guard let line = try AuditRow.line(seq, &checked.faults, database) else {
          if try StoredLine(seq, database) == nil {
            checked.faults.append(.addedSnapshot(line: seq))
          }
          continue
        }
        if let fault = try line.snapshotFault(database) {
          checked.faults.append(fault)
        } else if line.text("target") == user.rawValue, let content = try row.get(1) as String?,
          let text = JSONText.decode(SnapshotText.self, content)
        {
          checked.value.append(
            ResetSnapshot(
              auditID: AuditID(line: seq),
              userID: user,
              takenAt: line.time,
              risk: text.risk
            )
          )
        }
      }
      return checked
    }
  }

  private func begin(
    _ intent: AuditIntent,
    by operatorName: String,
    at time: Date,
    _ snapshot: (user: UserID, risk: UserDetail)?,
    _ database: Database
  ) throws -> AuditID {
    let content = try snapshot.map { try JSONText.encode(SnapshotText($0.risk)) }
    let line = AuditRow.Content(
      kind: "intent",
      time: time,
      account: file.owner.accountID,
      operator: operatorName,
      intent: intent,
      snapshotHash: content.map(AuditHash.hash(text:))
    )
    let seq = try AuditRow.append(line, database)
    if let snapshot, let content {
      try database.execute(
        sql: "INSERT INTO snapshot (audit_seq, user_id, taken_at, content) VALUES (?, ?, ?, ?)",
        arguments: [seq, snapshot.user.rawValue, Moment.microseconds(time), content]
      )
    }
    return AuditID(line: seq)
  }

  private static func complete(
    _ id: AuditID,
    _ outcome: AuditOutcome,
    _ database: Database
  ) throws {
    let entry = try entry(id, database)
    guard entry.outcome == nil else {
      throw StoreProblem.failed("audit line \(id.line) has an outcome already")
    }
    try append(outcome, to: entry, database)
  }

  private static func entry(_ id: AuditID, _ database: Database) throws -> AuditEntry {
    guard let entry = try AuditRow.entry(id.line, database) else {
      throw StoreProblem.failed("audit line \(id.line) is no write that was begun")
    }
    return entry
  }

  /// The outcome's line repeats what the intent's says, so that it can be read by itself.
  private static func append(
    _ outcome: AuditOutcome,
    to entry: AuditEntry,
    _ database: Database
  ) throws {
    let line = AuditRow.Content(
      kind: "outcome",
      intentSeq: entry.id.line,
      time: outcome.time,
      account: entry.account,
      operator: entry.operator,
      intent: entry.intent,
      outcome: outcome
    )
    _ = try AuditRow.append(line, database)
  }
}
