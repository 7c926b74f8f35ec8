package import Foundation
package import RiskAPI
import RiskStore

/// Why a user is reset.
///
/// Asked for because a reset cannot be undone and somebody will ask.
package enum ResetReason: String, CaseIterable, Sendable {
  case confirmedActivity = "confirmed-activity"
  case falsePositive = "false-positive"
  case remediated
  case securityTesting = "security-testing"
  case other
}

/// What an analyst had seen of a user's risk when deciding.
package struct SeenRisk: Hashable, Sendable {
  /// The level on the screen; nil for unscored.
  package var level: RiskLevel?
  /// How many events the screen told of.
  package var eventCount: Int
  /// When the newest of them happened.
  package var lastEvent: Date?

  /// States what was on the screen.
  package init(level: RiskLevel?, eventCount: Int, lastEvent: Date?) {
    self.level = level
    self.eventCount = eventCount
    self.lastEvent = lastEvent
  }

  /// What a row of the summary tells.
  package init(_ user: RiskUser) {
    self.init(level: user.maxRiskLevel, eventCount: user.eventCount, lastEvent: user.lastEvent)
  }

  /// What a user's own page tells.
  package init(_ risk: UserRisk) {
    self.init(
      level: risk.riskLevel,
      eventCount: max(risk.events.count, risk.totalEventCount ?? 0),
      lastEvent: risk.events.compactMap(\.timestamp).max()
    )
  }

  /// True when `newer` holds something that was not on the screen: a later event, or a higher level.
  ///
  /// Counts are not compared, because the summary and the user's page may count differently.
  package func isOutdone(by newer: SeenRisk) -> Bool {
    if let newest = newer.lastEvent, newest > lastEvent ?? .distantPast { return true }
    return (newer.level?.rank ?? 0) > (level?.rank ?? 0)
  }
}

/// A reset that an analyst asked for.
package struct ResetRequest: Hashable, Sendable {
  /// Whom to reset.
  package var userID: UserID
  /// What the analyst had seen; anything newer stops the reset.
  package var seen: SeenRisk
  /// Why; nil where the settings ask for no reason.
  package var reason: ResetReason?
  /// The analyst's own words; may be empty.
  package var note: String

  package init(userID: UserID, seen: SeenRisk, reason: ResetReason?, note: String = "") {
    self.userID = userID
    self.seen = seen
    self.reason = reason
    self.note = note
  }
}

extension AuditSubject {
  /// The reset of a user.
  package static func reset(_ request: ResetRequest) -> AuditSubject {
    reset(request.userID.rawValue, reason: request.reason, note: request.note)
  }
}

/// How a reset ended.
package enum ResetOutcome: Hashable, Sendable {
  /// The account shows the user as reset; when, as far as it shows that.
  case reset(at: Date?)
  /// Nothing was sent: since the screen was drawn, this came up.
  case outdated(SeenRisk)
  /// Nothing was sent, or the account refused it.
  case notReset(WriteError)
  /// Sent, and the account does not show it.
  case unknown(WriteDoubt)

  /// Whether the reset of any other user would end the same way, so that going on makes no sense.
  package var meetsEveryUser: Bool {
    if case .notReset(let error) = self { error.meetsEveryWrite } else { false }
  }
}

extension RiskService {
  /// Resets one user: looks again, sends once, and looks until it shows.
  ///
  /// Never throws: every end of a write is an outcome that must be told.
  package func resetUser(_ request: ResetRequest) async -> ResetOutcome {
    let listing = await listing(of: request.userID)
    let write = GuardedWrite<UserRisk>.reset(request, listing)
    switch await carryOut(write) {
    case .done(let page): return .reset(at: page?.lastReset)
    case .changedMeanwhile(let page): return .outdated(SeenRisk(page))
    case .notDone(let error): return .notReset(error)
    case .unknown(let doubt, _): return .unknown(doubt)
    }
  }

  /// Whether the summary had a user when it was last fetched, and when that was; nil when unknown.
  private func listing(of id: UserID) async -> Listing? {
    guard let known = await loadUsers() else { return nil }
    let isListed = known.value.users.contains { $0.id == id }
    guard isListed || known.value.isComplete else { return nil }
    return Listing(isListed: isListed, fetchedAt: known.fetchedAt)
  }

  /// Whether a user's page shows a reset that an earlier page did not.
  static func isReset(_ after: UserRisk, since before: UserRisk) -> Bool {
    let hasMoved = (after.lastReset ?? .distantPast) > (before.lastReset ?? .distantPast)
    // A user who was unscored before proves nothing by being unscored after.
    let hasLostLevel = before.riskLevel != nil && after.riskLevel == nil
    return hasMoved || hasLostLevel
  }
}

/// Whether the summary had a user, and when it was fetched.
struct Listing: Sendable {
  var isListed: Bool
  var fetchedAt: Date

  /// What it tells of the time after a reset; nil when it is not from after that.
  func isListed(since reset: Date?) -> Bool? {
    fetchedAt > reset ?? .distantPast ? isListed : nil
  }
}

extension GuardedWrite<UserRisk> {
  static func reset(_ request: ResetRequest, _ listing: Listing?) -> GuardedWrite {
    GuardedWrite(
      operation: "reset the user",
      readOperation: "read the user",
      subject: .reset(request),
      read: { service throws(APIError) in try await service.fetchUser(request.userID).value },
      intent: { before in
        var subject = AuditSubject.reset(request)
        subject.before = AuditText.text(of: before)
        return subject
      },
      objection: { before in
        request.seen.isOutdone(by: SeenRisk(before)) ? "newer events than were looked at" : nil
      },
      snapshot: { (request.userID, $0) },
      send: { client, _ throws(APIError) in try await client.resetUser(request.userID) },
      look: { service, before in
        var look = AccountLook()
        let evidence = await service.evidence(
          ofReset: request.userID,
          since: before,
          wasListed: listing?.isListed(since: before.lastReset),
          &look
        )
        switch evidence {
        case .reset(let page, let text): return Sighting(.happened, page, text: text)
        case .notSeen(let text): return Sighting(.notSeen, text: text)
        case .unclear(nil): return Sighting(.notSeen)
        case .unclear(let error?), .unanswered(let error): return Sighting(.unanswered(error))
        }
      }
    )
  }
}
