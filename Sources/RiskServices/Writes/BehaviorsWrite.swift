package import RiskAPI
import RiskStore

/// How a write of behaviors ended.
package enum BehaviorsOutcome: Hashable, Sendable {
  /// The account shows every change that was asked for.
  case written(Snapshot<[Behavior]>)
  /// Nothing was sent: behaviors of the draft were changed by somebody else; this is how they are.
  case conflict(Snapshot<[Behavior]>)
  /// Sent, and the account shows something else.
  case differs(Snapshot<[Behavior]>)
  /// Refused, or never sent.
  case notWritten(WriteError)
  /// It cannot be told whether the change was made.
  case unknown(APIError)
}

extension RiskService {
  /// Writes a draft of behaviors: looks again, sends the full map once, and looks what came of it.
  ///
  /// The full map, because what the API does with behaviors left out is not documented. `base` is
  /// what the draft started from; a behavior in the draft that differs from it on the account is a
  /// conflict, for the analyst to settle with ``SettingsMerge``. A behavior whose level cannot be
  /// written is sent back as it came.
  package func writeBehaviors(
    _ draft: [String: BehaviorSetting],
    base: [String: BehaviorSetting]
  ) async -> BehaviorsOutcome {
    await APIClient.urgently { await guardedWrite(draft, base: base) }
  }

  private func guardedWrite(
    _ draft: [String: BehaviorSetting],
    base: [String: BehaviorSetting]
  ) async -> BehaviorsOutcome {
    let operation = "write the behaviors"
    var subject = AuditSubject.behaviors(from: base, to: draft)
    if let refusal = await refusal(of: subject) { return .notWritten(refusal) }
    let before: Snapshot<[Behavior]>
    do throws(APIError) {
      before = try await fetchBehaviors()
    } catch {
      await note(subject, AuditEnd(.failed, error, operation: "read the behaviors"))
      return .notWritten(.account(error))
    }
    var settings = before.value.settings
    let own = settings.filter { draft[$0.key] != nil }
    subject = .behaviors(from: own, to: draft)
    for (key, wanted) in draft {
      guard let seen = base[key], let theirs = settings[key],
        !SettingsMerge(base: seen, theirs: theirs, mine: wanted).mustAsk
      else {
        await note(subject, AuditEnd(.refused, detail: "changed by someone else"))
        return .conflict(before)
      }
      settings[key] = wanted
    }

    let ticket: AuditTicket
    do throws(WriteError) {
      ticket = try await begin(subject)
    } catch {
      return .notWritten(error)
    }
    var receipt: WriteReceipt<[String: BehaviorSetting]>?
    var sendError: APIError?
    do throws(APIError) {
      receipt = try await client.updateBehaviors(settings)
    } catch {
      guard error.leavesOutcomeOpen else {
        await complete(ticket, AuditEnd(.failed, error, operation: operation))
        return .notWritten(.account(error))
      }
      sendError = error
    }

    do throws(APIError) {
      let after = try await fetchBehaviors()
      let shown = after.value.settings.filter { draft[$0.key] != nil }
      let look = AfterLook(shown, wanted: draft, before: own, sendError)
      let end = look.end(AuditText.text(of: shown), operation: operation)
      await complete(ticket, end.adding(receipt).adding(sendError))
      switch look {
      case .done: return .written(after)
      case .asBefore(let error): return .notWritten(.account(error))
      case .differs: return .differs(after)
      }
    } catch {
      let end = AuditEnd(.unknown, sendError ?? error, operation: operation).adding(receipt)
      await complete(ticket, end)
      return .unknown(sendError ?? error)
    }
  }
}
