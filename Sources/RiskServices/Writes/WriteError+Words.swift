import RiskAPI
import RiskStore

extension ErrorFormatter {
  /// Puts the error of a write into words; `operation` reads like `reset the user`.
  package init(_ error: WriteError, operation: String) {
    switch error {
    case .account(let error): self.init(error, operation: operation)
    case .journal(let error): self.init(problem: error.what, advice: error.advice)
    case .offline:
      self.init(
        problem: "cannot \(operation): this session is offline",
        advice: "leave out --offline"
      )
    }
  }

  /// Puts into words why it is unknown whether a write was done; `operation` reads like `reset the user`.
  ///
  /// `shows` is what the account shows instead, where that is something else than before.
  package init(_ doubt: WriteDoubt, operation: String, shows: String? = nil) {
    let shown = shows.map { "the account shows \($0)" }
    let problem: String
    switch doubt.error {
    case nil: problem = "accepted, but " + (shown ?? "the account does not show it yet")
    case .outcomeUnknown(_, let reason)?:
      problem = [reason, shown].compactMap(\.self).joined(separator: ", and ")
    case let error?:
      let words = ErrorFormatter(error, operation: operation)
      problem = [words.problem, shown].compactMap(\.self).joined(separator: ", and ")
    }
    self.init(problem: problem, advice: "look again before you repeat it", ray: doubt.ray)
  }
}
