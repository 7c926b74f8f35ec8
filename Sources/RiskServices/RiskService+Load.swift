package import RiskAPI
package import RiskStore

/// What is known without asking the account: from memory, or else from the cache.
extension RiskService {
  /// The risk summary as last fetched by any process; nil before the first answer.
  package func loadUsers() async -> Fetched<RiskSummary>? {
    if let users { return users }
    guard
      let stored = await look({ cache throws(CacheError) in try await cache.loadUsers() }) ?? nil
    else { return nil }
    let snapshot = stored
    remember(snapshot)
    return snapshot
  }

  /// The first users of the risk order, and what a screen says of all the others.
  ///
  /// Quick however many users there are: it is what the first paint is made from.
  package func loadFirstUsers(_ count: Int) async -> Fetched<Cache.FirstUsers>? {
    let stored = await look { cache throws(CacheError) in try await cache.loadFirstUsers(count) }
    return stored ?? nil
  }

  /// One user's risk as last fetched by any process; nil before the first answer.
  package func loadUser(_ id: UserID) async -> Fetched<UserRisk>? {
    if let known = userRisks[id] { return known }
    guard
      let stored = await look({ cache throws(CacheError) in try await cache.loadUser(id) }) ?? nil
    else { return nil }
    let snapshot = stored.map(\.risk)
    remember(snapshot, of: id)
    return snapshot
  }

  /// The behaviors as last fetched by any process; nil before the first answer.
  package func loadBehaviors() async -> Fetched<[Behavior]>? {
    if let behaviors { return behaviors }
    guard
      let stored = await look({ cache throws(CacheError) in try await cache.loadBehaviors() })
        ?? nil
    else { return nil }
    let snapshot = stored
    remember(snapshot)
    return snapshot
  }

  /// The integrations as last fetched by any process; nil before the first answer.
  package func loadIntegrations() async -> Fetched<[Integration]>? {
    if let integrations { return integrations }
    guard
      let stored = await look({ cache throws(CacheError) in
        try await cache.loadIntegrations()
      }) ?? nil
    else { return nil }
    let snapshot = stored
    remember(snapshot)
    return snapshot
  }
}
