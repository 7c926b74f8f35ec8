import GRDB

/// What a look at the whole audit log found.
package struct AuditVerification: Hashable, Sendable {
  /// How many lines were read.
  package var lines: Int
  /// The last line's hash, to be kept elsewhere; 64 zeros when there is none.
  package var head: String
  /// Writes without an outcome.
  package var openIntents: Int
  /// The first thing that is wrong; nil when the chain holds.
  package var fault: AuditFault?

  package init(
    lines: Int,
    head: String,
    openIntents: Int,
    fault: AuditFault? = nil
  ) {
    self.lines = lines
    self.head = head
    self.openIntents = openIntents
    self.fault = fault
  }

  /// True when nothing is wrong.
  package var isIntact: Bool { fault == nil }
}

/// Where the audit log's chain breaks first.
package enum AuditFault: Hashable, Sendable {
  /// What the line says is not what was written.
  case changed(line: Int64)
  /// The line stands where another one was written; `from` is its own number.
  case moved(line: Int64, from: Int64)
  /// The lines from this number on are missing, up to the next one that is there.
  case removed(line: Int64)
  /// The line was put in, or written anew together with its hash: it does not follow the one before.
  case broken(line: Int64)
  /// The user's page that was kept with the line is missing or changed.
  case snapshot(line: Int64)
  /// The head that was kept elsewhere is not in the chain: lines are missing at the end, or all was written anew.
  case missingHead(String)

  /// The line, where there is one.
  package var line: Int64? {
    switch self {
    case .changed(let line), .moved(let line, _), .removed(let line), .broken(let line),
      .snapshot(let line):
      line
    case .missingHead: nil
    }
  }

  /// What was found, for a person.
  package var words: String {
    switch self {
    case .changed(let line): "line \(line) was changed"
    case .moved(let line, let from): "line \(from) was moved to \(line)"
    case .removed(let line): "line \(line) was removed"
    case .broken(let line): "line \(line) does not follow the line before it"
    case .snapshot(let line): "the snapshot kept with line \(line) was changed or removed"
    case .missingHead(let head): "no line has the hash \(head): lines are missing at the end"
    }
  }
}

extension Journal {
  /// Reads the whole audit log and finds any line that was changed, removed or moved.
  ///
  /// `expectedHead` is a head printed earlier and kept elsewhere: only with it are lines missed that were removed
  /// from the end by somebody who also mended the numbering.
  package func verify(
    expectedHead: String? = nil
  ) async throws(JournalError) -> AuditVerification {
    let wanted = expectedHead?.lowercased()
    return try await read { database in
      var check = AuditCheck(expectedHead: wanted)
      let columns = (AuditHash.columns + ["hash"]).joined(separator: ", ")
      let rows = try Row.fetchCursor(database, sql: "SELECT \(columns) FROM audit ORDER BY seq")
      while let row = try rows.next() { try check.read(row, database) }
      return try check.finish(database)
    }
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

  mutating func read(_ row: Row, _ database: Database) throws {
    let values = AuditHash.columns.indices.map { row[$0] as DatabaseValue }
    let seq = row[0] as Int64
    // Read as any kind: somebody may have put a number where text was.
    let hash = String.fromDatabaseValue(row[AuditHash.columns.count]) ?? ""
    if fault == nil { fault = try self.fault(seq, values, hash, database) }
    lines += 1
    lastSeq = seq
    head = hash
    if hash == expectedHead { hasSeenHead = true }
  }

  private func fault(
    _ seq: Int64,
    _ values: [DatabaseValue],
    _ hash: String,
    _ database: Database
  ) throws -> AuditFault? {
    if AuditHash.hash(values) != hash {
      if let from = original(of: values, hash, upTo: Int64(lines) + 1000) {
        return .moved(line: seq, from: from)
      }
      return .changed(line: seq)
    }
    if seq != lastSeq + 1 { return .removed(line: lastSeq + 1) }
    if String.fromDatabaseValue(values[AuditHash.columns.count - 1]) != head {
      return .broken(line: seq)
    }
    return try snapshotFault(seq, values, database)
  }

  /// The number under which a line's hash is right, earlier or not far after; nil when there is none.
  private func original(of values: [DatabaseValue], _ hash: String, upTo last: Int64) -> Int64? {
    var values = values
    return (1...last).first { seq in
      values[0] = seq.databaseValue
      return AuditHash.hash(values) == hash
    }
  }

  private func snapshotFault(
    _ seq: Int64,
    _ values: [DatabaseValue],
    _ database: Database
  ) throws -> AuditFault? {
    guard let place = AuditHash.columns.firstIndex(of: "snapshot_hash"),
      let wanted = String.fromDatabaseValue(values[place])
    else { return nil }
    let content = try String.fetchOne(
      database,
      sql: "SELECT content FROM snapshot WHERE audit_seq = ?",
      arguments: [seq]
    )
    return content.map(AuditHash.hash(text:)) == wanted ? nil : .snapshot(line: seq)
  }

  mutating func finish(_ database: Database) throws -> AuditVerification {
    let given = try Int64.fetchOne(
      database,
      sql: "SELECT seq FROM sqlite_sequence WHERE name = 'audit'"
    )
    if fault == nil, let given, given > lastSeq { fault = .removed(line: lastSeq + 1) }
    if fault == nil, let expectedHead, !hasSeenHead { fault = .missingHead(expectedHead) }
    let open = try Int.fetchOne(
      database,
      sql: """
        SELECT count(*) FROM audit AS i WHERE kind = 'intent'
        AND NOT EXISTS (SELECT 1 FROM audit AS o WHERE o.intent_seq = i.seq)
        """
    )
    return AuditVerification(lines: lines, head: head, openIntents: open ?? 0, fault: fault)
  }
}
