import Foundation
import RiskAPI
import Testing

struct TimestampTests {
  @Test(arguments: [
    ("1970-01-01T00:00:00Z", 0.0),
    ("2026-11-21T08:40:00Z", 1_795_250_400),
    ("2026-11-21t08:40:00z", 1_795_250_400),
    ("2026-11-21 08:40:00Z", 1_795_250_400),
    ("2026-11-21T08:40:00.5Z", 1_795_250_400.5),
    ("2026-11-21T08:40:00.123456Z", 1_795_250_400.123456),
    ("2026-11-21T08:40:00.12345678901234567890Z", 1_795_250_400.123456789),
    ("2026-11-21T17:40:00+09:00", 1_795_250_400),
    ("2026-11-21T04:10:00-04:30", 1_795_250_400),
    ("2024-02-29T12:00:00Z", 1_709_208_000),
    ("2016-12-31T23:59:60Z", 1_483_228_800),
    ("1969-12-31T23:59:59Z", -1),
    ("0001-01-01T00:00:00Z", -62_135_596_800),
  ])
  func `every form of RFC 3339 is read`(text: String, seconds: Double) throws {
    let date = try #require(Timestamp.parse(text))
    #expect(abs(date.timeIntervalSince1970 - seconds) < 0.000_001)
  }

  @Test(arguments: [
    "", "Z", "2026-11-21", "2026-11-21T08:40Z", "2026-11-21T08:40:00", "2026-13-01T00:00:00Z",
    "2026-02-29T00:00:00Z", "2026-11-21T24:00:00Z", "2026-11-21T08:60:00Z", "2026-11-21T08:40:00.Z",
    "2026-11-21T08:40:00+9", "2026-11-21T08:40:00Z ", " 2026-11-21T08:40:00Z",
    "2026-11-21T08:40:00+99:00", "+026-11-21T08:40:00Z", "２026-11-21T08:40:00Z", "yesterday",
  ])
  func `anything else is nil`(text: String) {
    #expect(Timestamp.parse(text) == nil)
  }

  @Test(arguments: [
    (0.0, "1970-01-01T00:00:00Z"), (1_795_250_400.5, "2026-11-21T08:40:00.5Z"),
    (1_795_250_400.000_001, "2026-11-21T08:40:00.000001Z"), (-0.25, "1969-12-31T23:59:59.75Z"),
    (1_709_208_000, "2024-02-29T12:00:00Z"), (-62_135_596_800, "0001-01-01T00:00:00Z"),
    (.infinity, ""), (1e20, ""),
  ])
  func `dates are written with as much fraction as they have`(seconds: Double, text: String) {
    #expect(Timestamp.format(Date(timeIntervalSince1970: seconds)) == text)
  }

  @Test func `every day of four centuries comes back as it was`() {
    for day in stride(from: -73_000, to: 73_100, by: 1) {
      let date = Date(timeIntervalSince1970: Double(day) * 86_400 + 3_661)
      guard Timestamp.parse(Timestamp.format(date)) == date else {
        Issue.record("day \(day) came back as \(Timestamp.format(date))")
        return
      }
    }
  }
}
