import Foundation
import GRDB
import RiskAPI

/// Whom the history is about: names and e-mails as last seen.
///
/// `hash` is the SHA-256 of ``HashedFields`` in the form `ztriage-person-1`: id, name, e-mail. A new name takes the
/// place of the one before, and so does an empty one when the person is erased.
enum PersonRow {
  /// The columns that `isIntact` reads.
  static let columns = "user_id, name, email, hash"

  /// Takes name and e-mail away; returns whether there were any.
  static func erase(_ id: UserID, _ database: Database) throws -> Bool {
    let row = try Row.fetchOne(
      database,
      sql: "SELECT key, name <> '' OR email <> '' FROM person WHERE user_id = ?",
      arguments: [id.rawValue]
    )
    guard let row, try row.get(1) as Bool else { return false }
    let nobody = UserSummary(
      id: id,
      name: "",
      email: "",
      maxRiskLevel: nil,
      eventCount: 0,
      lastEvent: nil
    )
    var people = try PersonWriter(database)
    try people.rename(row.get(0), nobody)
    return true
  }

  /// Whether `columns`, from a place in a row on, say what was written.
  static func isIntact(_ row: Row, at place: Int) -> Bool {
    let said = (0..<3).map { row[place + $0] as DatabaseValue }
    return Data.fromDatabaseValue(row[place + 3] as DatabaseValue) == hash(said)
  }

  static func hash(_ said: [DatabaseValue]) -> Data {
    var fields = HashedFields(form: "ztriage-person-1")
    for (name, value) in zip(["user_id", "name", "email"], said) { fields.add(name, value) }
    return fields.hash
  }
}

/// Adds people and their new names.
struct PersonWriter {
  private var insert: BulkStatement
  private var update: BulkStatement

  init(_ database: Database) throws {
    insert = try BulkStatement(
      "INSERT INTO person (user_id, name, email, hash) VALUES (?, ?, ?, ?)",
      database
    )
    update = try BulkStatement(
      "UPDATE person SET user_id = ?, name = ?, email = ?, hash = ? WHERE key = ?",
      database
    )
  }

  /// Adds somebody never seen before; returns the key.
  mutating func add(_ user: UserSummary) throws -> Int64 {
    Self.bind(user, to: &insert)
    try insert.run()
    return insert.insertedRow
  }

  mutating func rename(_ key: Int64, _ user: UserSummary) throws {
    Self.bind(user, to: &update)
    update.bind(key)
    try update.run()
  }

  private static func bind(_ user: UserSummary, to statement: inout BulkStatement) {
    let said = [user.id.rawValue, user.name.storable, user.email.storable].map { $0.databaseValue }
    for value in said { statement.bind(value) }
    statement.bind(PersonRow.hash(said))
  }
}

/// A user of the history with what the chain vouches for.
struct KnownPerson {
  let id: UserID
  /// Empty where it is not as it was written.
  let name: String
  let email: String
  let chain: HistoryChain
  let faults: [AuditFault]

  /// What `init` reads; who has rows in the history but none of their own is read as well.
  static let selection = "key, \(PersonRow.columns), \(RiskStateRow.columns), is_gone"
  static let source = "person LEFT JOIN standing ON standing.person = key"

  /// Takes a row of `selection` and reads the user's history from the observation on; `thinned` is
  /// ``Thinning/newest(_:)``.
  init(_ row: Row, since observation: Int64, thinned: Int64, _ database: Database) throws {
    let key = row[0] as DatabaseValue
    id = UserID(String.fromDatabaseValue(row[1] as DatabaseValue) ?? "")
    chain = try HistoryTable.users.chain(
      of: key,
      id: id.rawValue,
      since: observation,
      thinned: thinned,
      database
    )
    var faults = chain.faults
    let isNamed = PersonRow.isIntact(row, at: 1)
    if !isNamed { faults.append(.name(user: id.rawValue)) }
    name = isNamed ? String.fromDatabaseValue(row[2] as DatabaseValue) ?? "" : ""
    email = isNamed ? String.fromDatabaseValue(row[3] as DatabaseValue) ?? "" : ""
    if !Self.stands(row, at: 5, as: chain.rows.last) {
      faults.append(.current(user: id.rawValue))
    }
    self.faults = faults.map(AuditFault.history)
  }

  /// Whether `standing`, read at a place in a row, is what the newest row of the history says.
  static func stands(_ row: Row, at place: Int, as newest: HistoryRow?) -> Bool {
    let said = (0..<3).map { row[place + $0] as DatabaseValue }
    let isGone = Bool.fromDatabaseValue(row[place + 3] as DatabaseValue)
    return newest.map { $0.values == said && $0.isGone == isGone } ?? false
  }

  /// How the user stood last, gone or not; nil where nothing is vouched for.
  func seen() throws -> SeenUser? {
    guard let newest = chain.rows.last else { return nil }
    return SeenUser(user: summary(try RiskState(values: newest.values)), isGone: newest.isGone)
  }

  /// The user with a state of some moment.
  func summary(_ state: RiskState) -> UserSummary {
    UserSummary(
      id: id,
      name: name,
      email: email,
      maxRiskLevel: state.level,
      eventCount: state.eventCount,
      lastEvent: state.lastEvent
    )
  }
}

extension HistoryChain {
  /// How a user stood over time, oldest first.
  func standings() throws -> [HistoryMoment<RiskState>] {
    try rows.map { row in
      HistoryMoment(at: row.at, value: row.isGone ? nil : try RiskState(values: row.values))
    }
  }
}
