import RiskAPI

/// What is known of an account's request budget, and what follows from it.
///
/// Times are seconds since 1970 by the wall's clock, because processes share no other. Nothing that was
/// noted is believed for longer than ``longestPause``, nor when it seems to come from the future: a
/// clock that was set must not hold requests for hours.
struct RateLimitState: Equatable {
  /// How many requests were ever entered.
  var entries = 0
  /// How many requests the account allows in one window, as it last said.
  var quota = RateLimitState.standardQuota
  /// The window's length in seconds.
  var window = RateLimitState.standardWindow
  /// What the account last said is left.
  var allowance: Allowance?
  /// Until when the account refuses everything.
  var refusal: Refusal?

  /// What was left after a request, until the window ends.
  struct Allowance: Equatable {
    var remaining: Int
    /// The request's number: those after it come on top.
    var entry: Int
    var notedAt: Double
    var endsAt: Double
  }

  struct Refusal: Equatable {
    var notedAt: Double
    var endsAt: Double
  }

  /// A second's requests.
  struct Sent: Equatable {
    var second: Int
    var requests: Int
  }

  /// What the API's documentation tells: 1200 requests in 5 minutes.
  static let standardQuota = 1200
  static let standardWindow = 300
  /// The longest pause that is believed, in seconds: twice the account's usual refusal.
  static let longestPause = 600.0
  /// How far the clocks of two notes may differ, in seconds.
  static let tolerance = 2.0
  /// The longest window that is believed, in seconds.
  static let longestWindow = 3600

  /// How many of the quota are kept for urgent requests: of a small one, enough for a write with all its
  /// looks.
  var reserve: Int { max(1, min(quota / 4, max(8, quota / 20))) }

  /// How long a request has to wait at `now`; nil for not at all.
  ///
  /// `sent` holds the seconds of the window in which requests left, in order.
  func pause(
    _ priority: RequestPriority,
    at now: Double,
    sent: [Sent]
  ) -> (seconds: Double, reason: PauseReason)? {
    if let refusal, isCurrent(refusal.notedAt, refusal.endsAt, now) {
      return (refusal.endsAt - now, .refused)
    }
    let kept = priority == .deferrable ? reserve : 0
    if let allowance, isCurrent(allowance.notedAt, allowance.endsAt, now) {
      let left = allowance.remaining - (entries - allowance.entry)
      return left > kept ? nil : (allowance.endsAt - now, .spent)
    }
    return ownPause(keeping: kept, at: now, sent: sent)
  }

  /// Counts the window's own requests, for an account that says nothing of its budget.
  private func ownPause(
    keeping kept: Int,
    at now: Double,
    sent: [Sent]
  ) -> (seconds: Double, reason: PauseReason)? {
    let limit = max(1, quota - kept)
    let start = countingStart(at: now)
    let counted = sent.filter { Double($0.second) >= start && Double($0.second) <= now }
    var count = counted.reduce(0) { $0 + $1.requests }
    guard count >= limit else { return nil }
    // As soon as so many have left the window that one more fits.
    for each in counted {
      count -= each.requests
      let end = Double(each.second + 1 + window)
      if count < limit, end > now { return (min(end - now, Self.longestPause), .spent) }
    }
    return nil
  }

  /// Since when requests count: what was sent before a window or a refusal ended is forgiven.
  private func countingStart(at now: Double) -> Double {
    let ends = [allowance?.endsAt, refusal?.endsAt].compactMap { $0 }.filter { $0 <= now }
    // A window's end is told in whole seconds: what was sent in the last of them counts.
    return max(now - Double(window), (ends.max() ?? 0).rounded(.down) - 1)
  }

  private func isCurrent(_ notedAt: Double, _ endsAt: Double, _ now: Double) -> Bool {
    notedAt <= now + Self.tolerance && now < endsAt && endsAt - notedAt <= Self.longestPause
  }

  /// Takes what a reply says; `entry` is the request's number.
  ///
  /// Requests overtake each other on their way: within a window the smallest remainder that was told
  /// holds, for it only shrinks, and it counts for all requests up to the newest that was answered.
  mutating func note(_ limit: RateLimit, entry: Int, at now: Double) {
    if let told = limit.quota, told > 0, let length = limit.windowSeconds,
      (1...Self.longestWindow).contains(length)
    {
      (quota, window) = (told, length)
    }
    guard let remaining = limit.remaining, let seconds = limit.resetSeconds, seconds > 0 else {
      return
    }
    let end = now + min(Double(seconds), Self.longestPause)
    var told = Allowance(remaining: remaining, entry: entry, notedAt: now, endsAt: end)
    if let allowance, isCurrent(allowance.notedAt, allowance.endsAt, now) {
      let isSameWindow = abs(end - allowance.endsAt) <= Self.tolerance
      if entry < allowance.entry, !isSameWindow { return }
      if isSameWindow {
        told.remaining = min(remaining, allowance.remaining)
        told.entry = max(entry, allowance.entry)
      }
    }
    allowance = told
  }

  /// Takes a refusal; of several, the one that ends last counts.
  mutating func noteRefusal(seconds: Int, at now: Double) {
    let end = now + min(Double(max(0, seconds)), Self.longestPause)
    if let refusal, isCurrent(refusal.notedAt, refusal.endsAt, now), refusal.endsAt >= end {
      return
    }
    refusal = Refusal(notedAt: now, endsAt: end)
  }
}
