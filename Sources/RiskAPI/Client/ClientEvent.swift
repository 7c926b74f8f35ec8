/// What a client tells while a call is under way, for notices, progress bars and logs.
public enum ClientEvent: Hashable, Sendable {
  /// A try failed; the next one (`attempt`, from 2) follows after `delay`.
  case retrying(operation: String, attempt: Int, delay: Duration, error: APIError)
  /// The call waits before a try: the account asked for a pause, or too little of its budget is left.
  ///
  /// `ray` is that of the reply that asked for it, where this client got it.
  case waiting(operation: String, delay: Duration, reason: PauseReason, ray: String? = nil)
  /// The call is given up: the pause is longer than ``APIClient/Configuration/maxRetryAfter``, or than
  /// the client's ``CallDeadline`` allows.
  case held(operation: String, delay: Duration, reason: PauseReason, ray: String? = nil)
  /// What the account says about its budget.
  case rateLimit(RateLimit)
  /// A page of a longer result came. `total` is what the account counts, and may change.
  case page(operation: String, received: Int, total: Int)
}
