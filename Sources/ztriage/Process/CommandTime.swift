import Foundation
import RiskAPI
import Synchronization
import TerminalUI

/// The time that a command has, and what it waits for meanwhile.
///
/// Calls to the account end by the deadline and say so themselves. For what cannot be asked to end,
/// such as a file that another program holds, a watch ends the program a second later.
final class CommandTime: Sendable {
  /// The time of the command that runs; nil for the dashboard, which is not bounded.
  @TaskLocal static var current: CommandTime?

  /// What a command waits for.
  enum Wait: Sendable {
    case account
    case tokenCommand
    /// Cache and journal, which another program may have locked.
    case files
  }

  /// How long a wait may last before it is told.
  static let patience = Duration.seconds(2)

  let deadline: CallDeadline
  private let limit: TimeLimit
  private let clock: any Clock<Duration>
  private let say: @Sendable (SafeText) -> Void
  private let state = Mutex(State())

  private struct State {
    var wait = Wait.files
    var isAsking = false
    var isDone = false
  }

  /// Starts the time; `say` tells of waits.
  init(
    _ limit: TimeLimit,
    clock: any Clock<Duration> = ContinuousClock(),
    say: @escaping @Sendable (SafeText) -> Void = { StandardError.say($0) }
  ) {
    self.limit = limit
    self.clock = clock
    self.say = say
    deadline = CallDeadline(after: limit.duration, clock: clock)
  }

  /// Runs a command, and ends the program where its time is over and it is not.
  static func bound(
    _ limit: TimeLimit,
    isolation: isolated (any Actor)? = #isolation,
    _ command: () async throws -> Void
  ) async throws {
    let time = CommandTime(limit)
    let watch = Task {
      guard let failure = await time.watch() else { return }
      StandardError.say(failure)
      exit(failure.status.rawValue)
    }
    defer { watch.cancel() }
    try await $current.withValue(time) { try await command() }
  }

  // MARK: Waiting

  /// Does what may take long, and says where it does.
  func waiting<Value, Failure: Error>(
    for wait: Wait,
    isolation: isolated (any Actor)? = #isolation,
    _ work: () async throws(Failure) -> Value
  ) async throws(Failure) -> Value {
    let notice = begin(wait)
    defer { end(notice) }
    return try await work()
  }

  /// Does what may block, and says where it does if a command's time is counted.
  static func waiting<Value, Failure: Error>(
    for wait: Wait,
    _ work: () throws(Failure) -> Value
  ) throws(Failure) -> Value {
    guard let time = current else { return try work() }
    let notice = time.begin(wait)
    defer { time.end(notice) }
    return try work()
  }

  /// Waits for a person, whose time does not count.
  func asking<Value>(_ question: () -> Value) -> Value {
    let left = deadline.left
    state.withLock { $0.isAsking = true }
    defer {
      deadline.postpone(by: left - deadline.left)
      state.withLock { $0.isAsking = false }
    }
    return question()
  }

  /// The answer is there: who reads it may take their time.
  func finish() {
    state.withLock { $0.isDone = true }
  }

  private func begin(_ wait: Wait) -> Task<Void, Never> {
    state.withLock { $0.wait = wait }
    return Task { [clock, deadline, say] in
      guard (try? await clock.sleep(for: Self.patience)) != nil else { return }
      say("waiting for \(wait.words), at most \(max(.zero, deadline.left).words) more")
    }
  }

  private func end(_ notice: Task<Void, Never>) {
    notice.cancel()
    state.withLock { $0.wait = .files }
  }

  // MARK: The end

  /// A second for what ends by itself at the deadline; some more for a write that has left, whose
  /// outcome must be looked at and recorded.
  private var slack: Duration {
    deadline.hasSentWrite ? CallDeadline.grace + .seconds(5) : .seconds(1)
  }

  /// Sleeps until the time is over; nil where the command was quicker.
  func watch() async -> Failure? {
    while !Task.isCancelled {
      let (isAsking, isDone) = state.withLock { ($0.isAsking, $0.isDone) }
      if isDone { return nil }
      let left = deadline.left + slack
      if !isAsking, left <= .zero { return failure }
      // A question moves the end when it is answered.
      let pause = isAsking ? max(left, .seconds(1)) : left
      guard (try? await clock.sleep(for: pause)) != nil else { return nil }
    }
    return nil
  }

  /// That the account did not answer before the deadline, as one line.
  var noAnswer: SafeText {
    "no answer from the account within \(limit.description); try again, or allow more with --timeout"
  }

  private var failure: Failure {
    if deadline.hasSentWrite {
      return Failure(
        .tryLater,
        "unknown whether it was done: its outcome could not be recorded within \(limit)",
        "look again before you repeat it; the next start looks, too"
      )
    }
    let advice = "try again, or allow more with --timeout"
    switch state.withLock(\.wait) {
    case .account: return Failure(.unavailable, line: noAnswer)
    case .tokenCommand: return Failure(.settings, "no token within \(limit)", advice)
    case .files:
      return Failure(
        .cannotWrite,
        "not done within \(limit): another program may have locked the cache or the journal",
        advice
      )
    }
  }
}

extension CommandTime.Wait {
  fileprivate var words: SafeText {
    switch self {
    case .account: "the account to answer"
    case .tokenCommand: "token_command"
    case .files: "another program that has locked the cache or the journal"
    }
  }
}

/// Carries requests, and tells of an answer that takes long.
struct WatchedTransport: Transport {
  let transport: any Transport
  let time: CommandTime

  func send(_ request: APIRequest) async throws(TransportError) -> APIReply {
    try await time.waiting(for: .account) { () async throws(TransportError) in
      try await transport.send(request)
    }
  }

  func send<Reader: BodyReader>(
    _ request: APIRequest,
    into reader: Reader
  ) async throws(TransportError) -> (head: APIReply, reader: Reader) {
    try await time.waiting(for: .account) { () async throws(TransportError) in
      try await transport.send(request, into: reader)
    }
  }
}
