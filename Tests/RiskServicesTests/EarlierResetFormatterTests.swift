import Foundation
import RiskServices
import RiskStore
import Testing

struct EarlierResetFormatterTests {
  @Test(
    arguments: [
      (
        [(AuditOutcome.Result.done, 180.0)],
        "Already reset 2026-11-21 11:57:00 UTC by ana@desk: remediated"
      ),
      ([(nil, 180)], "Reset started 3 min ago by ana@desk, outcome unknown: remediated"),
      ([(.unknown, 2 * 86_400)], "Reset started 19 Nov by ana@desk, outcome unknown: remediated"),
      (
        [(nil, 180), (.done, 3600)],
        "Reset 2 times in 7 days, last started 3 min ago by ana@desk, outcome unknown: remediated"
          + "; before: remediated"
      ),
      (
        [(.done, 180), (nil, 3600)],
        "Reset 2 times in 7 days, last 2026-11-21 11:57:00 UTC by ana@desk: remediated"
          + "; before: remediated"
      ),
    ] as [([(AuditOutcome.Result?, TimeInterval)], String)]
  )
  func `the newest is told, and that its outcome is unknown`(
    resets: [(AuditOutcome.Result?, TimeInterval)],
    line: String
  ) {
    let words = TimeFormatter(now: ServiceHarness.noon, timeZone: .gmt)
    #expect(EarlierResetFormatter.line(resets.map { entry($0, $1) }, words) == line)
  }

  @Test func `the reasons before it are told, each once`() {
    let words = TimeFormatter(now: ServiceHarness.noon, timeZone: .gmt)
    let reasons = ["other", "remediated", nil, "remediated"]
    let resets = reasons.enumerated().map { entry(.done, 60 * Double($0 + 1), reason: $1) }

    #expect(
      EarlierResetFormatter.line(resets, words)
        == "Reset 4 times in 7 days, last 2026-11-21 11:59:00 UTC by ana@desk: other"
        + "; before: remediated, no reason given"
    )
  }

  @Test func `without any there is nothing to tell`() {
    #expect(
      EarlierResetFormatter.line([], TimeFormatter(now: ServiceHarness.noon, timeZone: .gmt)) == nil
    )
  }

  private func entry(
    _ result: AuditOutcome.Result?,
    _ ago: TimeInterval,
    reason: String? = "remediated"
  ) -> AuditEntry {
    let time = ServiceHarness.noon.addingTimeInterval(-ago)
    return AuditEntry(
      id: AuditID(line: 1),
      time: time,
      account: "a",
      operator: "ana@desk",
      intent: AuditIntent(
        action: "reset",
        target: "u",
        reason: reason
      ),
      outcome: result.map { AuditOutcome(time: time, result: $0) }
    )
  }
}
