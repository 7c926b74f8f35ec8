import Foundation
import RiskAPI

/// What was asked of the account while looking for the traces of writes: each thing once.
struct AccountLook {
  /// How many users' own pages may still be asked for; beyond them the summary has to do.
  var pagesLeft = 20
  fileprivate var summary: Result<RiskSummary, APIError>?
  fileprivate var behaviors: Result<[Behavior], APIError>?
  fileprivate var integrations: Result<[Integration], APIError>?
  /// Why no further page is asked for.
  fileprivate var pageFailure: APIError?
}

/// What the account shows of a reset.
enum ResetEvidence {
  /// The user's page shows it, or the user left the summary, which is no page.
  case reset(UserRisk?, after: String)
  case notSeen(after: String)
  /// The account answers, and its answers prove neither.
  case unclear(APIError?)
  case unanswered(APIError)
}

extension RiskService {
  func summary(_ look: inout AccountLook) async throws(APIError) -> RiskSummary {
    try await once(&look.summary) { () throws(APIError) in try await fetchUsers().value }
  }

  func behaviors(_ look: inout AccountLook) async throws(APIError) -> [Behavior] {
    try await once(&look.behaviors) { () throws(APIError) in try await fetchBehaviors().value }
  }

  func integrations(_ look: inout AccountLook) async throws(APIError) -> [Integration] {
    try await once(&look.integrations) { () throws(APIError) in
      try await fetchIntegrations().value
    }
  }

  /// Looks for a reset: on the user's page, and in the summary where that proves nothing.
  ///
  /// `before` is the page from before it; `wasListed` whether the summary had the user then, nil where
  /// that is not known.
  func evidence(
    ofReset user: UserID,
    since before: UserRisk,
    wasListed: Bool?,
    _ look: inout AccountLook
  ) async -> ResetEvidence {
    let failure: APIError?
    do throws(APIError) {
      let page = try await page(of: user, &look)
      let text = page.map(AuditText.text(of:))
      if let page, let text {
        if Self.isReset(page, since: before) { return .reset(page, after: text) }
        // A user without a level before has none to lose: only the summary may still tell.
        guard before.riskLevel == nil, wasListed != false else { return .notSeen(after: text) }
      }
      failure = nil
    } catch {
      guard error.isAnswer else { return .unanswered(error) }
      failure = error
    }
    return await evidence(inSummaryOf: user, since: before, wasListed, failure, &look)
  }

  private func evidence(
    inSummaryOf user: UserID,
    since before: UserRisk,
    _ wasListed: Bool?,
    _ failure: APIError?,
    _ look: inout AccountLook
  ) async -> ResetEvidence {
    let summary: RiskSummary
    do throws(APIError) {
      summary = try await self.summary(&look)
    } catch {
      return .unanswered(failure ?? error)
    }
    guard let row = summary.users.first(where: { $0.id == user }) else {
      let hasLeft = summary.isComplete && (wasListed == true || before.riskLevel != nil)
      return hasLeft ? .reset(nil, after: AuditText.unlisted) : .unclear(failure)
    }
    // One who was reset comes back with a newer event alone.
    let isAsBefore = !SeenRisk(before).isOutdone(by: SeenRisk(row)) && row.lastEvent != nil
    return isAsBefore ? .notSeen(after: AuditText.text(of: row)) : .unclear(failure)
  }

  /// A user's page; nil when too many were asked for already.
  private func page(
    of user: UserID,
    _ look: inout AccountLook
  ) async throws(APIError) -> UserRisk? {
    if let failure = look.pageFailure { throw failure }
    guard look.pagesLeft > 0 else { return nil }
    look.pagesLeft -= 1
    do throws(APIError) {
      return try await fetchUser(user).value
    } catch {
      // Anything else would meet the next page too, after as many tries.
      if case .notFound = error {} else { look.pageFailure = error }
      throw error
    }
  }

  private func once<Value>(
    _ memory: inout Result<Value, APIError>?,
    _ fetch: () async throws(APIError) -> Value
  ) async throws(APIError) -> Value {
    if let memory { return try memory.get() }
    do throws(APIError) {
      let value = try await fetch()
      memory = .success(value)
      return value
    } catch {
      memory = .failure(error)
      throw error
    }
  }
}
