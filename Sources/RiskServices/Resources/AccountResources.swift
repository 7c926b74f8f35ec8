import RiskAPI
import RiskStore

extension CachedResource<RiskSummary> {
  /// The account's risk summary.
  static let users = CachedResource(
    known: \.users,
    fetch: { client throws(APIError) in try await client.summary() },
    fetchedAt: { cache throws(CacheError) in try await cache.freshness().users?.fetchedAt },
    load: { cache throws(CacheError) in try await cache.loadUsers() },
    save: { cache, answer, clock throws(CacheError) in
      try await !cache.saveUsers(
        answer.value,
        askedAt: answer.askedAt,
        fetchedAt: answer.fetchedAt,
        clock: clock
      ).isOvertaken
    },
    record: { history, answer, clock throws(JournalError) in
      try await history.recordUsers(
        answer.value,
        askedAt: answer.askedAt,
        at: answer.fetchedAt,
        clock: clock
      )
    }
  )
}

extension CachedResource<UserDetail> {
  /// One user's level, last reset and events.
  ///
  /// No history is recorded: the cache itself keeps the events that the account drops.
  static func user(_ id: UserID) -> CachedResource {
    CachedResource(
      known: \.pages[id],
      fetch: { client throws(APIError) in try await client.userDetail(id) },
      fetchedAt: { cache throws(CacheError) in try await cache.freshness(of: id) },
      load: { cache throws(CacheError) in try await cache.loadUser(id)?.map(\.risk) },
      save: { cache, answer, clock throws(CacheError) in
        try await cache.saveUser(
          id,
          answer.value,
          askedAt: answer.askedAt,
          fetchedAt: answer.fetchedAt,
          clock: clock
        )
      }
    )
  }
}

extension CachedResource<[Behavior]> {
  /// Every behavior, sorted by key.
  static let behaviors = CachedResource(
    known: \.behaviors,
    fetch: { client throws(APIError) in try await client.behaviors() },
    fetchedAt: { cache throws(CacheError) in try await cache.freshness().behaviors?.fetchedAt },
    load: { cache throws(CacheError) in try await cache.loadBehaviors() },
    save: { cache, answer, clock throws(CacheError) in
      try await cache.saveBehaviors(
        answer.value,
        askedAt: answer.askedAt,
        fetchedAt: answer.fetchedAt,
        clock: clock
      )
    },
    record: { history, answer, clock throws(JournalError) in
      try await history.recordBehaviors(
        answer.value,
        askedAt: answer.askedAt,
        at: answer.fetchedAt,
        clock: clock
      )
    }
  )
}

extension CachedResource<[Integration]> {
  /// Every integration, in the account's order.
  static let integrations = CachedResource(
    known: \.integrations,
    fetch: { client throws(APIError) in try await client.integrations() },
    fetchedAt: { cache throws(CacheError) in
      try await cache.freshness().integrations?.fetchedAt
    },
    load: { cache throws(CacheError) in try await cache.loadIntegrations() },
    save: { cache, answer, clock throws(CacheError) in
      try await cache.saveIntegrations(
        answer.value,
        askedAt: answer.askedAt,
        fetchedAt: answer.fetchedAt,
        clock: clock
      )
    },
    record: { history, answer, clock throws(JournalError) in
      try await history.recordIntegrations(
        answer.value,
        askedAt: answer.askedAt,
        at: answer.fetchedAt,
        clock: clock
      )
    }
  )
}
