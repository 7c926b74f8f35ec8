import RiskAPI
import RiskStore

extension RiskService {
  /// Whose events are known on this machine: what the cache has and what was fetched in this run.
  package func knownEvents() async -> KnownEvents {
    let cached = await look { cache throws(CacheError) in try await cache.loadEventNames() }
    var known = cached.map(KnownEvents.init) ?? KnownEvents()
    for (user, page) in self.known.pages { known.add(page.value, of: user) }
    return known
  }
}
