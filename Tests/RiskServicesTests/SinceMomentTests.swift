import Foundation
import RiskServices
import Testing

struct SinceMomentTests {
  private static let eight = Date(timeIntervalSince1970: 1_795_250_400)

  @Test(arguments: [
    ("2026-11-21T08:40:00Z", SinceMoment.at(eight)), ("2026-11-21T08:40Z", .at(eight)),
    ("2026-11-21T09:40+01:00", .at(eight)), ("2026-11-21t08:40z", .at(eight)),
    ("8h", .ago(28_800)), ("30m", .ago(1_800)), ("2d", .ago(172_800)),
    ("2026-11-21", .day(year: 2026, month: 11, day: 21)),
    ("08:40", .today(hour: 8, minute: 40)), ("8:40", .today(hour: 8, minute: 40)),
  ])
  func `a moment is read as it is typed, as the hints spell it too`(
    text: String,
    moment: SinceMoment
  ) {
    #expect(SinceMoment(text) == moment)
  }

  @Test(arguments: [
    "", "soon", "2026-11-31", "2026-1-1", "0000-00-00", "2026-11-21T08:40", "2026-11-21T8:40Z",
    "2026-13-21T08:40Z",
    "2026-11-21T25:40Z", "2026-11-21T08:40:Z", "x026-11-21T08:40Z", "8 h", "-8h", "1234567h",
    "24:00",
  ])
  func `what is none is refused`(text: String) {
    #expect(SinceMoment(text) == nil)
  }

  @Test func `a date is the start of that day, by the wall's clock`() throws {
    let day = try #require(SinceMoment("2026-11-21"))
    let zone = try #require(TimeZone(identifier: "Asia/Kolkata"))
    #expect(
      day.date(now: Self.eight, timeZone: zone) == Date(timeIntervalSince1970: 1_795_199_400)
    )
  }
}
