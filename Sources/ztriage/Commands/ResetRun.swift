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
      let request = target.request(reason, note)
      let result: ResetResult
      if let stop {
        await service.noteStopped([.reset(request)], stop.reason)
        result = target.result(WriteOutcome("not tried", stop.failure))
      } else {
        let write = GuardedWrite.reset(request)
        let ended = await service.carryOut(write)
        let outcome = WriteOutcome(
          ended,
          of: write,
          done: "reset",
          outdated: { Failure(outdated: request, now: $0) }
        )
        result = target.result(outcome, at: ended.resetTime.map(Timestamp.format))
        if ended.meetsEveryWrite {
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

extension WriteResult<ShownUser> {
  /// When the account says that the reset happened.
  fileprivate var resetTime: Date? {
    if case .done(let shown) = self { shown.page?.lastReset } else { nil }
  }
}

extension Failure {
  /// What came up since the command looked at the user.
  fileprivate init?(outdated request: ResetRequest, now shown: ShownUser) {
    guard let fresh = shown.seen else { return nil }
    let added = fresh.addedEvents(since: request.seen)
    let events = added.map { $0.counted("new event") } ?? "new activity"
    let level = fresh.level == request.seen.level ? "" : ", now \(fresh.level.words)"
    self.init(
      .tryLater,
      "not reset: \(events) since the command looked\(level)",
      "look with 'ztriage users show \(request.userID.rawValue)', then run it again"
    )
  }
}
