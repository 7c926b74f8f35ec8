internal import CPlatform
package import Foundation
package import RiskAPI
package import RiskStore

/// Answers the dashboard and the commands: one way to the account for both.
///
/// Cache first, then network, then cache again. What was fetched is remembered, so that a pane opened
/// again shows at once what is known while the account is asked anew. Writes are guarded: fetch,
/// compare, send once, fetch again.
package actor RiskService {
  /// How the account is reached, if at all.
  nonisolated let link: AccountLink
  let now: @Sendable () -> Date
  let pause: @Sendable (Duration) async -> Void
  let cache: Cache
  private(set) var journaling: Journaling
  private let reopenJournal: (@Sendable () -> Journaling)?

  var known = KnownAnswers()

  private let report: @Sendable (String) -> Void
  let retention: Retention
  private var told: Set<String> = []
  var hasToldOfClock = false
  var slots = DraftSlots()

  /// Makes a service that has asked nothing yet.
  ///
  /// `now` stamps what is fetched; `pause` passes the time between two looks after a write. `report`
  /// takes one line for a person when the cache fails, once: without a cache everything goes on, only
  /// slower to start. `reopenJournal` is asked before a
  /// write where the journal could not be used so far.
  package init(
    account link: AccountLink,
    cache: Cache = .inMemory(),
    journaling: Journaling = .off,
    reopenJournal: (@Sendable () -> Journaling)? = nil,
    now: @escaping @Sendable () -> Date = { Date() },
    pause: @escaping @Sendable (Duration) async -> Void = { try? await Task.sleep(for: $0) },
    retention: Retention = Retention(),
    report: @escaping @Sendable (String) -> Void = { _ in }
  ) {
    self.link = link
    self.cache = cache
    self.journaling = journaling
    self.reopenJournal = reopenJournal
    self.now = now
    self.pause = pause
    self.retention = retention
    self.report = report
  }

  /// False answers from what is kept and never asks the account.
  package nonisolated var isOnline: Bool {
    if case .online = link { true } else { false }
  }

  /// Why no write can be noted, and so none is sent; nil where the journal can be used.
  package var journalError: JournalError? {
    if case .unavailable(let error) = journaling { error } else { nil }
  }

  /// The journal, opened now where it could not be used before: somebody may have mended that.
  func usableJournaling() async -> Journaling {
    guard case .unavailable = journaling, let reopenJournal else { return journaling }
    let opened = await Self.result(of: reopenJournal)
    if case .unavailable = journaling {
      journaling = opened
    } else {
      // Another call was quicker.
      opened.journal?.close()
    }
    return journaling
  }

  /// Off the actor, because opening may wait for another program's lock.
  @concurrent
  private static func result(of work: @Sendable () -> Journaling) async -> Journaling { work() }

  /// What asks the account; throws offline, where nothing may be asked or sent.
  var client: APIClient {
    get throws(APIError) {
      guard case .online(let client) = link else { throw .unreachable("offline: nothing is sent") }
      return client
    }
  }

  /// Gives back the memory that reading, comparing and saving many users took.
  package func releaseMemory() {
    zt_release_memory()
  }

  /// Closes the store's files, which leaves no log behind for the next start to read first.
  package func close() {
    slots = DraftSlots()
    cache.close()
    journaling.journal?.close()
  }

  /// Reads the cache; nil where it fails, which is told once and stops nothing.
  func look<Value: Sendable>(
    _ read: (Cache) async throws(CacheError) -> Value
  ) async -> Value? {
    do throws(CacheError) {
      return try await read(cache)
    } catch {
      warn(error.line)
      return nil
    }
  }

  /// Tells a person of trouble with the store, each kind once: it would come with every refresh.
  func warn(_ line: String) {
    if told.insert(line).inserted { report(line) }
  }
}
