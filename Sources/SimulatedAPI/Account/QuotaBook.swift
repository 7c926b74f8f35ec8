import Foundation

/// How much of its budget each set of credentials has spent.
struct QuotaBook {
  let budget: RequestQuota
  private var uses: [String: Use] = [:]

  private struct Use {
    var count = 0
    var windowEnd: Date
    var refusedUntil: Date?
  }

  /// What a reply's headers say of the budget.
  struct State: Hashable {
    /// Calls left in the window.
    var remaining: Int
    /// Seconds until the window ends.
    var seconds: Int
    /// Seconds until calls are answered again; nil while they are.
    var retryAfter: Int?
  }

  init(_ budget: RequestQuota) {
    self.budget = budget
  }

  /// Counts one call.
  ///
  /// Beyond the budget every call is refused for a whole window.
  mutating func spend(by credentials: String, now: Date) -> State {
    var use = uses[credentials] ?? fresh(now)
    if let end = use.refusedUntil {
      if now < end { return refused(until: end, now) }
      use = fresh(now)
    }
    if now >= use.windowEnd { use = fresh(now) }
    use.count += 1
    if use.count > budget.calls {
      let end = now + TimeInterval(budget.seconds)
      use.refusedUntil = end
      uses[credentials] = use
      return refused(until: end, now)
    }
    uses[credentials] = use
    return State(
      remaining: budget.calls - use.count,
      seconds: Self.wholeSeconds(from: now, to: use.windowEnd),
      retryAfter: nil
    )
  }

  private func fresh(_ now: Date) -> Use {
    Use(windowEnd: now + TimeInterval(budget.seconds))
  }

  private func refused(until end: Date, _ now: Date) -> State {
    let seconds = Self.wholeSeconds(from: now, to: end)
    return State(remaining: 0, seconds: seconds, retryAfter: seconds)
  }

  private static func wholeSeconds(from start: Date, to end: Date) -> Int {
    Int(end.timeIntervalSince(start).rounded(.up))
  }
}
