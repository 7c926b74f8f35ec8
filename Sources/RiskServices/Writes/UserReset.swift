import Foundation
package import RiskAPI
package import RiskStore

/// A reset that an analyst asked for.
package struct ResetRequest: Hashable, Sendable {
  /// Whom to reset.
  package var userID: UserID
  /// What the analyst had seen; anything newer stops the reset.
  package var seen: RiskState
  /// Why; nil where the settings ask for no reason.
  package var reason: ResetReason?
  /// The analyst's own words; may be empty.
  package var note: String

  package init(userID: UserID, seen: RiskState, reason: ResetReason?, note: String = "") {
    self.userID = userID
    self.seen = seen
    self.reason = reason
    self.note = note
  }
}

extension AuditIntent {
  /// The reset of a user.
  package static func reset(_ request: ResetRequest) -> AuditIntent {
    reset(request.userID.rawValue, reason: request.reason, note: request.note)
  }
}

extension GuardedWrite<ShownUser> {
  /// Resets one user: newer events than were looked at stop it.
  package static func reset(_ request: ResetRequest) -> GuardedWrite {
    let id = request.userID
    return GuardedWrite(
      operation: "reset the user",
      readOperation: "read the user",
      intent: .reset(request),
      read: { service throws(APIError) in
        let page = try await service.fetchUser(id).value
        let listing = await service.listing(of: id, since: page.lastReset)
        return ShownUser(page: page, listing: listing)
      },
      intentAfterReading: { before in
        var intent = AuditIntent.reset(request)
        intent.before = before.page.map(AuditText.text(of:))
        return intent
      },
      objection: { before in
        before.seen.map(request.seen.isOutdone) == true ? "newer events than were looked at" : nil
      },
      snapshot: { before in before.page.map { (id, $0) } },
      request: { client, _ throws(APIError) in try client.plannedReset(id) },
      look: { look, before throws(APIError) in
        var shown = ShownUser()
        do throws(APIError) {
          shown.page = try await look.page(of: id)
        } catch {
          guard error.isAnswer else { throw error }
          shown.failure = error
        }
        guard shown.proofByPage(since: before) == nil else { return shown }
        do throws(APIError) {
          shown.listing = ShownUser.Listing(of: id, in: try await look.users())
        } catch {
          throw shown.failure ?? error
        }
        return shown
      },
      proof: { before, after in after.proofOfReset(since: before) },
      text: \.auditText
    )
  }
}

extension RiskService {
  /// What the summary had of a user when it was last fetched, unless that was before `reset`.
  fileprivate func listing(of id: UserID, since reset: Date?) async -> ShownUser.Listing {
    guard let known = await loadUsers(), known.fetchedAt > reset ?? .distantPast else {
      return .unknown
    }
    return ShownUser.Listing(of: id, in: known.value)
  }
}

extension ShownUser {
  /// What the user's own page proves; nil where only the summary may tell.
  fileprivate func proofByPage(since before: ShownUser) -> Proof? {
    guard let page, let old = before.page else { return nil }
    let hasMoved = (page.lastReset ?? .distantPast) > (old.lastReset ?? .distantPast)
    // A user who was unscored before proves nothing by being unscored after.
    let hasLostLevel = old.riskLevel != nil && page.riskLevel == nil
    if hasMoved || hasLostLevel { return .happened }
    // A user without a level before has none to lose: only leaving the summary would tell.
    return old.riskLevel != nil || before.listing == .absent ? .notSeen : nil
  }

  fileprivate func proofOfReset(since before: ShownUser) -> Proof {
    if let proof = proofByPage(since: before) { return proof }
    switch listing {
    case .absent where before.isListed || before.page?.riskLevel != nil: return .happened
    // One who was reset comes back with a newer event alone.
    case .row(let row)
    where row.lastEvent != nil && before.seen?.isOutdone(by: RiskState(row)) == false:
      return .notSeen
    case .absent, .row, .unknown: return failure.map(Proof.unclear) ?? .notSeen
    }
  }

  fileprivate var auditText: String? {
    switch listing {
    case .absent: AuditText.unlisted
    case .row(let row): AuditText.text(of: row)
    case .unknown: page.map(AuditText.text(of:))
    }
  }
}
