import GRDB

/// What a look at the whole audit log found.
package struct AuditVerification: Hashable, Sendable {
  /// How many lines were read.
  package var lines: Int
  /// The last line's hash, to be kept elsewhere; 64 zeros when there is none.
  package var head: String
  /// Writes without an outcome.
  package var openIntents: Int
  /// Texts and snapshots that were erased, and of which the hash is left.
  package var erasedTexts: Int
  /// The first thing that is wrong; nil when the chain holds.
  package var fault: AuditFault?

  package init(
    lines: Int,
    head: String,
    openIntents: Int,
    erasedTexts: Int = 0,
    fault: AuditFault? = nil
  ) {
    self.erasedTexts = erasedTexts
    self.lines = lines
    self.head = head
    self.openIntents = openIntents
    self.fault = fault
  }

  /// True when nothing is wrong.
  package var isIntact: Bool { fault == nil }
}

extension AuditVerification {
  /// Reads a whole audit log, of whatever version, and finds any line that was changed, removed or moved; then
  /// the history.
  ///
  /// `expectedHead` is a head printed earlier and kept elsewhere: only with it are lines missed that were removed
  /// from the end by somebody who also mended the numbering.
  init(expectedHead: String?, _ database: Database) throws {
    var check = AuditCheck(expectedHead: expectedHead?.lowercased())
    let columns = try StoredLine.columns(database)
    let rows = try Row.fetchCursor(database, sql: "SELECT \(columns) FROM audit ORDER BY seq")
    let canErase = try database.tableExists("erased_text")
    while let row = try rows.next() {
      var line = StoredLine(row)
      if canErase { try line.loadErased(database) }
      try check.read(line, database)
    }
    self = try check.finish(database)
  }
}

extension AuditFault {
  /// What a person is told who asked for something that had to be left out.
  package func line(in journal: Journal) -> String {
    "the journal \(journal.path) was tampered with: \(words); it is not shown; run `ztriage audit verify`"
  }
}

extension AuditLog {
  /// Reads the whole audit log and finds any line that was changed, removed or moved; then the history.
  ///
  /// `expectedHead` is a head printed earlier and kept elsewhere.
  package func verify(
    expectedHead: String? = nil
  ) async throws(JournalError) -> AuditVerification {
    try await read { try AuditVerification(expectedHead: expectedHead, $0) }
  }
}

/// The state between two lines of a verification.
private struct AuditCheck {
  var expectedHead: String?
  var lines = 0
  var lastSeq: Int64 = 0
  var head = AuditHash.first
  var fault: AuditFault?
  var hasSeenHead: Bool

  init(expectedHead: String?) {
    self.expectedHead = expectedHead
    hasSeenHead = expectedHead == nil || expectedHead == AuditHash.first
  }

  mutating func read(_ line: StoredLine, _ database: Database) throws {
    if fault == nil { fault = try self.fault(line, database) }
    lines += 1
    lastSeq = line.seq
    head = line.hash
    if line.hash == expectedHead { hasSeenHead = true }
  }

  private func fault(_ line: StoredLine, _ database: Database) throws -> AuditFault? {
    if !line.isIntact {
      if let from = original(of: line, upTo: Int64(lines) + 1000) {
        return .moved(line: line.seq, from: from)
      }
      return .changed(line: line.seq)
    }
    if line.seq != lastSeq + 1 { return .removed(line: lastSeq + 1) }
    if line.previous != head { return .broken(line: line.seq) }
    return try line.snapshotFault(database)
  }

  /// The number under which a line's hash is right, earlier or not far after; nil when there is none.
  private func original(of line: StoredLine, upTo last: Int64) -> Int64? {
    var values = line.values
    return (1...last).first { seq in
      values[0] = seq.databaseValue
      return AuditHash.hash(values) == line.hash
    }
  }

  mutating func finish(_ database: Database) throws -> AuditVerification {
    let given = try Int64.fetchOne(
      database,
      sql: "SELECT seq FROM sqlite_sequence WHERE name = 'audit'"
    )
    if fault == nil, let given, given > lastSeq { fault = .removed(line: lastSeq + 1) }
    if fault == nil {
      // Those beside a line were looked at with it.
      fault = try Int64.fetchOne(
        database,
        sql: """
          SELECT audit_seq FROM snapshot WHERE audit_seq NOT IN (SELECT seq FROM audit)
          ORDER BY audit_seq LIMIT 1
          """
      ).map { .addedSnapshot(line: $0) }
    }
    if fault == nil, let expectedHead, !hasSeenHead { fault = .missingHead(expectedHead) }
    if fault == nil { fault = try HistoryCheck.fault(database).map(AuditFault.history) }
    let open = try Int.fetchOne(
      database,
      sql: """
        SELECT count(*) FROM audit AS i WHERE kind = 'intent'
        AND NOT EXISTS (SELECT 1 FROM audit AS o WHERE o.intent_seq = i.seq)
        """
    )
    return AuditVerification(
      lines: lines,
      head: head,
      openIntents: open ?? 0,
      erasedTexts: try erasedTexts(database),
      fault: fault
    )
  }

  private func erasedTexts(_ database: Database) throws -> Int {
    guard try database.tableExists("erased_text") else { return 0 }
    return try Int.fetchOne(
      database,
      sql: """
        SELECT (SELECT count(*) FROM erased_text)
          + (SELECT count(*) FROM snapshot WHERE content IS NULL)
        """
    ) ?? 0
  }
}
