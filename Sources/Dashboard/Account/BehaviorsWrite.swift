package import RiskAPI
package import RiskServices
package import RiskStore
import TerminalUI

/// Settings of behaviors that an analyst wants, and those that were shown.
package struct BehaviorsWrite: AccountWrite {
  /// What is wanted, by behavior key.
  package var draft: [String: BehaviorSetting]
  /// What was shown of the same behaviors.
  package var base: [String: BehaviorSetting]

  /// A change of some behaviors.
  package init(draft: [String: BehaviorSetting], base: [String: BehaviorSetting]) {
    self.draft = draft
    self.base = base
  }

  package var subject: WriteSubject { .behaviors }
  package var intent: AuditIntent { .behaviors(from: base, to: draft) }

  package func carryOut(with service: RiskService) async -> WriteResult<Fetched<[Behavior]>> {
    await service.carryOut(.behaviors(draft, base: base))
  }

  /// Behaviors that are wanted and that the account has no more: they could never be written.
  func vanished(from current: [Behavior]) -> [String] {
    Set(draft.keys).subtracting(current.map(\.key)).sorted()
  }

  package func notice(of outcome: WriteResult<Fetched<[Behavior]>>) -> Notice.Draft? {
    let saving = "save the behaviors"
    switch outcome {
    case .done: return Notice.Draft("saved \(draft.count.counted("behavior change"))", .success)
    case .changedMeanwhile(let current):
      let gone = vanished(from: current.value)
      return Notice.Draft(
        gone.isEmpty
          ? "nothing saved: someone else changed these behaviors"
          : "nothing saved: the account no longer has \(gone.joined(separator: ", "))",
        .warning
      )
    case .notDone(let error):
      let words = ErrorFormatter(error, operation: saving)
      return Notice.Draft("behaviors not saved, your changes stay here: \(words.line)", .error)
    case .unknown(let doubt, let shows):
      let words = ErrorFormatter(
        doubt,
        operation: saving,
        shows: shows == nil ? nil : "something else"
      )
      return Notice.Draft(
        "unknown whether the behaviors were saved, your changes stay here: \(words.line)",
        .error
      )
    }
  }
}
