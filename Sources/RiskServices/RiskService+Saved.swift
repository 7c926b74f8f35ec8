import Foundation
import RiskAPI
import RiskStore

/// Answers that the account need not be asked for: all of them offline, fresh ones otherwise.
extension RiskService {
  /// What answers in the account's place; nil where the account has to be asked.
  ///
  /// Offline, what is saved is the answer whatever its age.
  ///
  /// - Throws: `.notKept` offline where there is none.
  func answer<Value>(
    _ resource: CachedResource<Value>,
    maxAge: Duration?
  ) async throws(APIError) -> Fetched<Value>? {
    let known = known[keyPath: resource.known]
    guard isOnline else {
      let newer = await load(resource) { $0.isAnother(than: known?.fetchedAt) }
      guard let answer = newer ?? known else { throw .notKept }
      return answer
    }
    guard let maxAge else { return nil }
    let time = now()
    let oldest = time.addingTimeInterval(-maxAge.seconds)
    // A timer that fires each `maxAge` must not take its own answer of last time for a fresh one.
    let oldestOwn = time.addingTimeInterval(-maxAge.seconds / 2)
    if let known, known.fetchedAt > oldestOwn, known.fetchedAt <= time { return known }
    return await load(resource) { date in
      date > oldest && date <= time && date > known?.fetchedAt ?? .distantPast
        && date.isAnother(than: known?.fetchedAt)
    }
  }

  private func load<Value>(
    _ resource: CachedResource<Value>,
    where isWanted: (Date) -> Bool
  ) async -> Fetched<Value>? {
    guard let date = await look(resource.fetchedAt) ?? nil, isWanted(date) else { return nil }
    return await look(resource.load) ?? nil
  }

  /// What another process has saved meanwhile; nil where it is no newer.
  func load<Value>(
    _ resource: CachedResource<Value>,
    newerThan answer: Fetched<Value>
  ) async -> Fetched<Value>? {
    guard let saved = await look(resource.load) ?? nil else { return nil }
    return saved.overtakes(answer, now: now()) ? saved : nil
  }

  /// Finds an integration among those that are saved.
  ///
  /// - Throws: `.notKept` where none were ever fetched, `.notFound` where it is not among them.
  func savedIntegration(
    _ isWanted: (Integration) -> Bool
  ) async throws(APIError) -> Fetched<Integration> {
    let known = try await fetchIntegrations()
    guard let integration = known.value.first(where: isWanted) else {
      let item = APIError.Item(code: 0, message: "offline: only the cache was searched")
      throw .notFound(APIError.Reply(status: 404, errors: [item]))
    }
    return known.map { _ in integration }
  }
}

extension Date {
  /// Whether two fetches ended at different moments; one that went through a file loses its last digits.
  fileprivate func isAnother(than other: Date?) -> Bool {
    guard let other else { return true }
    return abs(timeIntervalSince(other)) > 0.001
  }
}

extension Duration {
  fileprivate var seconds: Double {
    Double(components.seconds) + Double(components.attoseconds) * 1e-18
  }
}
