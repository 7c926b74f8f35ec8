import Foundation
import RiskAPI

/// How times stand in the files.
///
/// Columns named `time`, `at`, `…_at`, `…_until`, `last_event`, `last_reset` and `timestamp` hold whole microseconds
/// since 1970 in UTC: `SELECT datetime(last_event / 1000000, 'unixepoch')`. What the account says with more
/// digits is rounded.
enum Moment {
  static func microseconds(_ date: Date) -> Int64 { microseconds(date.timeIntervalSince1970) }
  static func microseconds(_ date: Date?) -> Int64? { date.map { microseconds($0) } }

  /// From seconds since 1970; a time that is too far away to be written is the farthest that can be.
  static func microseconds(_ seconds: Double) -> Int64 {
    Int64(min(max((seconds * 1_000_000).rounded(), -9e18), 9e18))
  }

  static func seconds(_ microseconds: Int64) -> Double { Double(microseconds) / 1_000_000 }
  static func date(_ microseconds: Int64) -> Date {
    Date(timeIntervalSince1970: seconds(microseconds))
  }
  static func date(_ microseconds: Int64?) -> Date? { microseconds.map { date($0) } }

  /// The date as it comes back from disk.
  static func storable(_ date: Date) -> Date { self.date(microseconds(date)) }
  static func storable(_ date: Date?) -> Date? { date.map { storable($0) } }

  static func iso(_ date: Date) -> String { Timestamp.format(date) }

  /// Whether a question that a file says was asked at `newest` is newer than another, as ``AnswerOrder`` has it.
  static func isNewer(_ newest: Int64, than askedAt: Date, now: Date) -> Bool {
    AnswerOrder.isNewer(seconds(newest), than: storable(askedAt), now: storable(now))
  }
}
