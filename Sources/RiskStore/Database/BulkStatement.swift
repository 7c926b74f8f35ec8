import Foundation
import GRDB
import GRDBSQLite

/// A statement that is run for each of very many rows, or reads as many.
///
/// GRDB gathers boxed values for each run and copies each value that it reads, which took most of the
/// time of a large refresh. Here values go straight to SQLite, and rows are looked at where they lie.
///
/// ```swift
/// var insert = try BulkStatement("INSERT INTO standing (person, level) VALUES (?, ?)", database)
/// for user in users {
///   insert.bind(user.key)
///   insert.bind(user.level)
///   try insert.run()
/// }
/// ```
struct BulkStatement {
  /// Owns the handle.
  private let statement: Statement
  private let database: Database
  private let handle: SQLiteStatement
  private var boundCount: Int32 = 0

  init(_ sql: String, _ database: Database) throws {
    statement = try database.makeStatement(sql: sql)
    handle = statement.sqliteStatement
    self.database = database
  }

  /// Gives the next mark its value; a number that is nil is NULL.
  ///
  /// What SQLite cannot take, as a text of gigabytes, is NULL, which the tables refuse.
  mutating func bind(_ value: some StatementBinding) {
    boundCount += 1
    _ = value.bind(to: handle, at: boundCount)
  }

  /// Runs once with what was bound.
  mutating func run() throws {
    while try next() {}
  }

  /// Moves to the next row; false after the last, when other values may be bound.
  mutating func next() throws -> Bool {
    let code = sqlite3_step(handle)
    if code == SQLITE_ROW { return true }
    boundCount = 0
    guard code == SQLITE_DONE else {
      let message = database.sqliteConnection.flatMap { sqlite3_errmsg($0) }
      let words = message.map { String(cString: $0) }
      sqlite3_reset(handle)
      throw DatabaseError(resultCode: ResultCode(rawValue: code), message: words)
    }
    sqlite3_reset(handle)
    return false
  }

  /// The number of the row that was inserted last.
  var insertedRow: Int64 { database.lastInsertedRowID }

  // MARK: The row at hand

  /// The bytes of a text, which stand there until the next step; nil for NULL.
  func bytes(_ column: Int32) throws -> UnsafeBufferPointer<UInt8>? {
    guard try holds(SQLITE_TEXT, column) else { return nil }
    // SAFETY: SQLite keeps so many bytes at this address until the statement moves on.
    let start = sqlite3_column_text(handle, column)
    return UnsafeBufferPointer(start: start, count: Int(sqlite3_column_bytes(handle, column)))
  }

  /// A text; nil for NULL.
  func text(_ column: Int32) throws -> String? {
    try bytes(column).map { String(decoding: $0, as: UTF8.self) }
  }

  /// A whole number; nil for NULL.
  func integer(_ column: Int32) throws -> Int64? {
    try holds(SQLITE_INTEGER, column) ? sqlite3_column_int64(handle, column) : nil
  }

  /// Bytes; nil for NULL.
  func blob(_ column: Int32) throws -> Data? {
    guard try holds(SQLITE_BLOB, column) else { return nil }
    // SAFETY: as for a text; copied at once.
    let start = sqlite3_column_blob(handle, column)
    let count = Int(sqlite3_column_bytes(handle, column))
    return Data(UnsafeRawBufferPointer(start: start, count: count))
  }

  /// Whether a column holds a text as it is stored, or NULL for nil.
  func isText(_ text: String?, _ column: Int32) throws -> Bool {
    let bytes = try bytes(column)
    guard let bytes, var text else { return bytes == nil && text == nil }
    return text.withUTF8 { Self.isSame($0, bytes) }
      || text.utf8.contains(0) && text.storable.utf8.elementsEqual(bytes)
  }

  private static func isSame(
    _ left: UnsafeBufferPointer<UInt8>,
    _ right: UnsafeBufferPointer<UInt8>
  ) -> Bool {
    guard left.count == right.count, let start = left.baseAddress, let other = right.baseAddress
    else { return left.isEmpty && right.isEmpty }
    // SAFETY: both have so many bytes.
    return memcmp(start, other, left.count) == 0
  }

  /// False for NULL; throws for another kind than the one that is wanted, as in a file that was tampered with.
  private func holds(_ kind: Int32, _ column: Int32) throws -> Bool {
    let found = sqlite3_column_type(handle, column)
    guard found == kind || found == SQLITE_NULL else { throw StoreProblem.corrupt }
    return found == kind
  }
}

extension Optional {
  /// The value of a column that is never NULL, unless somebody tampered with the file.
  func orCorrupt() throws -> Wrapped {
    guard let self else { throw StoreProblem.corrupt }
    return self
  }
}
