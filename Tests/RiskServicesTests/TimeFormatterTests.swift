import Foundation
import RiskServices
import Testing

struct TimeFormatterTests {
  @Test(
    arguments: [
      (0, "now"), (59, "now"), (60, "1 min"), (3_599, "59 min"), (3_600, "1 h"),
      (86_399, "23 h"), (86_400, "17 Jun"), (17_280_000, "30 Nov 25"),
    ] as [(Int, String)]
  )
  func `an age is told in the largest unit that fits`(seconds: Int, words: String) {
    #expect(lisbon.age(of: now.addingTimeInterval(-Double(seconds))) == words)
  }

  @Test func `a clock a little ahead is now, one far ahead shows its time`() {
    #expect(lisbon.age(of: now.addingTimeInterval(59)) == "now")
    #expect(lisbon.age(of: now.addingTimeInterval(3_600)) == "2026-06-18 11:41:12 +01:00")
  }

  @Test func `days have headings`() {
    #expect(lisbon.dayHeading(now) == "Today")
    #expect(lisbon.dayHeading(now.addingTimeInterval(-86_400)) == "Yesterday")
    #expect(lisbon.dayHeading(now.addingTimeInterval(-2 * 86_400)) == "Tue 16 Jun")
    #expect(lisbon.dayHeading(now.addingTimeInterval(-365 * 86_400)) == "Wed 18 Jun 25")
    #expect(lisbon.dayHeading(now.addingTimeInterval(86_400)) == "Fri 19 Jun")
  }

  @Test func `a day ends at midnight of the zone, not after 24 hours`() {
    let justAfterMidnight = TimeFormatter(now: .at("2026-06-18T00:10:00Z"), timeZone: .gmt)

    #expect(justAfterMidnight.dayHeading(.at("2026-06-17T23:50:00Z")) == "Yesterday")
    // The same two moments lie on one day in Tokyo.
    let tokyo = TimeFormatter(now: .at("2026-06-18T00:10:00Z"), timeZone: .named("Asia/Tokyo"))
    #expect(tokyo.dayHeading(.at("2026-06-17T23:50:00Z")) == "Today")
  }

  @Test func `the year shows when it is another one`() {
    let newYear = TimeFormatter(now: .at("2027-01-01T08:00:00Z"), timeZone: .gmt)

    #expect(newYear.day(.at("2026-12-31T23:59:59Z")) == "31 Dec 26")
    #expect(newYear.dayHeading(.at("2026-12-31T23:59:59Z")) == "Yesterday")
    #expect(newYear.day(.at("2027-01-01T00:00:00Z")) == "1 Jan")
  }

  @Test(arguments: [
    ("Europe/Lisbon", "2026-01-10T12:00:00Z", "2026-01-10 12:00:00 UTC"),
    ("Europe/Lisbon", "2026-07-10T12:00:00Z", "2026-07-10 13:00:00 +01:00"),
    ("Asia/Kathmandu", "2026-07-10T12:00:00Z", "2026-07-10 17:45:00 +05:45"),
    ("America/St_Johns", "2026-01-10T12:00:00Z", "2026-01-10 08:30:00 -03:30"),
  ])
  func `the whole moment carries its zone`(zone: String, moment: String, words: String) {
    let time = TimeFormatter(now: now, timeZone: .named(zone))

    #expect(time.absolute(.at(moment)) == words)
  }

  @Test func `both hours of a night that has one twice are told apart by the zone`() {
    let words = TimeFormatter(now: now, timeZone: .named("Europe/Lisbon"))

    #expect(words.absolute(.at("2026-10-25T00:30:00Z")) == "2026-10-25 01:30:00 +01:00")
    #expect(words.absolute(.at("2026-10-25T01:30:00Z")) == "2026-10-25 01:30:00 UTC")
  }

  @Test(arguments: ["Africa/Cairo", "Asia/Beirut", "America/Santiago", "Europe/Lisbon"])
  func `days are counted right where a day has no midnight`(zone: String) {
    // Cairo's clocks go from 23:59:59 to 01:00:00 as 24 April 2026 begins; Beirut's on 29 March;
    // Santiago's on 6 September.
    let timeZone = TimeZone.named(zone)
    var calendar = Calendar(identifier: .gregorian)
    calendar.timeZone = timeZone
    for day in 0..<366 {
      var parts = DateComponents(year: 2026, month: 1, day: 1 + day, hour: 12)
      guard let noon = calendar.date(from: parts) else { continue }
      parts.day = day
      guard let noonBefore = calendar.date(from: parts) else { continue }
      let words = TimeFormatter(now: noon, timeZone: timeZone)
      #expect(words.daysAgo(noonBefore) == 1, "\(noonBefore) seen from \(noon)")
      #expect(words.daysAgo(noon) == 0)
    }
  }

  @Test func `extreme times do not trap`() {
    for seconds in [-1e12, -62_135_596_800, 253_402_300_799, 1e12] {
      let date = Date(timeIntervalSince1970: seconds)
      _ = lisbon.age(of: date)
      _ = lisbon.dayHeading(date)
      _ = lisbon.absolute(date)
    }
  }
}

struct NumberWordsTests {
  @Test(
    arguments: [
      (0, "0"), (7, "7"), (999, "999"), (1_000, "1 000"), (1_284, "1 284"),
      (1_000_000, "1 000 000"), (-1_284, "-1 284"), (Int.max, "9 223 372 036 854 775 807"),
      (Int.min, "-9 223 372 036 854 775 808"),
    ] as [(Int, String)]
  )
  func `thousands stand apart`(number: Int, words: String) {
    #expect(number.grouped == words)
  }

  @Test func `nouns agree with their number`() {
    #expect(1.counted("user") == "1 user")
    #expect(0.counted("user") == "0 users")
    #expect(1_284.counted("user") == "1 284 users")
  }
}

// MARK: Fixtures

/// 2026-06-18 10:41:12 in Lisbon, a Thursday.
private let now = Date(timeIntervalSince1970: 1_781_775_672)
private let lisbon = TimeFormatter(now: now, timeZone: .named("Europe/Lisbon"))

extension TimeZone {
  fileprivate static func named(_ name: String) -> TimeZone {
    TimeZone(identifier: name) ?? .gmt
  }
}

extension Date {
  fileprivate static func at(_ text: String) -> Date {
    (try? Date(text, strategy: .iso8601)) ?? .distantPast
  }
}
