package import Foundation
import Synchronization

/// A clock for tests, on which no sleep takes any time.
///
/// A sleep ends at once, moving the time on, or waits until the test moves it there. It serves as the
/// clock that code sleeps on and, by ``date``, as what time it is.
package final class TestClock: Clock {
  /// So long after the start.
  package struct Instant: InstantProtocol {
    /// From the clock's start.
    package var offset: Duration = .zero
    package func advanced(by duration: Duration) -> Instant { Instant(offset: offset + duration) }
    package func duration(to other: Instant) -> Duration { other.offset - offset }
    package static func < (left: Instant, right: Instant) -> Bool { left.offset < right.offset }
  }

  /// Noon of a day in 2026, so that tests do not depend on today.
  package static let noon = Date(timeIntervalSince1970: 1_795_262_400)

  private struct State {
    var now = Instant()
    var sleeps: [Duration] = []
    var sleepers: [Int: Sleeper] = [:]
  }

  private struct Sleeper {
    var end: Instant
    var continuation: CheckedContinuation<Void, any Error>
  }

  private let start: Date
  private let limit: Int
  private let isHeld: Bool
  private let state = Mutex(State())

  /// Starts at a moment, and lets so many sleeps pass: those after them are canceled, which ends a
  /// loop that would sleep for ever.
  ///
  /// On a held clock sleeps last until ``advance(by:)`` has brought their end.
  package init(at start: Date = noon, sleeps limit: Int = .max, isHeld: Bool = false) {
    self.start = start
    self.limit = limit
    self.isHeld = isHeld
  }

  package var now: Instant { state.withLock { $0.now } }
  package var minimumResolution: Duration { .nanoseconds(1) }

  /// What time it is.
  package var date: Date { start.addingTimeInterval(now.offset / .seconds(1)) }

  /// For how long was slept, one entry a sleep, the one over the limit included.
  package var sleeps: [Duration] { state.withLock { $0.sleeps } }

  /// How long each sleep under way will still last, the shortest first.
  package var waits: [Duration] {
    state.withLock { state in
      state.sleepers.values.map { state.now.duration(to: $0.end) }.sorted()
    }
  }

  /// Lets time pass, which ends the sleeps that were to end by then.
  package func advance(by duration: Duration) {
    let due = state.withLock { state in
      state.now = state.now.advanced(by: duration)
      let due = state.sleepers.filter { $0.value.end <= state.now }
      for id in due.keys { state.sleepers[id] = nil }
      return due.values.sorted { $0.end < $1.end }
    }
    for sleeper in due { sleeper.continuation.resume() }
  }

  /// Throws where the task was canceled, or the sleeps are used up.
  package func sleep(until deadline: Instant, tolerance: Duration?) async throws {
    try Task.checkCancellation()
    let count = state.withLock { state in
      state.sleeps.append(state.now.duration(to: deadline))
      if !isHeld { state.now = max(state.now, deadline) }
      return state.sleeps.count
    }
    if count > limit { throw CancellationError() }
    if isHeld { try await wait(count, until: deadline) }
  }

  private func wait(_ id: Int, until end: Instant) async throws {
    try await withTaskCancellationHandler {
      try await withCheckedThrowingContinuation { continuation in
        let ending = state.withLock { state -> Result<Void, any Error>? in
          if Task.isCancelled { return .failure(CancellationError()) }
          if state.now >= end { return .success(()) }
          state.sleepers[id] = Sleeper(end: end, continuation: continuation)
          return nil
        }
        if let ending { continuation.resume(with: ending) }
      }
    } onCancel: {
      state.withLock { $0.sleepers.removeValue(forKey: id) }?
        .continuation.resume(throwing: CancellationError())
    }
  }
}
