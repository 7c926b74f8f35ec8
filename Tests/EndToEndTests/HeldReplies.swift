import Foundation
import SimulatedAPI
import Synchronization

/// An account's clock that holds a reply back until the test lets it go: no time is short or long.
final class HeldReplies: Clock {
  /// Tells from the calls so far whether the reply of the last one is held.
  typealias Condition = @Sendable ([ReceivedRequest]) -> Bool

  private struct State {
    var api: SimulatedAPI?
    var isReleased = false
    var waiting: [UUID: CheckedContinuation<Void, Never>] = [:]
  }

  let minimumResolution = Duration.zero
  private let condition: Condition
  private let latency: Duration
  private let state = Mutex(State())

  var now: ContinuousClock.Instant { .now }

  /// How many replies are held now.
  var held: Int { state.withLock(\.waiting.count) }

  /// What is not held takes the latency.
  init(latency: Duration = .zero, _ condition: @escaping Condition) {
    self.condition = condition
    self.latency = latency
  }

  /// An account of which every reply asks this clock first.
  func account(users: Int, budget: RequestQuota = RequestQuota()) -> SimulatedAPI {
    let api = SimulatedAPI(
      SimulationOptions(users: users, latency: .nanoseconds(1), budget: budget),
      clock: self
    )
    state.withLock { $0.api = api }
    return api
  }

  /// Lets go what is held; nothing is held any more.
  func release() {
    let waiting = state.withLock { state in
      defer { state = State(isReleased: true) }
      return state.waiting.values
    }
    for continuation in waiting { continuation.resume() }
  }

  func sleep(until deadline: ContinuousClock.Instant, tolerance: Duration?) async throws {
    guard let api = state.withLock(\.api), condition(await api.received) else {
      return try await Task.sleep(for: latency)
    }
    let id = UUID()
    await withTaskCancellationHandler {
      await withCheckedContinuation { (continuation: CheckedContinuation<Void, Never>) in
        let isFree = state.withLock { state in
          if state.isReleased || Task.isCancelled { return true }
          state.waiting[id] = continuation
          return false
        }
        if isFree { continuation.resume() }
      }
    } onCancel: {
      state.withLock { $0.waiting.removeValue(forKey: id) }?.resume()
    }
    try Task.checkCancellation()
  }
}
