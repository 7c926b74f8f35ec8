/// The whole program's state: a value that applies messages and draws itself.
package protocol RootPane: Sendable {
  associatedtype Message: Sendable
  associatedtype Effect: ProgramEffect
  associatedtype Query: Hashable & Sendable
  associatedtype Subscription: Hashable & Sendable

  /// Applies one message and names the work to start. Never waits, never touches the world.
  mutating func update(_ message: Message) -> [Effect]

  /// Answers that the state wants while it is as it is, each asked for once.
  ///
  /// Compared after every update, so each is told apart by something small: an id, a revision. What is
  /// wanted no more is canceled, and its answer dropped.
  var queries: Set<Query> { get }

  /// What to listen to while the state is as it is: timers, streams.
  ///
  /// Compared after every update: what appears is started, what is gone is stopped.
  var subscriptions: Set<Subscription> { get }

  /// Draws the screen.
  func view(in frame: inout Frame)

  /// The whole screen as it stands has been sent, and everything that was typed before is applied.
  ///
  /// Keys that come from now on may be meant for what it shows; those before cannot be.
  mutating func painted()
}

extension RootPane {
  package mutating func painted() {}
}

/// Work to start, as a value that tests compare.
package protocol ProgramEffect: Equatable, Sendable {
  /// Effects with equal keys replace each other: starting one cancels the one under way, and drops
  /// its reply. Nil never cancels and is never canceled, as every write must be.
  var replacementKey: String? { get }
}
