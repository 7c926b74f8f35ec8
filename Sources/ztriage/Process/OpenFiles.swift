import CPlatform
import Foundation

/// Whether the process may open the files that it needs.
///
/// Libraries below end the process where they get no descriptor, so it is asked before they start.
enum OpenFiles {
  /// More than any run opens at once: two databases with their logs and locks, the event loop, a few
  /// connections, the terminal.
  private static let ofRun = 64

  /// Raises the limit where that is allowed; a run that serves as well needs some for each core.
  ///
  /// - Throws: ``Failure`` with code 71 where too few are left.
  static func ensure(serves: Bool) throws(Failure) {
    let needed = ofRun + (serves ? 16 + 4 * ProcessInfo.processInfo.processorCount : 0)
    let free = zt_free_descriptors(Int32(needed))
    guard free < needed else { return }
    throw Failure(
      .system,
      "too few open files are allowed: \(free) left, \(needed) needed",
      "raise the limit, such as with 'ulimit -n 256'"
    )
  }
}
