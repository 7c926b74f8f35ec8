package import Foundation

/// Which of two answers is the newer one: the one that was asked for later, whenever it came.
///
/// In a file it is compared under the file's lock, because two processes may save at the same time.
package enum AnswerOrder {
  /// Whether a question asked at `newest` is newer than one asked at `askedAt`.
  ///
  /// Seconds since 1970, as files hold them. A moment that is still to come by the clock `now` is from
  /// before the clock was set back, and does not count.
  package static func isNewer(_ newest: Double, than askedAt: Date, now: Date) -> Bool {
    newest > askedAt.timeIntervalSince1970 && newest <= now.timeIntervalSince1970
  }
}
