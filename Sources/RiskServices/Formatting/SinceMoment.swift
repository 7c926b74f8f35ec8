package import Foundation
import RiskAPI

/// A moment as typed: `8h`, `30m`, `2d`, `2026-11-21T08:40:00Z` with or without its seconds, `08:40`,
/// `2026-11-21`.
package enum SinceMoment: Equatable, Sendable {
  /// So many seconds before now.
  case ago(Double)
  case at(Date)
  /// A time of today, by the wall's clock.
  case today(hour: Int, minute: Int)
  /// The start of a day, by the wall's clock.
  case day(year: Int, month: Int, day: Int)

  /// Reads a moment; nil for text of another form.
  package init?(_ text: String) {
    if let date = Timestamp.parse(text) ?? Self.toTheMinute(text) {
      self = .at(date)
    } else if let seconds = Self.seconds(text) {
      self = .ago(seconds)
    } else if let (hour, minute) = Self.clock(text) {
      self = .today(hour: hour, minute: minute)
    } else if let day = Self.day(text) {
      self = day
    } else {
      return nil
    }
  }

  /// The moment itself, which may be still to come.
  package func date(now: Date, timeZone: TimeZone) -> Date {
    switch self {
    case .ago(let seconds): return now.addingTimeInterval(-seconds)
    case .at(let moment): return moment
    case .today(let hour, let minute):
      var calendar = Calendar(identifier: .gregorian)
      calendar.timeZone = timeZone
      // Nil where the clock is set forward over that time: then it is the time right after.
      return calendar.date(bySettingHour: hour, minute: minute, second: 0, of: now)
        ?? calendar.startOfDay(for: now).addingTimeInterval(Double(hour * 3600 + minute * 60))
    case .day(let year, let month, let day):
      var calendar = Calendar(identifier: .gregorian)
      calendar.timeZone = timeZone
      let noon = DateComponents(year: year, month: month, day: day, hour: 12)
      // A day may begin at one o'clock where the clock is set forward at midnight.
      return calendar.date(from: noon).map(calendar.startOfDay) ?? now
    }
  }

  /// `2026-11-21`, of which the calendar has to have heard.
  private static func day(_ text: String) -> SinceMoment? {
    guard let parts = text.wholeMatch(of: #/([0-9]{4})-([0-9]{2})-([0-9]{2})/#),
      let year = Int(parts.1), let month = Int(parts.2), let day = Int(parts.3),
      DateComponents(
        calendar: Calendar(identifier: .gregorian),
        year: year,
        month: month,
        day: day
      ).isValidDate
    else { return nil }
    return .day(year: year, month: month, day: day)
  }

  /// `2026-11-21T08:40Z`, which RFC 3339 does not know and people type.
  private static func toTheMinute(_ text: String) -> Date? {
    guard let parts = text.wholeMatch(of: #/(.{10}[Tt ]\d\d:\d\d)([Zz]|[+-]\d\d:\d\d)/#) else {
      return nil
    }
    return Timestamp.parse("\(parts.1):00\(parts.2)")
  }

  /// `8h` is 28 800.
  private static func seconds(_ text: String) -> Double? {
    let units: [Character: Double] = ["s": 1, "m": 60, "h": 3600, "d": 86_400, "w": 604_800]
    guard let unit = text.last.flatMap({ units[$0] }) else { return nil }
    let digits = text.dropLast()
    guard (1...6).contains(digits.count), digits.allSatisfy(\.isASCII),
      digits.allSatisfy(\.isNumber), let count = Double(digits)
    else { return nil }
    return count * unit
  }

  /// `08:40` is 8 and 40.
  private static func clock(_ text: String) -> (hour: Int, minute: Int)? {
    let parts = text.split(separator: ":", omittingEmptySubsequences: false)
    guard parts.count == 2, (1...2).contains(parts[0].count), parts[1].count == 2,
      text.allSatisfy({ $0 == ":" || $0.isASCII && $0.isNumber }),
      let hour = Int(parts[0]), hour < 24, let minute = Int(parts[1]), minute < 60
    else { return nil }
    return (hour, minute)
  }
}
