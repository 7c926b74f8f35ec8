import RiskAPI
import RiskServices
import RiskStore

/// Resets as the audit log names them, of whomever a command is about.
struct ResetSubjects {
  let reason: ResetReason?
  let note: String

  func intent(_ name: UserName) -> AuditIntent { .reset(name.text, reason: reason, note: note) }
}

/// Whom a command resets: each user once, as seen at the command's start.
struct ResetTargets {
  /// A user to reset.
  struct Target {
    /// Where the user stood among the arguments.
    var place: Int
    /// What is confirmed, so that anything newer stops the reset.
    var user: UserSummary

    func request(_ reason: ResetReason?, _ note: String) -> ResetRequest {
      ResetRequest(userID: user.id, seen: RiskState(user), reason: reason, note: note)
    }

    func result(_ outcome: WriteOutcome, at reset: String? = nil) -> ResetResult {
      ResetResult(place: place, name: .id(user.id), user: user, lastReset: reset, outcome: outcome)
    }
  }

  private(set) var found: [Target] = []
  /// Who cannot be found.
  private(set) var failed: [ResetResult] = []

  /// How many users were named, each counted once.
  var count: Int { found.count + failed.count }

  /// Looks users up in the summary, or on their own pages where the summary does not list them.
  ///
  /// Resets of those who cannot be found are recorded as failed.
  ///
  /// - Throws: ``Failure`` for an error that would meet every user, and for an e-mail of several.
  static func look(
    up names: [UserName],
    _ asked: ResetSubjects,
    through confirmation: Confirmation
  ) async throws(Failure) -> ResetTargets {
    var targets = ResetTargets()
    var summary: RiskSummary?
    // The page of a single user says it all, at the same price.
    if names.count > 1 || !names.allSatisfy(\.isID) {
      summary = try await confirmation.look(to: "read the users", for: names.map(asked.intent)) {
        service throws(APIError) in try await service.fetchUsers().value
      }
    }
    var seen: Set<String> = []
    for (place, name) in names.enumerated() {
      guard seen.insert(name.text.lowercased()).inserted else { continue }
      do throws(Miss) {
        let user = try await user(name, summary, confirmation.service)
        guard !targets.found.contains(where: { $0.user.id.isSame(as: user.id) }) else { continue }
        targets.found.append(Target(place: place, user: user))
      } catch {
        let isAlone = error.failure.status == .notFound
        // What would meet every user ends the command for all that are left.
        let missed = isAlone ? [name] : Array(names[place...])
        if let stop = error.stop { await confirmation.note(missed.map(asked.intent), stop) }
        guard isAlone else { throw error.failure }
        targets.failed.append(
          ResetResult(place: place, name: name, outcome: WriteOutcome("not reset", error.failure))
        )
      }
    }
    return targets
  }

  /// Why a user cannot be had; `stop` is nil for a name that could be anybody's.
  private struct Miss: Error {
    var failure: Failure
    var stop: WriteStop?
  }

  private static func user(
    _ name: UserName,
    _ summary: RiskSummary?,
    _ service: RiskService
  ) async throws(Miss) -> UserSummary {
    let id: UserID
    switch name {
    case .email(let email):
      do throws(Failure) {
        return try UserName.row(withEmail: email, in: summary ?? .nobody)
      } catch {
        let isMissing = error.status == .notFound
        throw Miss(
          failure: error,
          stop: isMissing ? .missing("no user at risk has this e-mail") : nil
        )
      }
    case .id(let given):
      if let user = summary?.users.first(where: { $0.id.isSame(as: given) }) { return user }
      id = given
    }
    let risk: UserDetail
    do throws(APIError) {
      risk = try await service.fetchUser(id).value
    } catch {
      throw Miss(
        failure: Failure(error, operation: "read the user"),
        stop: .failed(error, operation: "read the user")
      )
    }
    let seen = RiskState(risk)
    return UserSummary(
      id: id,
      name: risk.name,
      email: risk.email,
      maxRiskLevel: seen.level,
      eventCount: seen.eventCount,
      lastEvent: seen.lastEvent
    )
  }
}

extension RiskSummary {
  fileprivate static var nobody: RiskSummary { RiskSummary(users: [], totalCount: nil) }
}

extension UserName {
  fileprivate var isID: Bool { if case .id = self { true } else { false } }
}

extension UserID {
  /// Case makes no difference in a UUID.
  fileprivate func isSame(as other: UserID) -> Bool {
    rawValue.lowercased() == other.rawValue.lowercased()
  }
}
