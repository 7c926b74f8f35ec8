import Foundation
import RiskAPI
import RiskServices
import RiskStore
import TerminalUI
import Testing

@testable import Dashboard

struct UserTrendTests {
  @Test func `cells are two days each, blank before the first look, to the row's scale`() {
    let trend = UserTrend.of([(5.1, .low, 2), (3.1, .low, 4), (1.1, .high, 8), (0, .high, 8)])
    #expect(
      trend.spans == [
        .unseen, .unseen, .unseen, .unseen, .seen(most: 2, worst: .low),
        .seen(most: 4, worst: .low), .seen(most: 8, worst: .high),
      ]
    )
    #expect(Self.text(of: trend) == "    ▂▄▇")
  }

  @Test func `what stood before the span stands in its first cell, and goes on`() {
    #expect(Self.text(of: .of([(40, .low, 3)])) == "▇▇▇▇▇▇▇")
    #expect(Self.text(of: .of([(40, .low, 2), (6.5, .high, 8)])) == "▂▂▂▇▇▇▇")
  }

  @Test func `while a user is gone there is no bar, and none before a first look`() {
    #expect(Self.text(of: .of([(9.1, .low, 4), (7.1, nil, 0), (1.1, .low, 1)])) == "  ▇▇××▂")
    #expect(Self.text(of: .of([(40, .low, 4), (20, nil, 0)])) == "×××××××")
    #expect(Self.text(of: .of([(40, .low, 8), (20, .low, 4), (3, nil, 0)])) == "▇▇▇▇▇▇×")
    #expect(Self.text(of: .of([])) == "       ")
  }

  @Test func `a cell has the color of the worst level in its days`() {
    let trend = UserTrend.of([(1.3, .low, 1), (1.2, .high, 5), (1.1, .medium, 2)])
    #expect(trend.parts[6].style == Style(.riskHigh))
    #expect(trend.parts[6].text == "▇")
  }

  @Test func `the cells move at midnight on the wall, not with the hours`() throws {
    let zone = try #require(TimeZone(identifier: "Pacific/Auckland"))
    let seen = [HistoryMoment(at: DashboardDriver.now, value: RiskState(.fixture(1)))]
    let midnight = 1_781_784_000.0
    func cells(_ offset: TimeInterval) -> String {
      let now = Date(timeIntervalSince1970: midnight + offset)
      return Self.text(of: UserTrend(seen, words: TimeFormatter(now: now, timeZone: zone)))
    }
    #expect(cells(-1) == "      ▇")
    #expect(cells(86_399) == "      ▇")
    #expect(cells(86_400) == "     ▇▇")
  }

  @Test func `a clock that was set back, counts and levels of any kind draw seven cells`() {
    let odd = UserTrend.of([
      (-400, .other("severe"), .max), (3, nil, 0), (500, .low, .min), (2, .high, -5),
    ])
    #expect(Self.text(of: odd).count == 7)
    // Who left after today's look left today, whatever the clock says of it.
    #expect(Self.text(of: .of([(0, .low, 4), (3, nil, 0)])) == "      ▇")
    #expect(odd.spans.last == .seen(most: .max, worst: .other("severe")))
    #expect(Self.text(of: .of([(3, .low, 0)])).hasSuffix("▇"))
  }

  // MARK: In the list

  @Test func `the column stands where there is room, and goes first`() {
    for columns in [40, 60, 69, 70, 80, 108, 120, 150, 200] {
      var driver = DashboardDriver.loaded(size: Size(columns: columns, rows: 27))
      driver.send(.trendsFound([.fixture(1): [Self.flat]]))
      expectStraight(driver)
      #expect(driver.text.contains("14 DAYS") == (columns >= 70), "\(columns)")
      #expect(driver.text.contains("▇▇▇▇▇▇▇       6") == (columns >= 70), "\(columns)")
      #expect(driver.text.contains("EVENTS") == (columns >= 46))
    }
  }

  @Test func `trends are asked for by who is on the screen and on the pages beside it`() {
    var driver = DashboardDriver.loaded(.crowd(500), size: .small)
    #expect(driver.trendWindow?.users.first == .fixture(1))
    let before = driver.trendWindow
    let height = 16
    #expect(before?.users.count == 3 * height)

    // On the page nothing is asked for again.
    for _ in 1..<height {
      driver.press("j")
      #expect(driver.trendWindow == before)
    }
    for _ in 0..<12 {
      let known = Set(driver.trendWindow?.users ?? [])
      driver.press("PageDown")
      #expect(driver.visible.isSubset(of: known))
      #expect(driver.visible.isSubset(of: driver.trendWindow?.users ?? []))
    }
    driver.press("G")
    #expect(driver.visible.isSubset(of: driver.trendWindow?.users ?? []))
  }

  @Test func `no trend is asked for where none is shown, and each summary asks again`() {
    #expect(DashboardDriver.loaded(size: .wide).trendWindow == nil)
    #expect(DashboardDriver().trendWindow == nil)
    var driver = DashboardDriver.loaded(size: .small)
    let before = driver.trendWindow
    driver.receive(.team, after: 60)
    #expect(driver.trendWindow != nil)
    #expect(driver.trendWindow != before)
    driver.press("2")
    #expect(driver.trendWindow == nil)
  }

  @Test func `past users have a trend too`() {
    var driver = DashboardDriver.withPast(size: .small)
    driver.press("G")
    #expect(driver.trendWindow?.users.contains(.fixture(902)) == true)
    driver.send(
      .trendsFound([
        .fixture(902): [Self.flat, HistoryMoment(at: DashboardDriver.ago(200_000), value: nil)]
      ])
    )
    #expect(driver.text.contains("▇▇▇▇▇▇×    left"))
  }

  @Test func `the letters of ASCII draw a trend`() {
    let forms = ["▁", "▂", "▃", "▄", "▅", "▆", "▇", "█", "×"].map {
      ASCIIForms.form(of: Character($0), width: 1)
    }
    #expect(Set(forms).count == forms.count)
  }

  // MARK: Fixtures

  private static let flat = HistoryMoment(
    at: DashboardDriver.ago(30 * 86_400),
    value: RiskState(level: .high, eventCount: 3, lastEvent: nil)
  )

  private static func text(of trend: UserTrend) -> String {
    trend.parts.map(\.text.string).joined()
  }
}

