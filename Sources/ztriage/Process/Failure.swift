import Foundation
import RiskAPI
import RiskServices
import RiskStore
import Settings
import SimulatedAPI
import TerminalUI

/// How the program ends, by `sysexits.h`.
enum ExitStatus: Int32 {
  case done = 0
  /// Some of several items failed; each was named.
  case someFailed = 1
  case usage = 64
  /// The API answered something that cannot be decoded, or refused what it was asked.
  case data = 65
  case notFound = 66
  case unavailable = 69
  /// The system refuses what any run needs, such as open files.
  case system = 71
  case cannotWrite = 73
  case tryLater = 75
  case notPermitted = 77
  case settings = 78
}

/// The end of a command that could not do its work: one line, and an exit code.
struct Failure: Error, Equatable {
  var status: ExitStatus
  /// The line without the program's name; sanitized, as it may hold text from outside.
  var line: SafeText

  init(_ status: ExitStatus, _ what: String, _ advice: String) {
    self.status = status
    line = "\(what); \(advice)"
  }

  /// `line` says both what happened and what to do.
  init(_ status: ExitStatus, line: SafeText) {
    self.status = status
    self.line = line
  }

  init(_ error: SettingsError) {
    self.init(.settings, error.what, error.fix)
  }

  /// `operation` reads like `read the users`.
  init(_ error: APIError, operation: String) {
    status = ExitStatus(error)
    line = Self.line(error, operation)
  }

  /// `operation` reads like `reset the user`.
  init(_ error: WriteError, operation: String) {
    status = ExitStatus(error)
    line =
      if case .account(let error) = error {
        Self.line(error, operation)
      } else {
        "\(ErrorFormatter(error, operation: operation).line)"
      }
  }

  /// The error's line; where the command's time is over, one that says how to allow more.
  private static func line(_ error: APIError, _ operation: String) -> SafeText {
    if error == .timedOut, let time = CommandTime.current, time.deadline.isOver {
      return time.noAnswer
    }
    return "\(ErrorFormatter(error, operation: operation).line)"
  }

  /// The same failure as that of one item among several.
  func about(_ item: SafeText) -> Failure {
    var failure = self
    failure.line = "\(item): \(line)"
    return failure
  }
}

extension ExitStatus {
  /// Groups the client's errors.
  ///
  /// A refusal that is about neither rights nor existence, such as 422, is a fault of the data that
  /// was sent: 65. A request that was refused before it was sent was worded wrongly: 64.
  init(_ error: APIError) {
    switch error {
    case .invalidRequest: self = .usage
    case .undecodable, .tooLarge, .rejected: self = .data
    case .notFound: self = .notFound
    case .unreachable, .obstructed, .timedOut, .serverFailed: self = .unavailable
    case .rateLimited, .outcomeUnknown, .canceled: self = .tryLater
    case .unauthorized, .forbidden: self = .notPermitted
    }
  }
}

extension ExitStatus {
  /// Groups the errors of writes.
  ///
  /// A write that cannot be recorded ends with 73 whatever is wrong with the journal: 65 would read as
  /// the account's refusal. A journal of another account is a matter of the settings: 78. A write in a
  /// session that was asked to be offline was worded wrongly: 64.
  init(_ error: WriteError) {
    switch error {
    case .account(let error): self.init(error)
    case .journal(let error):
      if case .otherOwner = error.problem { self = .settings } else { self = .cannotWrite }
    case .offline: self = .usage
    }
  }
}

/// Words for the person at the terminal, beside the data.
enum StandardError {
  static var isTerminal: Bool { isatty(2) == 1 }

  static func say(_ failure: Failure) {
    say(failure.line)
  }

  /// Writes one line, with the program's name before it.
  static func say(_ line: SafeText) {
    write("ztriage: \(line.string)\n")
  }

  /// Writes text as it is; only what is sanitized may come here.
  static func write(_ text: String) {
    let bytes = Array(text.utf8)
    // Nobody is left to tell where standard error is closed.
    _ = bytes.withUnsafeBytes { Foundation.write(2, $0.baseAddress, $0.count) }
  }
}
