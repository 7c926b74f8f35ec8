import RiskAPI
import RiskServices
import TerminalUI

// MARK: Resets of several users, which go on whatever is on the screen

extension Dashboard {
  /// Starts the resets that were confirmed, and shows them.
  mutating func start(_ job: ResetJob) -> [Effect] {
    resets = job
    dialogs.open(ResetJobDialog(job))
    return continueResets()
  }

  mutating func pauseResets() -> [Effect] {
    resets?.togglePause()
    return continueResets()
  }

  mutating func stopResets() -> [Effect] {
    resets?.stop()
    return continueResets()
  }

  /// Takes how one of them ended; nil for a reply to anything else.
  mutating func receiveJobReset(
    _ request: ResetRequest,
    _ outcome: WriteResult<ShownUser>
  ) -> [Effect]? {
    let failed = resets?.failures.count ?? 0
    guard resets?.finish(request, outcome) == true else { return nil }
    if let job = resets, job.failures.count > failed, let failure = job.failures.last {
      notices.tell(Notice.Draft(failure, .error), at: now)
    }
    return continueResets()
  }

  /// Sends the next one, waits, or ends them.
  private mutating func continueResets() -> [Effect] {
    let effect = resets?.next()
    guard let job = resets else { return [] }
    dialogs.update(ResetJobDialog.self) { $0.show(job) }
    if let effect { return [effect] }
    if let notice = job.pauseNotice { notices.tell(notice, at: now) }
    guard job.isOver else { return [] }
    return endResets(job)
  }

  private mutating func endResets(_ job: ResetJob) -> [Effect] {
    resets = nil
    if let draft = job.draft { dialogDrafts.keep(draft) }
    // What went well needs no reading.
    if job.failures.isEmpty, job.unsent.isEmpty { dialogs.close(ResetJobDialog.self) }
    notices.tell(job.result, at: now)
    // One summary after the last of them, not one for each.
    let stopped: [Effect] = job.unsent.isEmpty ? [] : [.noteStopped(job.unsent, .interrupted)]
    return stopped + refreshAll()
  }
}
