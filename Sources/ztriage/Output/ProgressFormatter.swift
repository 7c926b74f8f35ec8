import RiskAPI
import RiskServices
import TerminalUI

/// What a client does while a call is under way, in words.
enum ProgressFormatter {
  /// One line; nil for what is not worth one.
  ///
  /// A person at a terminal is shown every retry; elsewhere only a wait that is longer than
  /// ``CommandTime/patience`` has a line, so that a log stays short and no wait is silent.
  static func words(for event: ClientEvent, onTerminal: Bool) -> SafeText? {
    switch event {
    case .retrying(let operation, let attempt, let delay, let error):
      guard onTerminal || delay > CommandTime.patience else { return nil }
      let words = ErrorFormatter(error, operation: "read \(operation)")
      return SafeText("\(words.problem); retry \(attempt) in \(delay.words)\(words.rayWords)")
    case .waiting(_, let delay, let reason, let ray):
      guard onTerminal || delay > CommandTime.patience else { return nil }
      let cause =
        switch reason {
        case .refused: "rate limited"
        case .spent: "the request budget is spent"
        }
      return SafeText("waiting \(delay.words): \(cause)\(ErrorFormatter.words(forRay: ray))")
    case .page(_, let received, let total):
      guard onTerminal, received < total else { return nil }
      return "\(received.grouped) of \(total.grouped) read"
    case .rateLimit, .held:
      // What is given up ends with an error of its own.
      return nil
    }
  }
}
