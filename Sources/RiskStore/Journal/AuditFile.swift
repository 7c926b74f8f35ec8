import Foundation
import GRDB

#if canImport(Darwin)
import Darwin
#elseif canImport(Musl)
import Musl
#else
import Glibc
#endif

/// A journal's file that is only looked at, such as one in use, or a copy on a read-only disk.
///
/// The file and its log are copied and the copy is read: neither is locked, brought up to date or given
/// another mode, and nothing is made beside them.
package enum AuditFile {
  /// Checks the audit log in a journal's file, of whatever version.
  ///
  /// `expectedHead` is a head printed earlier and kept elsewhere. The copy is made in a folder of its own
  /// below `scratch` and removed again.
  package static func verify(
    _ path: String,
    expectedHead: String? = nil,
    scratch: String = NSTemporaryDirectory()
  ) throws(JournalError) -> AuditVerification {
    let folder = "\(scratch)/ztriage-verify-\(UUID().uuidString)"
    defer { try? FileManager.default.removeItem(atPath: folder) }
    do {
      try PrivateFiles.makeFolder(folder)
      let copy = "\(folder)/journal.sqlite"
      try takeCopy(of: path, to: copy)
      let queue = try DatabaseQueue(path: copy)
      defer { try? queue.close() }
      return try queue.read { database in
        guard try JournalSchema.current.version(of: database) > 0 else {
          throw StoreProblem.foreign
        }
        return try AuditVerification(expectedHead: expectedHead, database)
      }
    } catch {
      throw JournalError(problem: StoreProblem(error, folder: folder), path: path)
    }
  }

  /// Copies a database and its log so that both belong together.
  ///
  /// A program that moves the log into the database meanwhile changes both; then they are copied again.
  private static func takeCopy(of path: String, to copy: String) throws {
    for _ in 1...20 {
      let before = try marks(path)
      for suffix in ["", "-wal"] where before[suffix] != nil {
        try copyFile(path + suffix, to: copy + suffix)
      }
      if try marks(path) == before { return }
      PrivateFiles.remove(copy)
    }
    throw StoreProblem.locked
  }

  /// What tells that a file was written: size, and times to the nanosecond.
  private struct Mark: Equatable {
    var inode: UInt64
    var size: Int64
    var seconds: Int
    var nanoseconds: Int
  }

  private static func marks(_ path: String) throws -> [String: Mark] {
    var marks: [String: Mark] = [:]
    for suffix in ["", "-wal"] {
      var status = stat()
      guard stat(path + suffix, &status) == 0 else {
        if suffix.isEmpty || errno != ENOENT { throw SystemError() }
        continue
      }
      #if canImport(Darwin)
      let time = status.st_mtimespec
      #else
      let time = status.st_mtim
      #endif
      marks[suffix] = Mark(
        inode: UInt64(status.st_ino),
        size: Int64(status.st_size),
        seconds: Int(time.tv_sec),
        nanoseconds: Int(time.tv_nsec)
      )
    }
    return marks
  }

  private static func copyFile(_ source: String, to target: String) throws {
    let input = open(source, O_RDONLY | O_CLOEXEC)
    guard input >= 0 else { throw SystemError() }
    defer { close(input) }
    let output = open(target, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
    guard output >= 0 else { throw SystemError() }
    defer { close(output) }
    var buffer = [UInt8](repeating: 0, count: 1 << 20)
    while true {
      let count = read(input, &buffer, buffer.count)
      guard count >= 0 else {
        if errno == EINTR { continue }
        throw SystemError()
      }
      if count == 0 { return }
      try buffer.withUnsafeBytes { bytes in
        var written = 0
        while written < count {
          let step = write(output, bytes.baseAddress.map { $0 + written }, count - written)
          guard step >= 0 || errno == EINTR else { throw SystemError() }
          written += max(step, 0)
        }
      }
    }
  }
}