extension UserTrend {
  /// Days before now, level and count of each moment; no level is gone.
  fileprivate static func of(_ moments: [(Double, RiskLevel?, Int)]) -> UserTrend {
    UserTrend(
      moments.map { days, level, count in
        HistoryMoment(
          at: DashboardDriver.ago(days * 86_400),
          value: level.map { RiskState(level: $0, eventCount: count, lastEvent: nil) }
        )
      },
      words: TimeFormatter(now: DashboardDriver.now, timeZone: .gmt)
    )
  }
}

extension DashboardDriver {
  /// Trends of several shapes, with news and verdicts beside them.
  static func withTrends(size: Size) -> DashboardDriver {
    var driver = DashboardDriver.withPast(size: size)
    func moments(_ rows: [(Double, RiskLevel?, Int)]) -> [HistoryMoment<RiskState>] {
      rows.map { days, level, count in
        HistoryMoment(
          at: DashboardDriver.ago(days * 86_400),
          value: level.map { RiskState(level: $0, eventCount: count, lastEvent: nil) }
        )
      }
    }
    driver.send(
      .trendsFound([
        .fixture(1): moments([(6, .low, 1), (4, .medium, 3), (1, .high, 6)]),
        .fixture(2): moments([(30, .medium, 4), (12, nil, 0), (5, .low, 1), (0.1, .high, 9)]),
        .fixture(3): moments([(0.1, .high, 2)]),
        .fixture(5): moments([(30, .low, 1_000), (3, .medium, 1_284)]),
        .fixture(901): moments([(9, .high, 4), (0.1, nil, 0)]),
        .fixture(902): moments([(9, .low, 40), (2.1, nil, 0)]),
      ])
    )
    let verdict = CaseNote(
      user: .fixture(2),
      verdict: .truePositive,
      note: "",
      author: "ana@laptop",
      at: DashboardDriver.now
    )
    driver.send(.verdictsFound([.fixture(2): verdict]))
    var account = Fixture.team
    account.users[1].eventCount = 100_000
    driver.receive(account, after: 1)
    return driver
  }

  fileprivate var trendWindow: TrendWindow? {
    for case .trends(let window) in dashboard.queries { return window }
    return nil
  }

  /// Who is on the screen.
  fileprivate var visible: Set<UserID> {
    let users = dashboard.users
    return Set(users.shown[users.list.visible].map { dashboard.account.listed($0).id })
  }
}
