import RiskAPI

/// Looks at the account for the traces of writes: what one look has asked for it does not ask again.
struct AccountLook {
  private let service: RiskService
  /// Whether many writes are looked for, so that one list is better than many single answers.
  private let isShared: Bool
  /// How many users' own pages may still be asked for; beyond them the summary has to do.
  private var pagesLeft = 20
  private var summary: Result<RiskSummary, APIError>?
  private var behaviors: Result<Fetched<[Behavior]>, APIError>?
  private var integrations: Result<[Integration], APIError>?
  /// Why no further page is asked for.
  private var pageFailure: APIError?

  init(_ service: RiskService, isShared: Bool = false) {
    self.service = service
    self.isShared = isShared
  }

  mutating func users() async throws(APIError) -> RiskSummary {
    try await once(\.summary) { service throws(APIError) in try await service.fetchUsers().value }
  }

  mutating func allBehaviors() async throws(APIError) -> Fetched<[Behavior]> {
    try await once(\.behaviors) { service throws(APIError) in try await service.fetchBehaviors() }
  }

  mutating func allIntegrations() async throws(APIError) -> [Integration] {
    try await once(\.integrations) { service throws(APIError) in
      try await service.fetchIntegrations().value
    }
  }

  /// A user's page; nil when too many were asked for already.
  mutating func page(of user: UserID) async throws(APIError) -> UserDetail? {
    if let failure = pageFailure { throw failure }
    guard pagesLeft > 0 else { return nil }
    pagesLeft -= 1
    do throws(APIError) {
      return try await service.fetchUser(user).value
    } catch {
      // Anything else would meet the next page too, after as many tries.
      if case .notFound = error {} else { pageFailure = error }
      throw error
    }
  }

  /// An integration by itself, or else in the list.
  ///
  /// - Throws: `.notFound` where the account does not have it.
  mutating func integration(id: String) async throws(APIError) -> Integration {
    var failure = APIError.notFound(APIError.Reply(status: 404))
    if !isShared {
      do throws(APIError) {
        return try await service.fetchIntegration(id: id).value
      } catch {
        guard error.isAnswer else { throw error }
        failure = error
      }
    }
    guard let listed = try await allIntegrations().first(where: { $0.id == id }) else {
      throw failure
    }
    return listed
  }

  /// An integration in the list, or else by itself; nil where the account does not have it.
  mutating func listedIntegration(id: String) async throws(APIError) -> Integration? {
    let failure: APIError
    do throws(APIError) {
      return try await allIntegrations().first { $0.id == id }
    } catch {
      guard error.isAnswer else { throw error }
      failure = error
    }
    do throws(APIError) {
      return try await service.fetchIntegration(id: id).value
    } catch {
      if case .notFound = error { return nil }
      throw failure
    }
  }

  /// Whether the account surely does not have an integration.
  mutating func lacksIntegration(id: String) async -> Bool {
    do throws(APIError) {
      return try await !allIntegrations().contains { $0.id == id }
    } catch {
      return false
    }
  }

  private mutating func once<Value>(
    _ memory: WritableKeyPath<AccountLook, Result<Value, APIError>?>,
    _ fetch: (RiskService) async throws(APIError) -> Value
  ) async throws(APIError) -> Value {
    if let known = self[keyPath: memory] { return try known.get() }
    do throws(APIError) {
      let value = try await fetch(service)
      self[keyPath: memory] = .success(value)
      return value
    } catch {
      self[keyPath: memory] = .failure(error)
      throw error
    }
  }
}
