import Foundation
import GRDB
import RiskAPI

/// Something whose changes are kept whole, a row each: there are few of them.
protocol Recorded: Changeable, Identifiable where ID == String {
  static var subject: ObservationRow.Subject { get }
  static var table: HistoryTable { get }
  /// In the order of the table's columns.
  var values: [DatabaseValue] { get }
  init(id: String, values: [DatabaseValue]) throws
  /// As it comes back from disk.
  var storable: Self { get }
}

/// The rows of each, by id.
struct RecordedRows<Value: Recorded> {
  let chains: [String: HistoryChain]

  init(_ database: Database) throws {
    let table = Value.table
    let thinned = try Thinning.newest(database)
    let stored = try Row.fetchAll(
      database,
      sql: """
        SELECT h.\(table.key), \(table.selection) FROM \(table.source)
        ORDER BY h.observation DESC
        """
    )
    .map { row in
      let id = String.fromDatabaseValue(row[0] as DatabaseValue) ?? ""
      return (id: id, row: HistoryRow(row, at: 1, id: id, table))
    }
    var chains: [String: HistoryChain] = [:]
    for (id, rows) in Dictionary(grouping: stored, by: \.id) {
      chains[id] = HistoryChain(
        table.kind,
        id,
        newestFirst: rows.map(\.row),
        isWhole: true,
        thinned: thinned
      )
    }
    self.chains = chains
  }

  var faults: [HistoryFault] {
    chains.keys.sorted().flatMap { chains[$0]?.faults ?? [] }
  }

  /// How something was at an observation; nil when it was not there.
  func state(of id: String, at observation: Int64) throws -> Value? {
    guard let row = chains[id]?.row(at: observation), !row.isGone else { return nil }
    return try Value(id: id, values: row.values)
  }

  /// Those that were there at an observation, by id.
  func newest(until observation: Int64) throws -> [String: Value] {
    try chains.keys.reduce(into: [:]) { $0[$1] = try state(of: $1, at: observation) }
  }

  /// When something changed last; 0 for never.
  func newestObservation(of id: String) -> Int64 { chains[id]?.rows.last?.observation ?? 0 }

  /// What differs between an observation and now, by id.
  func changes(
    since observation: Int64,
    _ database: Database
  ) throws -> [Change<Value>] {
    guard let first = try ObservationRow.first(Value.subject, database) else { return [] }
    let before = try newest(until: max(observation, first.seq))
    let after = try newest(until: Int64.max)
    return Set(before.keys).union(after.keys).sorted().compactMap { id in
      Change(from: before[id], to: after[id])
    }
  }
}

extension Recorded {
  /// Writes a row for each that changed, appeared or went; returns how many.
  static func record(_ items: [Self], at moment: Date, _ database: Database) throws -> Int {
    let known = try RecordedRows<Self>(database).newest(until: Int64.max)
    let fresh = Dictionary(items.map { ($0.id, $0.storable) }) { $1 }
    let changed = fresh.values.filter { known[$0.id] != $0 }
    let gone = known.values.filter { fresh[$0.id] == nil }
    let count = changed.count + gone.count
    guard try count > 0 || ObservationRow.first(subject, database) == nil else { return 0 }
    let observation = try ObservationRow.add(subject, at: moment, rows: count, database)
    var writer = try HistoryWriter(table, observation, database)
    for item in changed {
      try writer.add(item.id.databaseValue, id: item.id, item.values, isGone: false)
    }
    for item in gone {
      try writer.add(item.id.databaseValue, id: item.id, item.values, isGone: true)
    }
    return count
  }

  static func moments(
    of id: String,
    _ database: Database
  ) throws -> Checked<[HistoryMoment<Self>]> {
    let chain = try table.chain(
      of: id.databaseValue,
      id: id,
      thinned: Thinning.newest(database),
      database
    )
    return try Checked(
      chain.rows.map { row in
        HistoryMoment(at: row.at, value: row.isGone ? nil : try Self(id: id, values: row.values))
      },
      faults: chain.faults.map(AuditFault.history)
    )
  }
}

extension Behavior: Recorded {
  static var subject: ObservationRow.Subject { .behaviors }
  static var table: HistoryTable {
    HistoryTable(
      name: "behavior_history",
      key: "key",
      kind: "behavior",
      columns: ["name", "description", "enabled", "level"]
    )
  }

  var values: [DatabaseValue] {
    [
      name.databaseValue, description.databaseValue, setting.isEnabled.databaseValue,
      setting.riskLevel.apiName.databaseValue,
    ]
  }

  init(id: String, values: [DatabaseValue]) throws {
    try self.init(
      key: id,
      name: values[0].decoded(),
      description: values[1].decoded(),
      setting: BehaviorSetting(
        isEnabled: values[2].decoded(),
        riskLevel: RiskLevel(values[3].decoded())
      )
    )
  }

  var storable: Behavior {
    Behavior(
      key: key.storable,
      name: name.storable,
      description: description.storable,
      setting: setting
    )
  }
}

extension Integration: Recorded {
  static var subject: ObservationRow.Subject { .integrations }
  static var table: HistoryTable {
    HistoryTable(
      name: "integration_history",
      key: "id",
      kind: "integration",
      columns: [
        "account_tag", "type", "reference_id", "tenant_url", "well_known_url", "active",
        "created_at",
      ]
    )
  }

  var values: [DatabaseValue] {
    [
      accountTag.databaseValue, type.databaseValue, referenceID.databaseValue,
      tenantURL.databaseValue, wellKnownURL.databaseValue, isActive.databaseValue,
      Moment.microseconds(createdAt)?.databaseValue ?? .null,
    ]
  }

  init(id: String, values: [DatabaseValue]) throws {
    try self.init(
      id: id,
      accountTag: values[0].decoded(),
      type: values[1].decoded(),
      referenceID: values[2].decoded(),
      tenantURL: values[3].decoded(),
      wellKnownURL: values[4].decoded(),
      isActive: values[5].decoded(),
      createdAt: Moment.date(values[6].decodedIfPresent() as Int64?)
    )
  }

  var storable: Integration {
    var integration = self
    integration.createdAt = Moment.storable(createdAt)
    return integration
  }
}
