import Foundation
import GRDB
import RiskAPI

/// Something whose changes are kept whole, a row each: there are few of them.
protocol Recorded: Hashable, Sendable, Identifiable where ID == String {
  static var subject: ObservationRow.Subject { get }
  static var table: String { get }
  static var idColumn: String { get }
  /// The columns that `values` fills and `init(row:)` reads, the id first.
  static var columns: [String] { get }
  var values: [DatabaseValue] { get }
  init(row: Row) throws
}

extension Recorded {
  /// Writes a row for each that changed, appeared or went; returns how many.
  static func record(_ items: [Self], at moment: Date, _ database: Database) throws -> Int {
    let known = try newest(until: Int64.max, database)
    let fresh = Dictionary(items.map { ($0.id, $0) }) { $1 }
    let changed = fresh.values.filter { known[$0.id] != $0 }
    let gone = known.values.filter { fresh[$0.id] == nil }
    guard !changed.isEmpty || !gone.isEmpty else {
      let isFirst = try ObservationRow.first(subject, database) == nil
      if isFirst { _ = try ObservationRow.add(subject, at: moment, database) }
      return 0
    }
    let observation = try ObservationRow.add(subject, at: moment, database)
    for item in changed { try item.insert(observation, isGone: false, database) }
    for item in gone { try item.insert(observation, isGone: true, database) }
    return changed.count + gone.count
  }

  /// Those that were there at an observation, by id.
  static func newest(until observation: Int64, _ database: Database) throws -> [String: Self] {
    // SQLite takes the other columns from the row that has the greatest observation.
    let rows = try Row.fetchAll(
      database,
      sql: """
        SELECT \(columns.joined(separator: ", ")), is_gone, max(observation) FROM \(table)
        WHERE observation <= ? GROUP BY \(idColumn)
        """,
      arguments: [observation]
    )
    let items = try rows.filter { try !($0.get(columns.count) as Bool) }
      .map(Self.init(row:))
    return Dictionary(items.map { ($0.id, $0) }) { $1 }
  }

  static func moments(of id: String, _ database: Database) throws -> [HistoryMoment<Self>] {
    let rows = try Row.fetchAll(
      database,
      sql: """
        SELECT \(columns.joined(separator: ", ")), is_gone, at
        FROM \(table) JOIN observation ON seq = observation
        WHERE \(idColumn) = ? ORDER BY observation
        """,
      arguments: [id]
    )
    return try rows.map { row in
      try HistoryMoment(
        at: Moment.date(row.get(columns.count + 1) as Double),
        value: row.get(columns.count) ? nil : Self(row: row)
      )
    }
  }

  /// What differs between an observation and now, by id.
  static func differences(
    since observation: Int64,
    _ database: Database
  ) throws -> [Difference<Self>] {
    guard let first = try ObservationRow.first(subject, database) else { return [] }
    let before = try newest(until: max(observation, first.seq), database)
    let after = try newest(until: Int64.max, database)
    return Set(before.keys).union(after.keys).sorted().compactMap { id in
      before[id] == after[id] ? nil : Difference(before: before[id], after: after[id])
    }
  }

  /// When something changed last; 0 for never.
  static func newestObservation(of id: String, _ database: Database) throws -> Int64 {
    try Int64.fetchOne(
      database,
      sql: "SELECT max(observation) FROM \(table) WHERE \(idColumn) = ?",
      arguments: [id]
    ) ?? 0
  }

  /// How something was at an observation; nil when it was not there.
  static func state(of id: String, at observation: Int64, _ database: Database) throws -> Self? {
    let row = try Row.fetchOne(
      database,
      sql: """
        SELECT \(columns.joined(separator: ", ")), is_gone FROM \(table)
        WHERE \(idColumn) = ? AND observation <= ? ORDER BY observation DESC LIMIT 1
        """,
      arguments: [id, observation]
    )
    return try row.flatMap { try $0.get(columns.count) ? nil : Self(row: $0) }
  }

  private func insert(_ observation: Int64, isGone: Bool, _ database: Database) throws {
    let names = Self.columns.joined(separator: ", ")
    let marks = Array(repeating: "?", count: values.count).joined(separator: ", ")
    try database.execute(
      sql: "INSERT INTO \(Self.table) (\(names), is_gone, observation) VALUES (\(marks), ?, ?)",
      arguments: StatementArguments(values + [isGone.databaseValue, observation.databaseValue])
    )
  }
}

extension Behavior: Recorded {
  static var subject: ObservationRow.Subject { .behaviors }
  static var table: String { "behavior_history" }
  static var idColumn: String { "key" }
  static var columns: [String] { ["key", "name", "description", "enabled", "level"] }

  var values: [DatabaseValue] {
    [
      key.databaseValue, name.databaseValue, description.databaseValue,
      setting.isEnabled.databaseValue, setting.riskLevel.apiName.databaseValue,
    ]
  }

  init(row: Row) throws {
    try self.init(
      key: row.get(0),
      name: row.get(1),
      description: row.get(2),
      setting: BehaviorSetting(isEnabled: row.get(3), riskLevel: RiskLevel(row.get(4)))
    )
  }
}

extension Integration: Recorded {
  static var subject: ObservationRow.Subject { .integrations }
  static var table: String { "integration_history" }
  static var idColumn: String { "id" }
  static var columns: [String] {
    [
      "id", "account_tag", "type", "reference_id", "tenant_url", "well_known_url", "active",
      "created_at",
    ]
  }

  var values: [DatabaseValue] {
    [
      id.databaseValue, accountTag.databaseValue, type.databaseValue, referenceID.databaseValue,
      tenantURL.databaseValue, wellKnownURL.databaseValue, isActive.databaseValue,
      Moment.seconds(createdAt)?.databaseValue ?? .null,
    ]
  }

  init(row: Row) throws {
    try self.init(
      id: row.get(0),
      accountTag: row.get(1),
      type: row.get(2),
      referenceID: row.get(3),
      tenantURL: row.get(4),
      wellKnownURL: row.get(5),
      isActive: row.get(6),
      createdAt: Moment.date(row.get(7))
    )
  }
}
