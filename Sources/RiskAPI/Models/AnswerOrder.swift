import Foundation

/// Which of two answers is the newer one: the one that was asked for later, whenever it came.
///
/// Compared under the lock of the file, because two processes may save at the same time.
enum AnswerOrder {
  /// Whether a newer question than that of `askedAt` has been answered already.
  ///
  /// `newest` is when that was asked; one that time is in the future by the clock `now` was asked before the clock
  /// was set back, and does not count.
  static func isOvertaken(_ askedAt: Date, by newest: Double?, now: Date) -> Bool {
    guard let newest else { return false }
    return newest > Moment.seconds(askedAt) && newest <= Moment.seconds(now)
  }
}
