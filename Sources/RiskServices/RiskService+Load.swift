package import RiskAPI
package import RiskStore

/// What is known without asking the account: from memory, or else from the cache.
extension RiskService {
  /// The risk summary as last fetched by any process; nil before the first answer.
  package func loadUsers() async -> Fetched<RiskSummary>? { await load(.users) }

  /// The first users of the risk order, and what a screen says of all the others.
  ///
  /// Quick however many users there are: it is what the first paint is made from.
  package func loadFirstUsers(_ count: Int) async -> Fetched<Cache.FirstUsers>? {
    let stored = await look { cache throws(CacheError) in try await cache.loadFirstUsers(count) }
    return stored ?? nil
  }

  /// One user's risk as last fetched by any process; nil before the first answer.
  package func loadUser(_ id: UserID) async -> Fetched<UserDetail>? { await load(.user(id)) }

  /// The behaviors as last fetched by any process; nil before the first answer.
  package func loadBehaviors() async -> Fetched<[Behavior]>? { await load(.behaviors) }

  /// The integrations as last fetched by any process; nil before the first answer.
  package func loadIntegrations() async -> Fetched<[Integration]>? { await load(.integrations) }

  private func load<Value>(_ resource: CachedResource<Value>) async -> Fetched<Value>? {
    if let known = known[keyPath: resource.known] { return known }
    guard let saved = await look(resource.load) ?? nil else { return nil }
    known[keyPath: resource.known] = saved
    return saved
  }
}
