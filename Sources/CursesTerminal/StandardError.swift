#if canImport(Darwin)
import Darwin
#elseif canImport(Musl)
import Musl
#else
import Glibc
#endif

/// Where standard error goes while the screen is on: a line of a library in the middle of a frame
/// would stay there until the next repaint.
@MainActor
final class StandardError {
  /// A duplicate of the terminal's; -1 while nothing is redirected.
  private(set) var original: Int32 = -1
  private var target: Int32 = -1
  private let descriptor: Int32

  /// `descriptor` is standard error's, but in tests, whose runner writes to its own.
  init(_ descriptor: Int32) { self.descriptor = descriptor }

  /// Sends standard error to a descriptor, which stays the caller's.
  func redirect(to descriptor: Int32) {
    target = descriptor
    begin()
  }

  /// Redirects once more after ``restore()``.
  func begin() {
    guard target >= 0, original < 0 else { return }
    original = fcntl(descriptor, F_DUPFD_CLOEXEC, 3)
    dup2(target, descriptor)
  }

  /// Gives standard error back.
  func restore() {
    guard original >= 0 else { return }
    dup2(original, descriptor)
    close(original)
    original = -1
  }
}
