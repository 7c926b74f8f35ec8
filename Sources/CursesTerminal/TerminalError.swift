package import TerminalUI

/// Why there can be no screen, in words fit for a line on standard error.
package enum TerminalError: Error, Equatable, Sendable {
  /// Input or output is a file or a pipe.
  case notATerminal
  /// The terminal cannot place the cursor, as `TERM=dumb`.
  case noCursorAddressing(term: String)
  /// Neither this kind of terminal nor the fallback is described on this machine.
  case unknownTerminal(term: String)
  /// Neither memory nor a folder has a place to put a frame together.
  case noScratchFile(reason: String)
  /// The system refused something, named here.
  case system(String)

  /// One line without a newline.
  package var description: SafeText {
    switch self {
    case .notATerminal:
      "the dashboard needs a terminal"
    case .noCursorAddressing(let term):
      "the terminal (TERM=\(term)) cannot place the cursor"
    case .unknownTerminal(let term):
      "the terminal (TERM=\(term)) is not described on this machine; install terminfo or set TERM"
    case .noScratchFile(let reason):
      "the dashboard cannot make a temporary file (\(reason))"
    case .system(let what):
      "the terminal cannot be opened: \(what)"
    }
  }
}
