/// What a client tells while a call is under way, for notices, progress bars and logs.
public enum ClientEvent: Hashable, Sendable {
  /// A try failed; the next one (`attempt`, from 2) follows after `delay`.
  case retrying(operation: String, attempt: Int, delay: Duration, error: APIError)
  /// The call waits before its first try, because the account asked for a pause.
  case waiting(operation: String, delay: Duration)
  /// What the account says about its budget.
  case rateLimit(RateLimit)
  /// A page of a longer result came. `total` is what the account counts, and may change.
  case page(operation: String, received: Int, total: Int)
}
