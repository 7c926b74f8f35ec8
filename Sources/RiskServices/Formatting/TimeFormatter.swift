package import Foundation

/// Times in words: relative while they are fresh, dates after a day.
package struct TimeFormatter: Sendable {
  private let calendar: Calendar
  private let now: Date

  /// Words as of a moment, in a time zone.
  package init(now: Date, timeZone: TimeZone) {
    var calendar = Calendar(identifier: .gregorian)
    calendar.timeZone = timeZone
    self.calendar = calendar
    self.now = now
  }

  /// An age in the largest unit that fits: `now`, `3 min`, `2 h`, then a date: `19 Nov`, `19 Nov 25`.
  ///
  /// A time in the future, as a wrong clock makes, is given as a date and time.
  package func age(of date: Date) -> String {
    let seconds = now.timeIntervalSince(date)
    switch seconds {
    case ..<(-60): return absolute(date)
    case ..<60: return "now"
    case ..<3600: return "\(Int(seconds / 60)) min"
    case ..<86_400: return "\(Int(seconds / 3600)) h"
    default: return day(date)
    }
  }

  /// How long ago, in full: `just now`, `3 min ago`, then a date: `19 Nov`.
  package func ago(_ date: Date) -> String {
    let seconds = now.timeIntervalSince(date)
    guard (-60..<86_400).contains(seconds) else { return age(of: date) }
    return seconds < 60 ? "just now" : "\(age(of: date)) ago"
  }

  /// A day: `19 Nov`, with the year where it is not this one.
  package func day(_ date: Date) -> String {
    let parts = calendar.dateComponents([.year, .month, .day], from: date)
    let text = "\(parts.day ?? 0) \(Self.month(parts.month))"
    let thisYear = calendar.component(.year, from: now)
    return parts.year == thisYear ? text : "\(text) \(Self.twoDigits((parts.year ?? 0) % 100))"
  }

  /// A day as a heading: `Today`, `Yesterday`, `Thu 19 Nov`.
  package func dayHeading(_ date: Date) -> String {
    let age = daysAgo(date)
    if age == 0 { return "Today" }
    if age == 1 { return "Yesterday" }
    let weekday = calendar.component(.weekday, from: date)
    let names = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"]
    return "\(names[(weekday - 1) % 7]) \(day(date))"
  }

  /// Calendar days between a date and now; negative for the future.
  package func daysAgo(_ date: Date) -> Int {
    dayNumber(of: now) - dayNumber(of: date)
  }

  /// Days since 1970 by the calendar on the wall.
  ///
  /// Not by the time between two midnights: in some zones a day a year has none, and the days from
  /// 01:00 to the next midnight would count as 0.
  private func dayNumber(of date: Date) -> Int {
    let offset = Double(calendar.timeZone.secondsFromGMT(for: date))
    return Int(((date.timeIntervalSince1970 + offset) / 86_400).rounded(.down))
  }

  /// Hours and minutes: `09:38`.
  package func clock(_ date: Date) -> String {
    let parts = calendar.dateComponents([.hour, .minute], from: date)
    return "\(Self.twoDigits(parts.hour ?? 0)):\(Self.twoDigits(parts.minute ?? 0))"
  }

  /// Hours and minutes, with the day where it is not today: `09:38`, `18 Nov 09:38`.
  package func moment(_ date: Date) -> String {
    daysAgo(date) == 0 ? clock(date) : "\(day(date)) \(clock(date))"
  }

  /// Hours, minutes and seconds: `09:38:12`.
  package func clockWithSeconds(_ date: Date) -> String {
    "\(clock(date)):\(Self.twoDigits(calendar.component(.second, from: date)))"
  }

  /// The whole moment with its zone: `2026-11-19 09:38:12 +01:00`.
  package func absolute(_ date: Date) -> String {
    let parts = calendar.dateComponents([.year, .month, .day], from: date)
    let offset = calendar.timeZone.secondsFromGMT(for: date)
    let zone =
      offset == 0
      ? "UTC"
      : (offset < 0 ? "-" : "+") + Self.twoDigits(abs(offset) / 3600) + ":"
        + Self.twoDigits(abs(offset) / 60 % 60)
    return
      "\(parts.year ?? 0)-\(Self.twoDigits(parts.month ?? 0))-\(Self.twoDigits(parts.day ?? 0))"
      + " \(clockWithSeconds(date)) \(zone)"
  }

  private static func month(_ number: Int?) -> String {
    let names = [
      "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ]
    return names[((number ?? 1) - 1) % 12]
  }

  private static func twoDigits(_ number: Int) -> String {
    number < 10 ? "0\(number)" : "\(number)"
  }
}
