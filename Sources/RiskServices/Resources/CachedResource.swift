import Foundation
import RiskAPI
import RiskStore

/// One of the things that the account has: how it is fetched, loaded, saved and recorded.
///
/// Described once each (`.users`, `.user(id)`, `.behaviors`, `.integrations`); what is done with it is
/// written once in `RiskService`.
struct CachedResource<Value: Sendable>: Sendable {
  /// What this process got last.
  var known: any WritableKeyPath<KnownAnswers, Fetched<Value>?> & Sendable
  /// Asks the account, over all pages.
  var fetch: @Sendable (APIClient) async throws(APIError) -> Value
  /// When any process fetched it last; nil before the first time.
  var fetchedAt: @Sendable (Cache) async throws(CacheError) -> Date?
  /// As any process fetched it last; nil before the first time.
  var load: @Sendable (Cache) async throws(CacheError) -> Fetched<Value>?
  /// False, and nothing is saved, where an answer that was asked for later is there already.
  var save: @Sendable (Cache, Fetched<Value>, @escaping Now) async throws(CacheError) -> Bool
  /// Adds what differs to the journal's history; nil where none is kept.
  var record:
    (@Sendable (History, Fetched<Value>, @escaping Now) async throws(JournalError) -> Void)?

  /// Tells the time when a file is written, which may be long after the answer came.
  typealias Now = @Sendable () -> Date
}

/// What this process got of the account last, from the network or the cache.
struct KnownAnswers: Sendable {
  var users: Fetched<RiskSummary>?
  var pages: [UserID: Fetched<UserDetail>] = [:]
  var behaviors: Fetched<[Behavior]>?
  var integrations: Fetched<[Integration]>?
}
