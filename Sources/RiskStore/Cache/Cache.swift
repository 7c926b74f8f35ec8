import Foundation
import GRDB

/// What the account said, on disk, so that the screen has something before the network answers.
///
/// Disposable: nothing in it is missed when it is deleted. Several processes share one file: what one
/// saves, the others load. Every call runs off the caller's thread and is one transaction.
///
/// ```swift
/// let (cache, notice) = Cache.open(folder: "/home/ana/.cache/ztriage/ACCOUNT")
/// let first = try await cache.loadFirstUsers(60)
/// let changes = try await cache.saveUsers(summary, fetchedAt: now)
/// ```
package struct Cache: Sendable {
  /// Nil when not even memory was to be had.
  let connection: Connection?
  let file: FileIdentity?
  /// False when the file can only be read: then saving does nothing, as the notice at opening said.
  package let isWritable: Bool

  /// The file; nil for a cache in memory.
  package var path: String? { file?.path }

  /// Closes the file; later calls throw.
  package func close() {
    connection?.close()
  }

  func read<Value: Sendable>(
    _ body: @escaping @Sendable (Database) throws -> Value
  ) async throws(CacheError) -> Value {
    do throws(StoreProblem) {
      guard let connection else { throw .failed("there is no memory for it") }
      return try await connection.read(body)
    } catch {
      throw failure(error)
    }
  }

  func readFirst<Value: Sendable>(
    _ body: @escaping @Sendable (Database) throws -> Value
  ) async throws(CacheError) -> Value {
    do throws(StoreProblem) {
      guard let connection else { throw .failed("there is no memory for it") }
      return try await connection.readFirst(body)
    } catch {
      throw failure(error)
    }
  }

  func write<Value: Sendable>(
    _ body: @escaping @Sendable (Database) throws -> Value
  ) async throws(CacheError) -> Value {
    do throws(StoreProblem) {
      guard let connection else { throw .failed("there is no memory for it") }
      return try await connection.write(body)
    } catch {
      throw failure(error)
    }
  }

  /// A damaged file is renamed at once, so that the next start does not find it again.
  private func failure(_ problem: StoreProblem) -> CacheError {
    var error = CacheError(problem: problem, path: path)
    guard problem == .corrupt, let file, isWritable else { return error }
    let folder = (file.path as NSString).deletingLastPathComponent
    error.keptAs = try? FolderLock.hold(folder, waiting: 0.5) {
      guard PrivateFiles.identity(of: file.path) == file else { throw StoreProblem.corrupt }
      return try PrivateFiles.quarantine(file.path, now: Date())
    }
    return error
  }
}

/// Why the cache could not answer or keep something; never a reason to stop.
package struct CacheError: Error, Hashable, Sendable {
  /// What is wrong.
  package var problem: StoreProblem
  /// The file; nil for a cache in memory.
  package var path: String?

  /// Where a damaged file was put; nil when it was left where it is.
  package var keptAs: String?

  package init(
    problem: StoreProblem,
    path: String? = nil,
    keptAs: String? = nil
  ) {
    self.problem = problem
    self.path = path
    self.keptAs = keptAs
  }

  /// One line for a person: `WHAT HAPPENED; WHAT TO DO`.
  package var line: String {
    let name = path.map { " \($0)" } ?? ""
    let kept = keptAs.map { "saved as \($0); the next start creates a new one" }
    return "the cache\(name) cannot be used: \(problem.words); "
      + (kept ?? "fetched data is still shown")
  }
}
