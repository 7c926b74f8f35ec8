package import Foundation
import GRDB
package import RiskAPI
import Synchronization

/// The request budget that all processes on an account spend together, kept in the cache's file.
///
/// Every call is one small transaction on a connection of its own, so that a large refresh in this
/// process is not waited for. Where the file cannot be had at once, requests are admitted and
/// counted with the next one; nobody is told, because nothing is lost but foresight.
package final class RateLimitStore: RateLimiter {
  private let path: String
  private let patience: Double
  private let now: @Sendable () -> Date
  private let state = Mutex(State())

  private struct State {
    var connection: Connection?
    /// Requests that left while the file could not be had.
    var uncounted = 0
  }

  init(path: String, patience: Double, now: @escaping @Sendable () -> Date) {
    self.path = path
    self.patience = patience
    self.now = now
  }

  package func enter(_ priority: RequestPriority) async -> Admission {
    let time = now().timeIntervalSince1970
    let missed = state.withLock { state in
      defer { state.uncounted = 0 }
      return state.uncounted
    }
    let admission = await write { database in
      try database.forgetCounts(at: time)
      if missed > 0 { _ = try database.count(missed, at: time) }
      let state = try database.rateLimitState()
      let sent = try database.counts(since: time - Double(state.window))
      if let pause = state.pause(priority, at: time, sent: sent) {
        return Admission.held(for: .milliseconds(Int(pause.seconds * 1000) + 1), pause.reason)
      }
      return .admitted(entry: try database.count(1, at: time))
    }
    guard let admission else {
      state.withLock { $0.uncounted += missed + 1 }
      return .admitted(entry: nil)
    }
    return admission
  }

  package func note(_ limit: RateLimit, entry: Int?) async {
    guard let entry else { return }
    await change { $0.note(limit, entry: entry, at: $1) }
  }

  package func noteRefusal(seconds: Int) async {
    await change { $0.noteRefusal(seconds: seconds, at: $1) }
  }

  private func change(
    _ change: @escaping @Sendable (inout RateLimitState, Double) -> Void
  ) async {
    let time = now().timeIntervalSince1970
    _ = await write { database in
      let before = try database.rateLimitState()
      var state = before
      change(&state, time)
      if state != before { try database.save(state) }
    }
  }

  /// Nil where the file cannot be had, or not at once.
  private func write<Value: Sendable>(
    _ body: @escaping @Sendable (Database) throws -> Value
  ) async -> Value? {
    guard let connection = opened() else { return nil }
    do throws(StoreProblem) {
      return try await connection.write(body)
    } catch {
      return nil
    }
  }

  private func opened() -> Connection? {
    state.withLock { state in
      if state.connection == nil {
        state.connection = try? Connection.openBeside(path, patience: patience)
      }
      return state.connection
    }
  }
}

extension Cache {
  /// The account's request budget, shared with every process that has this file open.
  ///
  /// Nil for a cache without a file, or with one that can only be read. `patience` is how many seconds
  /// a request waits for the file.
  package func rateLimitStore(
    patience: Double = 0.02,
    now: @escaping @Sendable () -> Date = { Date() }
  ) -> RateLimitStore? {
    guard isWritable, let path else { return nil }
    return RateLimitStore(path: path, patience: patience, now: now)
  }
}
