package import Foundation
import GRDB

extension Cache {
  /// A cache that can be used, and what has to be said about it.
  package struct Opening: Sendable {
    /// Always usable, if only in memory.
    package var cache: Cache
    /// One line for a person when something was set aside or done without; nil when all is well.
    package var notice: String?
  }

  /// Opens `cache.sqlite` in a folder of the account, making both where they are missing.
  ///
  /// Never fails. A file that is damaged, foreign or from a newer version is renamed and kept
  /// (`cache.sqlite.set-aside-20261121T084000Z`, the newest two), and a new one begun. One on a read-only disk is
  /// read but not written. Where no file can be had, the cache lives in memory. Waits half a second for locks.
  package static func open(folder: String, now: Date = Date()) -> Opening {
    let path = folder + "/cache.sqlite"
    do {
      return Opening(cache: try openFile(path), notice: nil)
    } catch {
      let problem = StoreProblem(error, folder: folder)
      switch problem {
      case .corrupt, .foreign, .newerVersion, .otherOwner:
        return replace(path, problem, now: now)
      case .readOnly, .notPermitted, .diskFull:
        return openImmutable(path, problem)
      case .locked, .failed:
        return inMemory(path, problem)
      }
    }
  }

  /// A cache without a file: empty, and gone with the process.
  package static func inMemory() -> Cache {
    let connection = try? Connection.inMemory(CacheSchema.current)
    return Cache(connection: connection, file: nil, isWritable: true)
  }

  private static func openFile(_ path: String) throws -> Cache {
    let folder = (path as NSString).deletingLastPathComponent
    try PrivateFiles.makeFolder(folder)
    // Two processes that make or replace the same file must not meet.
    return try FolderLock.hold(folder, waiting: 0.5) { try openFileLocked(path) }
  }

  private static func openFileLocked(_ path: String) throws -> Cache {
    let connection = try Connection.open(
      path,
      patience: 0.5,
      pageSize: CacheSchema.pageSize,
      synchronous: "NORMAL"
    )
    try connection.writer.writeWithoutTransaction { try CacheSchema.current.migrate($0) }
    return Cache(connection: connection, file: PrivateFiles.identity(of: path), isWritable: true)
  }

  /// Under the lock once more, because another process may have replaced the file meanwhile.
  private static func replace(_ path: String, _ problem: StoreProblem, now: Date) -> Opening {
    let folder = (path as NSString).deletingLastPathComponent
    do {
      return try FolderLock.hold(folder, waiting: 0.5) {
        if let cache = try? openFileLocked(path) { return Opening(cache: cache, notice: nil) }
        let kept = try PrivateFiles.quarantine(path, now: now)
        PrivateFiles.trimQuarantined(path, newest: kept, keeping: 2)
        return Opening(
          cache: try openFileLocked(path),
          notice:
            "the cache could not be used: \(problem.words); saved as \(kept), a new one was created"
        )
      }
    } catch {
      return inMemory(path, StoreProblem(error, folder: folder))
    }
  }

  private static func inMemory(_ path: String, _ problem: StoreProblem) -> Opening {
    let notice = "no cache: \(problem.words) (\(path)); fetched data is lost when you quit"
    return Opening(cache: inMemory(), notice: notice)
  }

  /// Reads a file where SQLite cannot make the files that it needs beside it.
  ///
  /// Only one that was closed properly: what is still in its log would be missed.
  private static func openImmutable(_ path: String, _ problem: StoreProblem) -> Opening {
    guard PrivateFiles.size(of: path, companion: "-wal") == 0,
      let connection = try? Connection.openImmutable(path, CacheSchema.current)
    else { return inMemory(path, problem) }
    let notice = "the cache cannot be updated: \(problem.words) (\(path)); its data is still shown"
    return Opening(
      cache: Cache(
        connection: connection,
        file: PrivateFiles.identity(of: path),
        isWritable: false
      ),
      notice: notice
    )
  }
}
