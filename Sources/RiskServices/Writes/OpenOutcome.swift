import RiskAPI

extension APIError {
  /// True when a write may have been carried out all the same, so that only looking tells.
  ///
  /// A server error counts: a gateway's 502 is often sent after the account did what was asked.
  var leavesOutcomeOpen: Bool {
    switch self {
    case .outcomeUnknown, .serverFailed: true
    default: false
    }
  }

  /// True when the account answered, so that another question may well get what this one did not.
  var isAnswer: Bool {
    switch self {
    case .notFound, .serverFailed, .undecodable, .tooLarge, .rejected: true
    case .invalidRequest, .unreachable, .obstructed, .timedOut, .canceled, .unauthorized,
      .forbidden,
      .rateLimited, .outcomeUnknown:
      false
    }
  }
}
