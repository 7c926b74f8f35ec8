#if canImport(Darwin)
import Darwin
#elseif canImport(Musl)
import Musl
#else
import Glibc
#endif

/// Tells a write that is under way in some process from one whose process is gone.
///
/// Every process that writes holds the file's lock in common; the kernel drops it when the process
/// ends, however it ends. Who gets the lock alone knows that no write is under way.
final class WriteLock: Sendable {
  private let descriptor: Int32

  /// Opens `writes.lock` beside a journal; nil where it cannot be had.
  init?(besideJournal path: String) {
    let descriptor = open(path + "-writes.lock", O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else { return nil }
    self.descriptor = descriptor
  }

  deinit {
    close(descriptor)
  }

  /// Says that a write is under way, until this object is gone.
  func hold() {
    while flock(descriptor, LOCK_SH) != 0, errno == EINTR {}
  }

  /// True when no process has a write under way.
  func isFree() -> Bool {
    guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else { return false }
    flock(descriptor, LOCK_UN)
    return true
  }
}
