/// Runs a root pane: hands it messages, starts the effects it asks for, and paints once a turn.
@MainActor
package final class Program<Root: RootPane> {
  /// Carries out an effect, answers a query, or serves a subscription until it is canceled, sending what
  /// happens.
  package typealias Runner<Work> =
    @Sendable (Work, @escaping @Sendable (Root.Message) async -> Void) async -> Void

  /// The state.
  package private(set) var root: Root
  /// Paints the screen after each turn in which messages were applied.
  package var onTurn: ((Root) -> Painting)?

  /// What became of a turn's painting.
  package struct Painting {
    /// Whether all of it was sent.
    let isComplete: Bool
    /// What had arrived before that, and so can be meant only for the screen before.
    let earlier: [Root.Message]

    package init(isComplete: Bool = true, earlier: [Root.Message] = []) {
      self.isComplete = isComplete
      self.earlier = earlier
    }
  }

  private let perform: Runner<Root.Effect>
  private let answer: Runner<Root.Query>
  private let subscribe: Runner<Root.Subscription>
  private let intercept: (Root.Effect) -> Bool
  private var running: [Int: Task<Void, Never>] = [:]
  private var newestByKey: [String: Int] = [:]
  private var asked = WantedTasks<Root.Query>()
  private var subscribed = WantedTasks<Root.Subscription>()
  private var effectCount = 0
  private var isTurnScheduled = false
  private var hasStopped = false

  /// Makes a program that has not started anything yet.
  ///
  /// `intercept` takes effects that belong to the terminal, at once and on the main actor; where it
  /// returns false, the effect goes to `perform`.
  package init(
    _ root: Root,
    perform: @escaping Runner<Root.Effect>,
    answer: @escaping Runner<Root.Query>,
    subscribe: @escaping Runner<Root.Subscription>,
    intercept: @escaping (Root.Effect) -> Bool = { _ in false }
  ) {
    self.root = root
    self.perform = perform
    self.answer = answer
    self.subscribe = subscribe
    self.intercept = intercept
  }

  /// Applies messages in order, then lets the screen be painted once.
  package func send(_ messages: [Root.Message]) {
    guard !hasStopped else { return }
    for message in messages { apply(message) }
    endTurn()
  }

  /// Applies one message.
  package func send(_ message: Root.Message) {
    send([message])
  }

  /// Paints once more, for a terminal that takes again what it did not.
  package func paint() {
    guard !hasStopped else { return }
    endTurn()
  }

  /// Returns once no effect is under way, effects started by replies included.
  package func settle() async {
    while let task = running.values.first {
      await task.value
    }
  }

  /// Ends queries, subscriptions and whatever may be canceled; writes under way go on.
  package func stop() {
    hasStopped = true
    asked.cancelAll()
    subscribed.cancelAll()
    for id in newestByKey.values { running[id]?.cancel() }
  }

  private func start(_ effect: Root.Effect) {
    if intercept(effect) { return }
    effectCount += 1
    let id = effectCount
    let key = effect.replacementKey
    if let key {
      if let older = newestByKey[key] { running[older]?.cancel() }
      newestByKey[key] = id
    }
    running[id] = Task { [perform] in
      await perform(effect) { [weak self] message in
        await self?.receive(message, from: id, key: key)
      }
      finish(id, key: key)
    }
  }

  /// Drops a reply that a newer effect with the same key has made stale.
  private func receive(_ message: Root.Message, from id: Int, key: String?) {
    if let key, newestByKey[key] != id { return }
    enqueue(message)
  }

  private func finish(_ id: Int, key: String?) {
    running[id] = nil
    if let key, newestByKey[key] == id { newestByKey[key] = nil }
  }

  /// Applies at once, but paints after everything else that this turn of the main queue brings.
  private func enqueue(_ message: Root.Message) {
    guard !hasStopped else { return }
    apply(message)
    scheduleTurn()
  }

  private func apply(_ message: Root.Message) {
    for effect in root.update(message) { start(effect) }
  }

  private func scheduleTurn() {
    guard !isTurnScheduled else { return }
    isTurnScheduled = true
    Task { [weak self] in
      guard let self else { return }
      isTurnScheduled = false
      guard !hasStopped else { return }
      endTurn()
    }
  }

  private func endTurn() {
    followWanted()
    let painting = onTurn?(root) ?? Painting()
    guard painting.earlier.isEmpty else {
      for message in painting.earlier { apply(message) }
      return scheduleTurn()
    }
    if painting.isComplete { root.painted() }
  }

  private func followWanted() {
    asked.follow(root.queries) { query in
      Task { [answer] in
        await answer(query) { [weak self] message in await self?.receive(message, to: query) }
      }
    }
    subscribed.follow(root.subscriptions) { subscription in
      Task { [subscribe] in
        await subscribe(subscription) { [weak self] message in
          await self?.receive(message, from: subscription)
        }
      }
    }
  }

  private func receive(_ message: Root.Message, to query: Root.Query) {
    if asked.contains(query) { enqueue(message) }
  }

  private func receive(_ message: Root.Message, from subscription: Root.Subscription) {
    if subscribed.contains(subscription) { enqueue(message) }
  }
}
