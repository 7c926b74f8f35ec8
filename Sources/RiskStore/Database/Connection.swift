import Foundation
import GRDB

/// One database, read and written off the caller's thread.
///
/// Unlike GRDB's own `async` calls these are not given up when the caller's task is canceled: a line
/// about a write that was sent must reach the disk.
struct Connection: Sendable {
  let writer: any DatabaseWriter
  /// Milliseconds that a writer waits for another process's large refresh.
  static let writerPatience = 10_000

  /// Nil for a database in memory.
  let folder: String?

  /// Reads one consistent state.
  func read<Value: Sendable>(
    _ body: @escaping @Sendable (Database) throws -> Value
  ) async throws(StoreProblem) -> Value {
    try await run { resume in
      writer.asyncRead { database in resume(Result { try body(database.get()) }) }
    }
  }

  /// Reads one consistent state for the first paint, on the connection that was opened first.
  ///
  /// Another one, for readers, takes a millisecond or two to make. Waits for a write that is under way.
  func readFirst<Value: Sendable>(
    _ body: @escaping @Sendable (Database) throws -> Value
  ) async throws(StoreProblem) -> Value {
    try await run { resume in
      writer.asyncWriteWithoutTransaction { database in
        resume(Result { try database.inTransaction(.deferred, body) })
      }
    }
  }

  /// Writes everything in one transaction, or nothing; `patience` is in milliseconds.
  func write<Value: Sendable>(
    patience: Int = writerPatience,
    _ body: @escaping @Sendable (Database) throws -> Value
  ) async throws(StoreProblem) -> Value {
    try await run { resume in
      writer.asyncWriteWithoutTransaction { database in
        resume(
          Result { try database.waiting(patience) { try $0.inTransaction(.immediate, body) } }
        )
      }
    }
  }

  /// Runs what SQLite refuses inside a transaction, such as `VACUUM`.
  func writeWithoutTransaction<Value: Sendable>(
    _ body: @escaping @Sendable (Database) throws -> Value
  ) async throws(StoreProblem) -> Value {
    try await run { resume in
      writer.asyncWriteWithoutTransaction { database in resume(Result { try body(database) }) }
    }
  }

  /// Leaves little behind after all rows of a table were looked through and some were written.
  ///
  /// SQLite lets go of the pages it has read. After many written rows the log is moved into the database and
  /// emptied, unless somebody is reading from it just now: the next start would read it first, and
  /// 45 MB of it cost 25 ms.
  func tidyUp(afterWriting rows: Int) async {
    _ = try? await writeWithoutTransaction { database in
      database.releaseMemory()
      if rows > 1000 { try database.emptyLog() }
    }
  }

  /// Closes the file; later calls throw.
  func close() {
    // The readers are closed last, and they cannot empty the log.
    try? writer.writeWithoutTransaction { try $0.emptyLog() }
    try? writer.close()
  }

  private func run<Value: Sendable>(
    _ start: (@escaping @Sendable (Result<Value, any Error>) -> Void) -> Void
  ) async throws(StoreProblem) -> Value {
    do {
      return try await withCheckedThrowingContinuation { continuation in
        start { continuation.resume(with: $0) }
      }
    } catch {
      throw StoreProblem(error, folder: folder)
    }
  }

