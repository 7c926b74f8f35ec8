package import Foundation
package import RiskAPI

/// A timer or a stream that the dashboard listens to, while its state is one that has a use for it.
package enum Subscription: Hashable, Sendable {
  /// The start of each minute, when relative times change.
  case minutes
  /// The background refresh.
  case refresh(every: Duration)
  /// Once, 250 ms after loading began; the number tells one loading from the next.
  case loadingDelay(Int)
  /// Four times a second, while something visible loads.
  case spinner
  /// Once, when a notice has stood for six seconds.
  case noticeExpiry(Int)
  /// Once, when the selection has rested on a user.
  case rest(UserID)
  /// Retries and pauses of the client.
  case clientEvents
  /// Once, when drafts have stood for a second as this version of them has them.
  case draftsRest(Int)
}

/// Serves subscriptions from clocks that are passed in.
package struct SubscriptionRunner: Sendable {
  private let clock: any Clock<Duration>
  private let now: @Sendable () -> Date
  private let clientEvents: AsyncStream<ClientEvent>

  /// Timers run on the clock; `now` is what they tell.
  package init(
    clock: any Clock<Duration>,
    now: @escaping @Sendable () -> Date,
    clientEvents: AsyncStream<ClientEvent>
  ) {
    self.clock = clock
    self.now = now
    self.clientEvents = clientEvents
  }

  /// Serves one subscription until its task is canceled or it is over.
  package func run(
    _ subscription: Subscription,
    send: @escaping @Sendable (Dashboard.Message) async -> Void
  ) async {
    do {
      switch subscription {
      case .minutes:
        while true {
          let seconds = now().timeIntervalSince1970
          let rest = 60 - seconds.truncatingRemainder(dividingBy: 60)
          // Just past the minute, so that rounding cannot wake up twice for one.
          try await clock.sleep(for: .milliseconds(Int(rest * 1000) + 20))
          await send(.timePassed(now()))
        }
      case .refresh(let interval):
        while true {
          try await clock.sleep(for: interval)
          await send(.refreshDue(now()))
        }
      case .loadingDelay(let id):
        try await clock.sleep(for: .milliseconds(250))
        await send(.loadingLingered(id))
      case .spinner:
        while true {
          try await clock.sleep(for: .milliseconds(250))
          await send(.spinnerTurned)
        }
      case .noticeExpiry(let id):
        try await clock.sleep(for: .seconds(6))
        await send(.noticeExpired(id))
      case .rest(let id):
        try await clock.sleep(for: .milliseconds(120))
        await send(.selectionRested(id))
      case .draftsRest(let version):
        try await clock.sleep(for: .seconds(1))
        await send(.draftsRested(version))
      case .clientEvents:
        for await event in clientEvents { await send(.clientReported(event, now())) }
      }
    } catch {
      // Canceled: the state does not want it any more.
    }
  }
}
