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
  /// The account shows the user as reset.
  case reset(at: Date?)
  /// Nothing was sent: since the screen was drawn, this came up.
  case outdated(SeenRisk)
  /// Sent or refused, and the account shows no reset. The error says why, where there was one.
  case notReset(WriteError?)
  /// It cannot be told whether the user was reset.
  case unknown(APIError)

  /// Whether the reset of any other user would end the same way, so that going on makes no sense.
  package var meetsEveryUser: Bool {
    if case .notReset(let error?) = self { error.meetsEveryWrite } else { false }
  }
}

extension RiskService {
  /// Resets one user: looks again, sends once, and looks whether it happened.
  ///
  /// Never throws: every end of a write is an outcome that must be told.
  package func resetUser(_ request: ResetRequest) async -> ResetOutcome {
    await APIClient.urgently { await guardedReset(request) }
  }

  private func guardedReset(_ request: ResetRequest) async -> ResetOutcome {
    var subject = AuditSubject.reset(request)
    if let refusal = await refusal(of: subject) { return .notReset(refusal) }
    let before: UserRisk
    do throws(APIError) {
      before = try await fetchUser(request.userID).value
    } catch {
      await note(subject, AuditEnd(.failed, error, operation: "read the user"))
      return .notReset(.account(error))
    }
    subject.before = AuditText.text(of: before)
    let fresh = SeenRisk(before)
    if request.seen.isOutdone(by: fresh) {
      await note(subject, AuditEnd(.refused, detail: "newer events than were looked at"))
      return .outdated(fresh)
    }

    let ticket: AuditTicket
    do throws(WriteError) {
      ticket = try await begin(subject, snapshot: (request.userID, before))
    } catch {
      return .notReset(error)
    }
    let wasListed = await isListed(request.userID, since: before.lastReset)
    let (outcome, end) = await sendReset(request.userID, before: before, wasListed: wasListed)
    await complete(ticket, end)
    return outcome
  }

  /// Whether the summary had a user when it was last fetched, after their last reset; nil when unknown.
  private func isListed(_ id: UserID, since reset: Date?) async -> Bool? {
    guard let known = await loadUsers(), known.fetchedAt >= reset ?? .distantPast else {
      return nil
    }
    if known.value.users.contains(where: { $0.id == id }) { return true }
    return known.value.isComplete ? false : nil
  }

  /// Sends once and looks whether it happened.
  private func sendReset(
    _ id: UserID,
    before: UserRisk,
    wasListed: Bool?
  ) async -> (outcome: ResetOutcome, end: AuditEnd) {
    let operation = "reset the user"
    let receipt: WriteReceipt<Empty>
    do throws(APIError) {
      receipt = try await client.resetUser(id)
    } catch {
      guard error.leavesOutcomeOpen else {
        return (.notReset(.account(error)), AuditEnd(.failed, error, operation: operation))
      }
      return await lookForReset(id, before: before, wasListed: wasListed, after: error)
    }

    do throws(APIError) {
      let after = try await fetchUser(id).value
      let text = AuditText.text(of: after)
      if Self.isReset(after, since: before) {
        return (.reset(at: after.lastReset), AuditEnd(.done, after: text).adding(receipt))
      }
      let end = AuditEnd(.failed, after: text, detail: "the account shows no reset")
      return (.notReset(nil), end.adding(receipt))
    } catch {
      // What was accepted happened, seen or not.
      return (.reset(at: nil), AuditEnd(.done).adding(receipt))
    }
  }

  /// Looks what came of a reset whose reply was lost.
  private func lookForReset(
    _ id: UserID,
    before: UserRisk,
    wasListed: Bool?,
    after error: APIError
  ) async -> (outcome: ResetOutcome, end: AuditEnd) {
    var look = AccountLook()
    let evidence = await evidence(ofReset: id, since: before, wasListed: wasListed, &look)
    var end = AuditEnd(.unknown, error, operation: "reset the user")
    switch evidence {
    case .reset(let moment, let text):
      return (.reset(at: moment), AuditEnd(.done, after: text).adding(error))
    case .notReset(let text):
      end.result = .failed
      end.after = text
      return (.notReset(.account(error)), end)
    case .unclear(let failure): return (.unknown(error.told(after: failure)), end)
    case .unanswered(let failure): return (.unknown(error.told(after: failure)), end)
    }
  }

  /// Whether a user's page shows a reset that an earlier page did not.
  static func isReset(_ after: UserRisk, since before: UserRisk) -> Bool {
    let hasMoved = (after.lastReset ?? .distantPast) > (before.lastReset ?? .distantPast)
    // A user who was unscored before proves nothing by being unscored after.
    let hasLostLevel = before.riskLevel != nil && after.riskLevel == nil
    return hasMoved || hasLostLevel
  }
}
