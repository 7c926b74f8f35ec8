import RiskStore
import Synchronization

/// The files of the store that a command has opened: each once, and all closed at its end.
///
/// Closing moves the log into the file, which is whole by itself then: somebody may copy it.
final class CommandStores: Sendable {
  /// Those of the command that runs; nil for the dashboard, which closes its own.
  @TaskLocal static var current: CommandStores?

  private let opened = Mutex(Opened())

  /// By folder.
  private struct Opened {
    var journals: [String: Journal] = [:]
    var caches: [String: Cache] = [:]
  }

  /// Runs a command, and closes what it has opened.
  static func closing(
    isolation: isolated (any Actor)? = #isolation,
    after command: () async throws -> Void
  ) async throws {
    let stores = CommandStores()
    defer { stores.close() }
    try await $current.withValue(stores) { try await command() }
  }

  /// The journal in a folder, opened now where it is not open yet.
  func journal(
    in folder: String,
    open: () throws(JournalError) -> Journal
  ) throws(JournalError) -> Journal {
    if let journal = opened.withLock({ $0.journals[folder] }) { return journal }
    let journal = try open()
    opened.withLock { $0.journals[folder] = journal }
    return journal
  }

  /// The cache in a folder, opened now where it is not open yet, and what has to be said about it then.
  func cache(
    in folder: String,
    open: () -> (cache: Cache, notice: String?)
  ) -> (cache: Cache, notice: String?) {
    if let cache = opened.withLock({ $0.caches[folder] }) { return (cache, nil) }
    let opening = open()
    opened.withLock { $0.caches[folder] = opening.cache }
    return opening
  }

  private func close() {
    let opened = opened.withLock { opened in
      defer { opened = Opened() }
      return opened
    }
    for cache in opened.caches.values { cache.close() }
    for journal in opened.journals.values { journal.close() }
  }
}
