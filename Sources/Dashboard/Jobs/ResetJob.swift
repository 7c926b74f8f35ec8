package import RiskAPI
import RiskServices
package import TerminalUI
import RiskStore

/// Confirmed resets of several users, one after the other, and how those that are over ended.
package struct ResetJob: Equatable, Sendable {
  private var job: Job<UserTarget>
  private let reason: ResetReason?
  private let note: String
  /// Who is reset, as far as the account shows it.
  package private(set) var done: Set<UserID> = []
  /// What ended otherwise than reset, in words.
  package private(set) var failures: [SafeText] = []
  /// Why it holds the next one back; nil where the analyst did, or it goes on.
  private var pauseReason: SafeText?

  init(_ targets: [UserTarget], reason: ResetReason?, note: String) {
    job = Job(targets)
    self.reason = reason
    self.note = note
  }

  /// How far it is.
  package var phase: Job<UserTarget>.Phase { job.phase }
  /// True when nothing is under way and nothing will be.
  package var isOver: Bool { job.isOver }
  var isStopping: Bool { job.phase == .stopped && !job.isOver }
  var targets: [UserTarget] { job.items }
  var endedCount: Int { job.endedCount }

  /// What was confirmed and not sent, as the audit log names it.
  var unsent: [AuditIntent] { job.unsent.map { .reset(request(for: $0)) } }

  /// What was typed and picked, for those who are not reset; nil where nothing was, or all are.
  var draft: DialogDraft? { .reset(targets.filter { !done.contains($0.id) }, reason, note) }

  /// The reset to send now; nil while one is under way, and when none may leave.
  mutating func next() -> Effect? {
    job.next().map { .write(AnyWrite(request(for: $0))) }
  }

  /// Takes how the one under way ended; false for a reply to anything else.
  ///
  /// A failure that would meet all others holds them back.
  mutating func finish(_ request: ResetRequest, _ outcome: WriteResult<ShownUser>) -> Bool {
    guard let target = job.underWay, job.finish(request.userID) else { return false }
    if case .done = outcome { done.insert(target.id) }
    if let failure = Self.failure(of: target, outcome) {
      failures.append(failure)
      if outcome.meetsEveryWrite {
        job.pause()
        pauseReason = failure
      }
    }
    return true
  }

  mutating func togglePause() {
    if job.phase == .paused { job.resume() } else { job.pause() }
    pauseReason = nil
  }

  mutating func stop() { job.stop() }

  private func request(for target: UserTarget) -> ResetRequest {
    ResetRequest(userID: target.id, seen: target.seen, reason: reason, note: note)
  }

  // MARK: Words

  /// `resetting: 3 of 12 done, 1 failed`.
  var progress: SafeText {
    let verb: SafeText =
      switch phase {
      case .running: "resetting"
      case .paused: "paused"
      case .stopped: isStopping ? "stopping after this one" : "stopped"
      case .finished: "over"
      }
    let failed: SafeText = failures.isEmpty ? "" : ", \(failures.count) failed"
    return "\(verb): \(endedCount) of \(targets.count) done\(failed)"
  }

  /// How it ended: `12 users reset (false positive)`, `3 of 12 users reset, 8 not tried`.
  var result: Notice.Draft {
    let suffix: SafeText = reason.map { " (\($0.words))" } ?? ""
    let count = targets.count.counted("user")
    guard done.count < targets.count else {
      return Notice.Draft("\(count) reset\(suffix)", .success)
    }
    let left = job.unsent.count
    let notTried: SafeText = left > 0 ? ", \(left) not tried" : ""
    return Notice.Draft("\(done.count) of \(count) reset\(notTried)", .error)
  }

  /// Why it waits, for a notice; nil where it does not, or the analyst knows.
  var pauseNotice: Notice.Draft? {
    guard phase == .paused, let pauseReason else { return nil }
    return Notice.Draft("resets paused: \(pauseReason)", .error)
  }

  /// Why a user was not reset, or may not be; nil where they were.
  static func failure(of target: UserTarget, _ outcome: WriteResult<ShownUser>) -> SafeText? {
    switch outcome {
    case .done: return nil
    case .changedMeanwhile(let shown):
      return "\(target.name): not reset, \(news(shown.seen ?? target.seen, since: target.seen))"
    case .notDone(let error):
      let words = ErrorFormatter(error, operation: "reset the user").line
      return "\(target.name): not reset, \(words)"
    case .unknown(let doubt, _):
      let words = ErrorFormatter(doubt, operation: "reset the user").line
      return "\(target.name): unknown whether reset, \(words)"
    }
  }

  /// What is new about a user since a moment, in words.
  static func news(_ fresh: RiskState, since seen: RiskState) -> SafeText {
    let added = fresh.addedEvents(since: seen)
    let events = added.map { SafeText($0.counted("new event")) } ?? "something new"
    return fresh.level == seen.level
      ? "\(events) since" : "\(events) since, now \(fresh.level.words)"
  }
}
