import Synchronization

/// The pause that an account asked for, shared by every call of one client.
///
/// Without it, ten calls would each learn of the same refusal by being refused, and every refused
/// call prolongs the refusal.
final class RequestPauses: Sendable {
  private let state = Mutex(State())

  private struct State {
    var refusal: Pause?
    var spentBudget: Pause?
  }

  /// A stretch of time, on the client's clock, in which no call is made.
  private struct Pause {
    var end: Duration
    var reply: APIError.Reply
  }

  /// Remembers that the account refuses all calls until `end`.
  func refuse(until end: Duration, reply: APIError.Reply) {
    state.withLock { state in
      if end > state.refusal?.end ?? .zero { state.refusal = Pause(end: end, reply: reply) }
    }
  }

  /// Remembers that the budget is spent until `end`, so that reading must wait.
  func holdReads(until end: Duration, reply: APIError.Reply) {
    state.withLock { $0.spentBudget = Pause(end: end, reply: reply) }
  }

  /// How long a call has to wait at `now`, with the reply that asked for it; nil for not at all.
  ///
  /// A spent budget holds what can be deferred: a write that a person waits for is left to the
  /// account.
  func pause(
    at now: Duration,
    isDeferrable: Bool
  ) -> (delay: Duration, reason: PauseReason, reply: APIError.Reply)? {
    state.withLock { state in
      if let end = state.refusal?.end, end <= now { state.refusal = nil }
      if let end = state.spentBudget?.end, end <= now { state.spentBudget = nil }
      let pauses = [
        state.refusal.map { ($0, PauseReason.refused) },
        isDeferrable ? state.spentBudget.map { ($0, .spent) } : nil,
      ].compactMap { $0 }
      return pauses.max { $0.0.end < $1.0.end }.map { ($0.end - now, $1, $0.reply) }
    }
  }
}

/// A clock whose instants are durations since the client was made, whatever clock is behind it.
struct CallClock: Sendable {
  /// Time since the client was made.
  let now: @Sendable () -> Duration
  /// Sleeps; throws when the task is canceled.
  let sleep: @Sendable (Duration) async throws -> Void

  init(_ clock: some Clock<Duration>) {
    let start = clock.now
    now = { start.duration(to: clock.now) }
    sleep = { try await clock.sleep(for: $0) }
  }
}
