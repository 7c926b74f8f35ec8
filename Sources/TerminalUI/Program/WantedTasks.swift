/// Tasks that run while a state wants them.
///
/// One that has ended stays known while it is wanted, so that it runs once.
struct WantedTasks<Key: Hashable & Sendable> {
  private var tasks: [Key: Task<Void, Never>] = [:]

  func contains(_ key: Key) -> Bool { tasks[key] != nil }

  /// Starts what is wanted and was not, and cancels what is wanted no more.
  mutating func follow(_ wanted: Set<Key>, start: (Key) -> Task<Void, Never>) {
    for (key, task) in tasks where !wanted.contains(key) {
      task.cancel()
      tasks[key] = nil
    }
    for key in wanted where tasks[key] == nil { tasks[key] = start(key) }
  }

  mutating func cancelAll() { follow([]) { _ in Task {} } }
}
