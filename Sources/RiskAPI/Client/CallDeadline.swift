import HTTPTypes
import Synchronization

/// The moment by which all calls of a client must have ended, retries and pauses included.
///
/// A pause that would not end before it is not begun: the call fails at once with what it would have
/// waited for. Once a write has left, its reply and the reads that look what came of it may take a few
/// seconds more, because an outcome that nobody looked at is worse than one that comes late.
///
/// ```swift
/// let deadline = CallDeadline(after: .seconds(60))
/// let client = APIClient(…, deadline: deadline)
/// ```
public final class CallDeadline: Sendable {
  /// How long everything may take.
  public let limit: Duration
  /// How long a write may be waited for at least, once it has left.
  static let writePatience = Duration.seconds(2)
  /// How long after the deadline a look at what came of a write may end.
  public static let grace = Duration.seconds(5)

  private let now: @Sendable () -> Duration
  private let state: Mutex<State>

  private struct State {
    var end: Duration
    var hasSentWrite = false
  }

  /// Starts the time; `limit` is counted on `clock`.
  public init(after limit: Duration, clock: some Clock<Duration> = ContinuousClock()) {
    let start = clock.now
    self.limit = limit
    now = { start.duration(to: clock.now) }
    state = Mutex(State(end: limit))
  }

  /// The time that is left; less than zero after the end.
  public var left: Duration { state.withLock(\.end) - now() }

  /// Whether the time is over.
  public var isOver: Bool { left <= .zero }

  /// Whether a write has left, so that what came of it must be seen and recorded.
  public var hasSentWrite: Bool { state.withLock(\.hasSentWrite) }

  /// Moves the end, as after time in which a person was asked something.
  public func postpone(by duration: Duration) {
    state.withLock { $0.end += duration }
  }

  /// A write leaves: what comes of it must be seen.
  public func noteWrite() {
    state.withLock { $0.hasSentWrite = true }
  }

  /// The time that a call has.
  func left(for method: HTTPRequest.Method) -> Duration {
    let (end, hasSentWrite) = state.withLock { ($0.end, $0.hasSentWrite) }
    let grace: Duration = method == .get && hasSentWrite ? Self.grace : .zero
    return end + grace - now()
  }

  /// How long a request that leaves now may take; a write is never cut off as soon as it has left.
  func timeout(for method: HTTPRequest.Method) -> Duration {
    guard method != .get else { return left(for: .get) }
    noteWrite()
    return max(left, Self.writePatience)
  }
}
