import Foundation
import HTTPTypes

extension APIClient {
  /// Every user with a risk score, over all pages.
  ///
  /// Needs `Zero Trust: PII Read`.
  ///
  /// ```swift
  /// let summary = try await client.summary()
  /// print(summary.users.filter { $0.maxRiskLevel == .high }.count)
  /// ```
  public func summary() async throws(APIError) -> RiskSummary {
    let (page, total) = try await allPages(try plannedSummary(), as: WireSummary.self, key: \.id)
    return RiskSummary(users: page.rows, totalCount: total)
  }

  /// One user's level, last reset and events, over all pages.
  ///
  /// Needs `Zero Trust: PII Read`. Throws `.invalidRequest` for an id that is no UUID: `summary`, `behaviors` and `integrations`
  /// stand on the same level of the path.
  public func userDetail(_ id: UserID) async throws(APIError) -> UserDetail {
    let (page, total) = try await allPages(
      try plannedUserRisk(id),
      as: WireUserDetail.self,
      key: \.pagingKey
    )
    var risk = page.risk
    risk.events = page.rows.enumerated().map { $1.named(after: $0) }
    risk.totalEventCount = total
    return risk
  }

  /// Clears a user's risk: no body, no undo.
  ///
  /// Needs `Zero Trust Write`. Sent once. Throws `.outcomeUnknown` when it was sent and the account's word on it was lost.
  public func resetUser(_ id: UserID) async throws(APIError) -> WriteReceipt<Empty> {
    try await send(try plannedReset(id))
  }

  /// What ``summary()`` sends first.
  public func plannedSummary() throws(APIError) -> PlannedRequest {
    PlannedRequest(.summary, .get, try path("summary"))
  }

  /// What ``userDetail(_:)`` sends first.
  public func plannedUserRisk(_ id: UserID) throws(APIError) -> PlannedRequest {
    PlannedRequest(.userDetail, .get, try path(try segment(id)))
  }

  /// What ``resetUser(_:)`` sends.
  public func plannedReset(_ id: UserID) throws(APIError) -> PlannedRequest {
    PlannedRequest(.resetUser, .post, try path(try segment(id), "reset"))
  }

  private func segment(_ id: UserID) throws(APIError) -> String {
    guard id.isUUID else { throw .invalidRequest("a user id is a UUID, which this is not") }
    return id.rawValue
  }
}

extension RiskEvent {
  /// What tells a repeated event from a new one: its id, or all of it where the id is missing.
  fileprivate var pagingKey: PagingKey { id.isEmpty ? .content(self) : .id(id) }

  /// The same event, with its place for an id where it has none, so that a list can tell it apart.
  fileprivate func named(after place: Int) -> RiskEvent {
    guard id.isEmpty else { return self }
    var event = self
    event.id = "no id, \(place + 1)"
    return event
  }

  fileprivate enum PagingKey: Hashable {
    case id(String)
    case content(RiskEvent)
  }
}
