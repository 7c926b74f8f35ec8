import Foundation
import RiskAPI

/// How times stand in the files.
///
/// Columns named `…_at`, `last_event`, `last_reset` and `timestamp` hold seconds since 1970 in UTC, with
/// a fraction: `SELECT datetime(last_event, 'unixepoch')`. Only the audit log's `time` is text,
/// `2026-11-21T08:40:00Z`, because it is hashed as it is read.
enum Moment {
  static func seconds(_ date: Date?) -> Double? { date?.timeIntervalSince1970 }
  static func seconds(_ date: Date) -> Double { date.timeIntervalSince1970 }
  static func date(_ seconds: Double?) -> Date? { seconds.map(Date.init(timeIntervalSince1970:)) }
  static func date(_ seconds: Double) -> Date { Date(timeIntervalSince1970: seconds) }
  static func iso(_ date: Date) -> String { Timestamp.format(date) }
}
