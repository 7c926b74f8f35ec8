import GRDB

/// The budget's rows.
extension Database {
  func rateLimitState() throws -> RateLimitState {
    var state = RateLimitState()
    let row = try Row.fetchOne(
      self,
      sql: """
        SELECT entries, quota, window, remaining, remaining_entry, remaining_at, window_ends_at,
          refused_at, refused_until FROM request_budget
        """
    )
    guard let row else { return state }
    state.entries = Self.plausible(try row.get(0))
    state.quota = max(1, Self.plausible(try row.get(1) ?? state.quota))
    state.window = min(max(1, try row.get(2) ?? state.window), RateLimitState.longestWindow)
    if let remaining = try row.get(3) as Int?, let entry = try row.get(4) as Int?,
      let notedAt = try row.get(5) as Int64?, let endsAt = try row.get(6) as Int64?
    {
      state.allowance = RateLimitState.Allowance(
        remaining: Self.plausible(remaining),
        entry: Self.plausible(entry),
        notedAt: Moment.seconds(notedAt),
        endsAt: Moment.seconds(endsAt)
      )
    }
    if let notedAt = try row.get(7) as Int64?, let endsAt = try row.get(8) as Int64? {
      state.refusal = RateLimitState.Refusal(
        notedAt: Moment.seconds(notedAt),
        endsAt: Moment.seconds(endsAt)
      )
    }
    return state
  }

  /// Numbers that can be added up, whoever wrote them into the file.
  private static func plausible(_ number: Int) -> Int { min(max(0, number), 1 << 40) }

  func save(_ state: RateLimitState) throws {
    try execute(
      sql: """
        REPLACE INTO request_budget (id, entries, quota, window, remaining, remaining_entry,
          remaining_at, window_ends_at, refused_at, refused_until)
        VALUES (1, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        """,
      arguments: [
        state.entries, state.quota, state.window, state.allowance?.remaining,
        state.allowance?.entry, (state.allowance?.notedAt).map { Moment.microseconds($0) },
        (state.allowance?.endsAt).map { Moment.microseconds($0) },
        (state.refusal?.notedAt).map { Moment.microseconds($0) },
        (state.refusal?.endsAt).map { Moment.microseconds($0) },
      ]
    )
  }

  /// Counts requests that leave at a time; gives the number of the last of them.
  func count(_ requests: Int, at time: Double) throws -> Int {
    try execute(
      sql: """
        INSERT INTO request_count (second, requests) VALUES (?1, ?2)
        ON CONFLICT (second) DO UPDATE SET requests = requests + ?2
        """,
      arguments: [Int(time), requests]
    )
    return try Int.fetchOne(
      self,
      sql: "UPDATE request_budget SET entries = entries + ? RETURNING entries",
      arguments: [requests]
    ) ?? 0
  }

  func counts(since time: Double) throws -> [RateLimitState.Sent] {
    try Row.fetchAll(
      self,
      sql: "SELECT second, requests FROM request_count WHERE second >= ? ORDER BY second",
      arguments: [Int(time)]
    ).map {
      RateLimitState.Sent(second: try $0.get(0), requests: Self.plausible(try $0.get(1)))
    }
  }

  /// Forgets what no window reaches, and what a clock that was set back since has put into the future.
  func forgetCounts(at time: Double) throws {
    try execute(
      sql: "DELETE FROM request_count WHERE second < ?1 OR second > ?2",
      arguments: [
        Int(time) - RateLimitState.longestWindow, Int(time + RateLimitState.tolerance),
      ]
    )
  }
}
