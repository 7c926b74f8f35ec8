import RiskAPI
import RiskServices
import TerminalUI

extension Failure {
  /// The account shows that a write was not done; `shows` reads like `no reset`.
  static func notDone(_ error: WriteError?, operation: String, shows: String) -> Failure {
    switch error {
    case nil:
      Failure(
        .tryLater,
        "cannot \(operation): it was accepted, but the account shows \(shows)",
        "look again before you repeat it"
      )
    case .account(.outcomeUnknown(let reply, let reason)):
      Failure(
        .tryLater,
        line: SafeText(
          "cannot \(operation): \(reason), and the account shows \(shows); try again"
            + ErrorWords.words(forRay: reply?.ray)
        )
      )
    case let error?: Failure(error, operation: operation)
    }
  }

  /// It is unknown whether a write was done, whatever the error.
  static func unknown(_ error: APIError, operation: String) -> Failure {
    var failure = Failure(error, operation: operation)
    failure.status = .tryLater
    if case .outcomeUnknown = error { return failure }
    let words = ErrorWords(error, operation: operation)
    failure.line = SafeText(
      "unknown whether it was done: \(words.problem); look again before you repeat it"
        + words.rayWords
    )
    return failure
  }
}
