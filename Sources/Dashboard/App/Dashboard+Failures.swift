import RiskAPI
import RiskServices
import TerminalUI

// MARK: What cannot be fetched

extension Dashboard {
  /// What failed and what to do, for the foot of a pane that shows old data: none where all is well, where the
  /// pane is too low, or where it has nothing to show and says so inside.
  func failureLines(of pane: PaneID, in rect: Rect) -> [SafeText] {
    guard rect.height >= 8, let (error, operation) = failure(of: pane) else { return [] }
    let words = ErrorFormatter(error, operation: operation)
    let lines = TextWrap.lines(of: SafeText(words.line), width: rect.width - 4)
    if lines.count == 1 || lines.count == 2 && rect.height >= 12 { return lines }
    // What failed stands in the edge of the pane already.
    return ["\(words.advice)\(words.rayWords)"]
  }

  private func failure(of pane: PaneID) -> (error: APIError, operation: String)? {
    let (error, hasOldData): (APIError?, Bool) =
      switch pane {
      case .users: (account.users.failure, account.users.value != nil || showsPastUsers)
      case .timeline: timelineFailure
      case .integrations: (account.integrations.failure, account.integrations.value != nil)
      case .behaviors: (account.behaviors.failure, account.behaviors.value != nil)
      }
    guard let error, hasOldData else { return nil }
    return (error, pane.operation)
  }

  private var showsPastUsers: Bool { !users.shown.isEmpty }

  private var timelineFailure: (APIError?, Bool) {
    guard let id = timeline.userID else { return (nil, false) }
    let risk = account.risk(of: id)
    // That a user who left has no page is no failure: it is why what is saved here is shown.
    if case .notFound = risk.failure { return (nil, false) }
    return (risk.failure, risk.value != nil || !timeline.rows.isEmpty)
  }

  /// Puts a failed fetch into the messages, once for each cause: it comes with every refresh.
  mutating func recordFailure<Value>(
    _ result: Result<Fetched<Value>, APIError>,
    of pane: PaneID,
    after earlier: APIError?
  ) {
    guard case .failure(let error) = result, error != .canceled else { return }
    let words = ErrorFormatter(error, operation: pane.operation)
    guard earlier.map({ ErrorFormatter($0, operation: pane.operation).problem }) != words.problem
    else { return }
    notices.record(Notice.Draft("\(pane.title): \(words.line)", .warning), at: now)
  }
}

extension PaneID {
  /// What fetching the pane's data is called in an error.
  fileprivate var operation: String {
    switch self {
    case .users: "read the users"
    case .timeline: "read this user's events"
    case .integrations: "read the integrations"
    case .behaviors: "read the behaviors"
    }
  }
}
