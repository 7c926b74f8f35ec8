import GRDB
import RiskAPI

/// The journal's open file, which its stores share.
struct JournalFile: Sendable {
  let connection: Connection
  let path: String
  let owner: AccountAddress

  func read<Value: Sendable>(
    _ body: @escaping @Sendable (Database) throws -> Value
  ) async throws(JournalError) -> Value {
    do throws(StoreProblem) {
      return try await connection.read(body)
    } catch {
      throw JournalError(problem: error, path: path)
    }
  }

  func readFirst<Value: Sendable>(
    _ body: @escaping @Sendable (Database) throws -> Value
  ) async throws(JournalError) -> Value {
    do throws(StoreProblem) {
      return try await connection.readFirst(body)
    } catch {
      throw JournalError(problem: error, path: path)
    }
  }

  func write<Value: Sendable>(
    patience: Int = Connection.writerPatience,
    _ body: @escaping @Sendable (Database) throws -> Value
  ) async throws(JournalError) -> Value {
    do throws(StoreProblem) {
      return try await connection.write(patience: patience, body)
    } catch {
      throw JournalError(problem: error, path: path)
    }
  }
}

/// One of the journal's stores.
protocol JournalStore: Sendable {
  var file: JournalFile { get }
}

extension JournalStore {
  /// Reads one consistent state.
  func read<Value: Sendable>(
    _ body: @escaping @Sendable (Database) throws -> Value
  ) async throws(JournalError) -> Value {
    try await file.read(body)
  }

  /// Writes everything in one transaction, or nothing.
  func write<Value: Sendable>(
    _ body: @escaping @Sendable (Database) throws -> Value
  ) async throws(JournalError) -> Value {
    try await file.write(body)
  }
}
