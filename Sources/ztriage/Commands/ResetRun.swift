import Foundation
import RiskAPI
import RiskServices
import TerminalUI

/// Resets users one after the other, until all are done or it makes no sense to go on.
struct ResetRun {
  let service: RiskService
  let reason: ResetReason?
  let note: String
  /// From here on a signal stops before the next user: a write under way is never cut off.
  private let interruption: Interruption

  init(
    service: RiskService,
    reason: ResetReason?,
    note: String,
    interruption: Interruption = .ofWrites()
  ) {
    self.service = service
    self.reason = reason
    self.note = note
    self.interruption = interruption
  }

  /// The signal that asked for the end, where one did.
  var signalNumber: Int32? { interruption.signalNumber }

  /// Resets, and names whoever was not reset on standard error, unless it is the only one.
  func reset(_ targets: [ResetTargets.Target], isAlone: Bool) async -> [ResetResult] {
    var results: [ResetResult] = []
    var stop: (failure: Failure, reason: WriteStop)?
    for target in targets {
      if stop == nil, signalNumber != nil {
        stop = (
          Failure(.tryLater, "not tried: interrupted", "run the command again for this user"),
          .interrupted
        )
      } else if stop == nil, CommandTime.current?.deadline.isOver == true {
        stop = (
          Failure(.unavailable, "not tried: out of time", "run it again with a longer --timeout"),
          .outOfTime
        )
      }
      let request = ResetRequest(
        userID: target.user.id,
        seen: SeenRisk(target.user),
        reason: reason,
        note: note
      )
      let result: ResetResult
      if let stop {
        await service.noteStopped([.reset(request)], stop.reason)
        result = target.result(WriteOutcome("not tried", stop.failure))
      } else {
        let outcome = await service.resetUser(request)
        result = target.result(
          WriteOutcome(outcome, seen: SeenRisk(target.user), id: target.user.id),
          at: outcome.moment.map(Timestamp.format)
        )
        if outcome.meetsEveryUser {
          stop = (
            Failure(.tryLater, "not tried: stopped after that error", "run it again for this user"),
            .givenUp
          )
        }
      }
      if !isAlone { result.say() }
      results.append(result)
    }
    return results
  }
}

extension ResetOutcome {
  /// When the account says that it happened.
  fileprivate var moment: Date? {
    if case .reset(let moment) = self { moment } else { nil }
  }
}

extension WriteOutcome {
  /// A reset's outcome in words; `seen` is what the command saw at its start.
  fileprivate init(_ outcome: ResetOutcome, seen: SeenRisk, id: UserID) {
    switch outcome {
    case .reset: self.init("reset")
    case .outdated(let fresh):
      self.init(
        "outdated",
        Failure(
          .tryLater,
          "not reset: \(Self.news(fresh, since: seen))",
          "look with 'ztriage users show \(id.rawValue)', then run it again"
        )
      )
    case .notReset(let error):
      self.init("not reset", Failure(error, operation: "reset the user"))
    case .unknown(let doubt):
      self.init("unknown", .unknown(doubt, operation: "reset the user"))
    }
  }

  private static func news(_ fresh: SeenRisk, since seen: SeenRisk) -> String {
    // Counts are the account's word, so their difference may not fit.
    let (added, isOverflow) = fresh.eventCount.subtractingReportingOverflow(seen.eventCount)
    let events = added > 0 && !isOverflow ? added.counted("new event") : "new activity"
    let level = fresh.level == seen.level ? "" : ", now \(fresh.level.words)"
    return "\(events) since the command looked\(level)"
  }
}
