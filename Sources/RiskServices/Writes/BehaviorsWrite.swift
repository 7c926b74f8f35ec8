package import RiskAPI

/// How a write of behaviors ended.
package enum BehaviorsOutcome: Hashable, Sendable {
  /// The account shows every change that was asked for.
  case written(Snapshot<[Behavior]>)
  /// Nothing was sent: behaviors of the draft were changed by somebody else; this is how they are.
  case conflict(Snapshot<[Behavior]>)
  /// Sent, and the account shows something else.
  case differs(Snapshot<[Behavior]>)
  /// Refused, or never sent.
  case notWritten(APIError)
  /// It cannot be told whether the change was made.
  case unknown(APIError)
}

extension RiskService {
  /// Writes a draft of behaviors: looks again, sends the full map once, and looks what came of it.
  ///
  /// The full map, because what the API does with behaviors left out is not documented. `base` is
  /// what the draft started from; a behavior in the draft that differs from it on the account is a
  /// conflict. A behavior whose level cannot be written is sent back as it came.
  package func writeBehaviors(
    _ draft: [String: BehaviorSetting],
    base: [String: BehaviorSetting]
  ) async -> BehaviorsOutcome {
    let before: Snapshot<[Behavior]>
    do throws(APIError) {
      before = try await fetchBehaviors()
    } catch {
      return .notWritten(error)
    }
    var settings = Dictionary(before.value.map { ($0.key, $0.setting) }) { first, _ in first }
    for (key, wanted) in draft {
      let theirs = settings[key]
      if theirs != base[key] && theirs != wanted { return .conflict(before) }
      settings[key] = wanted
    }

    var sendError: APIError?
    do throws(APIError) {
      _ = try await client.updateBehaviors(settings)
    } catch {
      guard error.leavesOutcomeOpen else { return .notWritten(error) }
      sendError = error
    }

    do throws(APIError) {
      let after = try await fetchBehaviors()
      let shown = Dictionary(after.value.map { ($0.key, $0.setting) }) { first, _ in first }
      if draft.allSatisfy({ shown[$0.key] == $0.value }) { return .written(after) }
      return sendError.map(BehaviorsOutcome.notWritten) ?? .differs(after)
    } catch {
      return .unknown(sendError ?? error)
    }
  }
}
