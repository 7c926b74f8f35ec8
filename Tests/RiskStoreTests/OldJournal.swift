import Foundation
import GRDB
import RiskAPI
import TestSupport

@testable import RiskStore

/// Journals as earlier versions of the program left them.
enum OldJournal {
  /// Makes a journal that holds one reset with its outcome, in the form of its time; returns its head.
  @discardableResult
  static func make(
    in folder: TemporaryFolder,
    _ schema: Schema,
    outcome: AuditOutcome.Result = .done
  ) throws -> String {
    try FileManager.default.createDirectory(
      atPath: folder.account,
      withIntermediateDirectories: true
    )
    let queue = try DatabaseQueue(path: folder.journalFile)
    defer { try? queue.close() }
    return try queue.writeWithoutTransaction { database in
      try schema.migrate(database)
      if schema.version > 4 { return try appendToday(outcome, database) }
      let intent = ["kind": "intent", "outcome": nil]
      let first = try append(1, intent, previous: AuditHash.first, database)
      let end = ["kind": "outcome", "outcome": outcome.rawValue]
      return try append(2, end, previous: first, database)
    }
  }

  /// The first steps of today's schema.
  static func schema(_ version: Int) -> Schema {
    Schema(
      steps: Array(JournalSchema.current.steps.prefix(version)),
      applicationID: JournalSchema.current.applicationID
    )
  }

  private static func appendToday(
    _ result: AuditOutcome.Result,
    _ database: Database
  ) throws -> String {
    _ = try AuditRow.append(.sample("intent"), database)
    let end = AuditOutcome.sample(result)
    var line = AuditRow.Content.sample("outcome", at: end.time)
    line.intentSeq = 1
    line.outcome = end
    _ = try AuditRow.append(line, database)
    return try AuditRow.head(database)
  }

  private static func append(
    _ seq: Int,
    _ line: [String: String?],
    previous: String,
    _ database: Database
  ) throws -> String {
    let hasForm = try database.columns(in: "audit").contains { $0.name == "form" }
    var values = AuditHash.columns.map { _ in DatabaseValue.null }
    func set(_ column: String, _ value: any DatabaseValueConvertible) {
      guard let place = AuditHash.columns.firstIndex(of: column) else { return }
      values[place] = value.databaseValue
    }
    set("seq", seq)
    set("form", hasForm ? 2 : 1)
    for (column, value) in line { if let value { set(column, value) } }
    if seq > 1 { set("intent_seq", 1) }
    let sample = AuditRow.Content.sample("intent")
    let texts = [
      "time": "2026-09-21T14:13:20Z", "account": sample.account, "operator": sample.operator,
      "action": sample.intent.action, "target": sample.intent.target,
      "reason": sample.intent.reason ?? "",
      "note": sample.intent.note ?? "", "before": sample.intent.before ?? "", "previous": previous,
    ]
    for (column, text) in texts { set(column, text) }
    let hash = AuditHash.hash(values)
    let said = AuditHash.columns(ofForm: hasForm ? 2 : 1)
    let places = AuditHash.columns.indices.filter { said.contains(AuditHash.columns[$0]) }
    let names = places.map { AuditHash.columns[$0] } + ["hash"]
    let marks = names.map { _ in "?" }.joined(separator: ", ")
    try database.execute(
      sql: "INSERT INTO audit (\(names.joined(separator: ", "))) VALUES (\(marks))",
      arguments: StatementArguments(places.map { values[$0] } + [hash.databaseValue])
    )
    return hash
  }
}

extension AuditRow.Content {
  /// A line of the sample write.
  static func sample(_ kind: String, at time: Date = .at(0)) -> AuditRow.Content {
    AuditRow.Content(
      kind: kind,
      time: time,
      account: AccountAddress.sample.accountID,
      operator: "ana@laptop",
      intent: SampleWrite.sample().intent
    )
  }
}
