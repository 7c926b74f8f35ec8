/// What several clients of one account know together of its request budget.
///
/// An account counts the requests of a token whoever sends them, and refuses all of them for minutes
/// once there were too many. A client alone learns of the others by being refused; clients that share
/// a rate limiter, in one process or in several, hold back before that.
///
/// A rate limiter is asked before each try, so it answers within milliseconds. One that cannot answer, for
/// want of its file or of a lock on it, admits: it is a help, never a reason to fail.
public protocol RateLimiter: Sendable {
  /// Enters a request that is about to leave, unless it has to wait.
  func enter(_ priority: RequestPriority) async -> Admission

  /// Notes what the reply to a request says of the budget; `entry` is the number it was entered under.
  func note(_ limit: RateLimit, entry: Int?) async

  /// Notes that the account refuses every request for so many seconds from now.
  func noteRefusal(seconds: Int) async
}

/// Whether a request can wait for others.
public enum RequestPriority: Hashable, Sendable {
  /// Waits while what is left of the budget is kept for urgent requests.
  case deferrable
  /// Part of a write: leaves as long as anything is left of the budget.
  case urgent
}

extension APIClient {
  @TaskLocal static var isUrgent = false

  /// Makes calls for a write that a person waits for: its reads leave while other reads are held back
  /// because the budget runs out.
  ///
  /// A write that cannot look before and after is none.
  public static func urgently<Outcome, Failure: Error>(
    isolation: isolated (any Actor)? = #isolation,
    _ calls: () async throws(Failure) -> Outcome
  ) async throws(Failure) -> Outcome {
    let result: Result<Outcome, Failure> = await $isUrgent.withValue(true) {
      do throws(Failure) {
        return .success(try await calls())
      } catch {
        return .failure(error)
      }
    }
    return try result.get()
  }
}

/// A rate limiter's answer.
public enum Admission: Hashable, Sendable {
  /// The request may leave; `entry` is its number, nil where it could not be entered.
  case admitted(entry: Int?)
  /// The request has to wait, and is not entered.
  case held(for: Duration, PauseReason)
}

/// Why requests have to wait.
public enum PauseReason: Hashable, Sendable {
  /// The account refused a request and said for how long.
  case refused
  /// The account's request budget is spent, or what is left is kept for writes.
  case spent

  /// The reply that a request would get which were sent all the same.
  var reply: APIError.Reply {
    let words =
      switch self {
      case .refused: "the account refuses requests for a while"
      case .spent: "the account's request budget is spent"
      }
    return APIError.Reply(status: 429, errors: [APIError.Item(code: 0, message: words)])
  }
}
