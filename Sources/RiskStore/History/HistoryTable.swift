import Foundation
import GRDB

/// One of the history's tables: a row for each change of a user, a behavior or an integration.
///
/// **The chain.** Whatever is shown of the past is covered by a hash, so that nobody can plant, change or remove a row
/// unseen. A row's `hash` is the SHA-256 of ``HashedFields`` in the form `ztriage-history-1`: origin and number, of
/// whom it is, the observation's number and time, what the row says, and `previous`, the hash of the
/// row before of the same user, behavior or integration (NULL for the first). So a row is checked with
/// those of one user alone, and only rows that changed are hashed. An observation has a hash of its own
/// (``ObservationRow``), which says how many rows it has: a row removed from the end shows there.
///
/// A row that was thinned out (``History/thin(before:by:at:)``) is missing before one that still names its hash; up
/// to where that may be stands in the audit log. Rows from before version 5 got their hashes in its
/// migration: they are vouched for from then on.
///
/// Whoever can write the file can rebuild all of it; against that only a head of the audit log kept elsewhere
/// helps, and only for the audit log.
struct HistoryTable: Sendable {
  var name: String
  /// The column that says whose row it is.
  var key: String
  /// In a person's words, and in the hash: `user`.
  var kind: String
  /// What a row says, besides whose it is and `is_gone`.
  var columns: [String]

  static let form = "ztriage-history-1"

  static let users = HistoryTable(
    name: "user_history",
    key: "person",
    kind: "user",
    columns: ["level", "event_count", "last_event"]
  )

  /// The columns that ``HistoryRow`` reads, of a row `h` with its observation `o`.
  var selection: String {
    let said = columns.map { "h.\($0)" }
    return
      (["h.observation", "o.origin", "o.at", "h.number"] + said
      + ["h.is_gone", "h.previous", "h.hash"]).joined(separator: ", ")
  }

  /// The tables of `selection`; a row without its observation is read as well, to be named.
  var source: String { "\(name) AS h LEFT JOIN observation AS o ON o.seq = h.observation" }

  /// `id` is the user's or integration's id or the behavior's key; `values` are in the order of `columns`.
  func hash(
    id: String,
    observation: DatabaseValue,
    origin: DatabaseValue,
    at: DatabaseValue,
    number: DatabaseValue,
    values: [DatabaseValue],
    isGone: DatabaseValue,
    previous: DatabaseValue
  ) -> Data {
    var fields = HashedFields(form: Self.form)
    fields.add("origin", origin)
    fields.add("number", number)
    fields.add(kind, id.databaseValue)
    fields.add("observation", observation)
    fields.add("at", at)
    for (column, value) in zip(columns, values) { fields.add(column, value) }
    fields.add("is_gone", isGone)
    fields.add("previous", previous)
    return fields.hash
  }
}

/// A row of the history as it is on disk, not yet trusted.
struct HistoryRow {
  let observation: Int64
  let at: Date
  let number: Int64
  /// In the order of the table's columns.
  let values: [DatabaseValue]
  let isGone: Bool
  /// The hash of the row before, as this one says.
  let previous: Data?
  /// What the row says its hash is.
  let hash: Data?
  /// Whether the row says what was written.
  let isIntact: Bool

  /// Reads a table's `selection` from a place in a row on; `id` says whose row it is.
  init(_ row: Row, at place: Int = 0, id: String, _ table: HistoryTable) {
    func value(_ offset: Int) -> DatabaseValue { row[place + offset] as DatabaseValue }
    let count = table.columns.count
    values = (0..<count).map { value(4 + $0) }
    observation = Int64.fromDatabaseValue(value(0)) ?? 0
    at = Moment.date(Int64.fromDatabaseValue(value(2)) ?? 0)
    number = Int64.fromDatabaseValue(value(3)) ?? 0
    isGone = Bool.fromDatabaseValue(value(4 + count)) ?? false
    previous = Data.fromDatabaseValue(value(5 + count))
    hash = Data.fromDatabaseValue(value(6 + count))
    isIntact =
      hash
      == table.hash(
        id: id,
        observation: value(0),
        origin: value(1),
        at: value(2),
        number: value(3),
        values: values,
        isGone: value(4 + count),
        previous: value(5 + count)
      )
  }
}

/// Adds the rows of one observation.
struct HistoryWriter {
  private let table: HistoryTable
  private let observation: ObservationRow
  private var number: Int64
  private var insert: BulkStatement
  private var newest: BulkStatement

  init(_ table: HistoryTable, _ observation: ObservationRow, _ database: Database) throws {
    self.table = table
    self.observation = observation
    number = observation.firstRow
    let columns =
      [table.key, "observation", "number"] + table.columns + ["is_gone", "previous", "hash"]
    let marks = Array(repeating: "?", count: columns.count).joined(separator: ", ")
    insert = try BulkStatement(
      "INSERT INTO \(table.name) (\(columns.joined(separator: ", "))) VALUES (\(marks))",
      database
    )
    newest = try BulkStatement(
      "SELECT hash FROM \(table.name) WHERE \(table.key) = ? ORDER BY observation DESC LIMIT 1",
      database
    )
  }

  /// Adds a row; `isFirst` spares the search for the one before.
  mutating func add(
    _ key: DatabaseValue,
    id: String,
    _ values: [DatabaseValue],
    isGone: Bool,
    isFirst: Bool = false
  ) throws {
    let previous = isFirst ? nil : try newestHash(of: key)
    let hash = table.hash(
      id: id,
      observation: observation.seq.databaseValue,
      origin: observation.origin.databaseValue,
      at: observation.microseconds.databaseValue,
      number: number.databaseValue,
      values: values,
      isGone: isGone.databaseValue,
      previous: previous?.databaseValue ?? .null
    )
    insert.bind(key)
    insert.bind(observation.seq)
    insert.bind(number)
    for value in values { insert.bind(value) }
    insert.bind(isGone)
    insert.bind(previous)
    insert.bind(hash)
    try insert.run()
    number += 1
  }

  private mutating func newestHash(of key: DatabaseValue) throws -> Data? {
    newest.bind(key)
    var hash: Data?
    while try newest.next() { hash = try newest.blob(0) }
    return hash
  }
}
