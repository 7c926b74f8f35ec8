import Foundation
import Synchronization
package import TerminalUI

#if canImport(Darwin)
import Darwin
#elseif canImport(Musl)
import Musl
#else
import Glibc
#endif

/// The log on disk: one line a record, for its owner alone, never larger than twice its limit.
package final class LogFile: Sendable {
  private struct State {
    var descriptor: Int32
    var secrets: [String] = []
  }

  /// Where it is.
  package let path: String
  private let limit: Int
  private let state: Mutex<State>

  /// Opens the log, making its folder where there is none; nil where that cannot be, which is no
  /// reason not to start.
  ///
  /// After `limit` bytes the file becomes `NAME.1` and a new one begins.
  package init?(path: String, limit: Int = 5_000_000) {
    self.path = path
    self.limit = limit
    let folder = (path as NSString).deletingLastPathComponent
    try? FileManager.default.createDirectory(
      atPath: folder,
      withIntermediateDirectories: true,
      attributes: [.posixPermissions: 0o700]
    )
    // The folder is the program's own, and may be there already with another mode.
    chmod(folder, 0o700)
    guard let descriptor = Self.open(path) else { return nil }
    state = Mutex(State(descriptor: descriptor))
  }

  deinit {
    state.withLock { _ = close($0.descriptor) }
  }

  /// The open file, for standard error while the screen is on.
  ///
  /// After a rotation it is another one, so ask anew when it matters.
  package var fileDescriptor: Int32 {
    state.withLock { $0.descriptor }
  }

  /// Keeps texts out of the log, whatever is written to it later.
  package func hide(_ secrets: [String]) {
    state.withLock { $0.secrets += secrets.filter { !$0.isEmpty } }
  }

  /// A file descriptor of its own for what other code writes to standard error; -1 where none is left.
  ///
  /// The caller closes it.
  package func duplicateDescriptor() -> Int32 {
    state.withLock { fcntl($0.descriptor, F_DUPFD_CLOEXEC, 3) }
  }

  /// Adds one line.
  ///
  /// A line that cannot be written is lost: nobody is there to be told.
  package func write(_ line: SafeText) {
    state.withLock { state in
      var text = line.string
      for secret in state.secrets {
        text = text.replacingOccurrences(of: secret, with: "(hidden)")
      }
      rotate(&state)
      let bytes = Array((text + "\n").utf8)
      // One call a line: with O_APPEND two processes do not mix theirs.
      _ = bytes.withUnsafeBytes { Foundation.write(state.descriptor, $0.baseAddress, $0.count) }
    }
  }

  private func rotate(_ state: inout State) {
    var own = stat()
    guard fstat(state.descriptor, &own) == 0, own.st_size >= limit else { return }
    var current = stat()
    // Another process may have rotated already, and then its new file must not be moved away.
    let isCurrent =
      lstat(path, &current) == 0 && current.st_ino == own.st_ino && current.st_dev == own.st_dev
    if isCurrent { rename(path, path + ".1") }
    guard let descriptor = Self.open(path) else { return }
    close(state.descriptor)
    state.descriptor = descriptor
  }

  private static func open(_ path: String) -> Int32? {
    let flags = O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK
    let descriptor = Foundation.open(path, flags, 0o600)
    guard descriptor >= 0 else { return nil }
    var status = stat()
    guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG,
      fchmod(descriptor, 0o600) == 0
    else {
      close(descriptor)
      return nil
    }
    return descriptor
  }
}