  /// Opens a file in WAL mode, making it where there is none.
  ///
  /// `patience` is how many seconds to wait for another program's lock while opening and reading;
  /// writers wait longer, because another process may be writing a large refresh.
  static func open(
    _ path: String,
    patience: Double,
    pageSize: Int,
    synchronous: String
  ) throws -> Connection {
    let folder = (path as NSString).deletingLastPathComponent
    try PrivateFiles.makeFolder(folder)
    PrivateFiles.protectFolder(folder)
    try PrivateFiles.makeFile(path)
    // SQLite would fall back to reading, and find out with the first write.
    if PrivateFiles.isReadOnly(folder: folder) { throw StoreProblem.readOnly }
    var configuration = Configuration()
    configuration.busyMode = .timeout(patience)
    configuration.maximumReaderCount = 2
    configuration.prepareDatabase { database in
      try database.execute(sql: "PRAGMA page_size = \(pageSize)")
      // Room for all that a large refresh changes; what is read is mostly read once.
      let kilobytes = database.configuration.readonly ? 1000 : 8000
      try database.execute(sql: "PRAGMA cache_size = -\(kilobytes)")
      try database.execute(sql: "PRAGMA temp_store = MEMORY")
    }
    let pool = try DatabasePool(path: path, configuration: configuration)
    try pool.writeWithoutTransaction { database in
      try database.execute(sql: "PRAGMA synchronous = \(synchronous)")
      // A large refresh must not leave a large log behind.
      try database.execute(sql: "PRAGMA journal_size_limit = 8000000")
      try database.execute(sql: "PRAGMA wal_autocheckpoint = 4000")
      try database.execute(sql: "PRAGMA busy_timeout = \(writerPatience)")
    }
    return Connection(writer: pool, folder: folder)
  }

  /// Opens a second way to a file that is open already, for work that must not wait.
  ///
  /// It gives up on a lock after `patience` seconds, and leaves emptying the log to the first way.
  static func openBeside(_ path: String, patience: Double) throws -> Connection {
    var configuration = Configuration()
    configuration.busyMode = .timeout(patience)
    configuration.prepareDatabase { database in
      try database.execute(sql: "PRAGMA synchronous = NORMAL")
      try database.execute(sql: "PRAGMA wal_autocheckpoint = 0")
    }
    let queue = try DatabaseQueue(path: path, configuration: configuration)
    return Connection(writer: queue, folder: (path as NSString).deletingLastPathComponent)
  }

  /// Opens a file on a disk that cannot be written, as nobody else may write it either.
  ///
  /// Throws for a file of another version.
  static func openImmutable(_ path: String, _ schema: Schema) throws -> Connection {
    // Without `immutable` SQLite insists on making its shared memory beside the file.
    let allowed = CharacterSet.urlPathAllowed.subtracting(CharacterSet(charactersIn: "?#;"))
    guard let encoded = path.addingPercentEncoding(withAllowedCharacters: allowed) else {
      throw StoreProblem.failed("the path cannot be written as a URL")
    }
    var configuration = Configuration()
    configuration.readonly = true
    let queue = try DatabaseQueue(
      path: "file:\(encoded)?immutable=1",
      configuration: configuration
    )
    let version = try queue.read { try schema.version(of: $0) }
    guard version >= schema.oldestReadable else {
      throw StoreProblem.failed("it is of an older version")
    }
    return Connection(writer: queue, folder: (path as NSString).deletingLastPathComponent)
  }

  /// Makes an empty database that has no file.
  static func inMemory(_ schema: Schema) throws -> Connection {
    let queue = try DatabaseQueue()
    try queue.writeWithoutTransaction { try schema.migrate($0) }
    return Connection(writer: queue, folder: nil)
  }
}

extension Database {
  fileprivate func emptyLog() throws {
    guard !configuration.readonly else { return }
    try waiting(50) { _ = try $0.checkpoint(.truncate) }
  }

  /// Runs with another patience with locks than a writer's own, in milliseconds.
  fileprivate func waiting<Value>(
    _ patience: Int,
    _ body: (Database) throws -> Value
  ) throws -> Value {
    guard patience != Connection.writerPatience else { return try body(self) }
    try execute(sql: "PRAGMA busy_timeout = \(patience)")
    defer { try? execute(sql: "PRAGMA busy_timeout = \(Connection.writerPatience)") }
    return try body(self)
  }

  /// Runs in a transaction: an immediate one takes the lock for writing at once, so that what is read in it
  /// stays true.
  func inTransaction<Value>(
    _ kind: TransactionKind,
    _ body: (Database) throws -> Value
  ) throws -> Value {
    var value: Value?
    try inTransaction(kind) {
      value = try body(self)
      return .commit
    }
    guard let value else { throw StoreProblem.failed("the transaction gave nothing") }
    return value
  }
}
