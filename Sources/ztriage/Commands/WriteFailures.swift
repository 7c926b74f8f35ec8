import RiskAPI
import RiskServices
import TerminalUI

extension Failure {
  /// It is unknown whether a write was done; `shows` is what the account shows instead of it.
  static func unknown(
    _ doubt: WriteDoubt,
    operation: String,
    shows: String? = nil
  ) -> Failure {
    let words = ErrorFormatter(doubt, operation: operation, shows: shows)
    return Failure(.tryLater, line: "unknown whether it was done: \(words.line)")
  }
}
