import RiskAPI
import RiskServices
import TerminalUI

/// Confirmed resets, one after the other, and how those that are over ended.
struct ResetRun: Equatable, Sendable {
  private let targets: [UserTarget]
  /// How many are over.
  private(set) var next = 0
  /// Who is reset, as far as the account shows it.
  private(set) var done: Set<UserID> = []
  /// What ended otherwise than reset, in words.
  private(set) var failures: [SafeText] = []

  init(_ targets: [UserTarget]) { self.targets = targets }

  /// Whose turn it is; nil where all are over.
  var current: UserTarget? { targets.indices.contains(next) ? targets[next] : nil }

  /// Takes how the one under way ended.
  mutating func finish(_ outcome: WriteResult<ShownUser>) {
    guard let target = current else { return }
    next += 1
    switch outcome {
    case .done: done.insert(target.id)
    case .changedMeanwhile(let shown):
      let fresh = shown.seen ?? target.seen
      failures.append("\(target.name): not reset, \(Self.news(fresh, since: target.seen))")
    case .notDone(let error):
      let words = ErrorFormatter(error, operation: "reset the user").line
      failures.append("\(target.name): not reset, \(words)")
    case .unknown(let doubt, _):
      let words = ErrorFormatter(doubt, operation: "reset the user").line
      failures.append("\(target.name): unknown whether reset, \(words)")
    }
  }

  /// Tries no more of them, and returns those who were not tried.
  mutating func giveUp(_ reason: SafeText) -> [UserTarget] {
    let left = Array(targets[next...])
    failures.append("\(left.count.counted("user")) not tried: \(reason)")
    next = targets.count
    return left
  }

  /// What is new about a user since a moment, in words.
  static func news(_ fresh: RiskState, since seen: RiskState) -> SafeText {
    // Counts are the account's word, so their difference may not fit.
    let (added, isOverflow) = fresh.eventCount.subtractingReportingOverflow(seen.eventCount)
    let events: SafeText =
      added > 0 && !isOverflow ? SafeText(added.counted("new event")) : "something new"
    return fresh.level == seen.level
      ? "\(events) since" : "\(events) since, now \(fresh.level.words)"
  }
}
