import Foundation
import RiskServices
import Settings
import TerminalUI

/// What stands between a command and its write: the access mode, and a person's word.
struct WriteGate {
  private let isConfirmed: Bool

  /// Refuses what can be refused before the account is asked anything.
  ///
  /// A dry run passes, because it writes nothing; offline it does not, because what would be sent
  /// depends on what the account shows.
  ///
  /// - Throws: ``Failure`` with code 77 in read-only mode, 73 without a journal, 64 offline and where
  ///   nobody could answer a question.
  init(_ options: WriteOptions, _ session: AccountSession) throws(Failure) {
    isConfirmed = options.yes
    guard !session.isOffline else { throw Failure(WriteError.offline, operation: "write") }
    guard !options.dryRun else { return }
    guard session.local.choice.access == .readWrite else {
      throw Failure(
        .notPermitted,
        "read-only mode: nothing is written",
        "leave out --read-only, or set access = \"read-write\" in the profile"
      )
    }
    // A write that cannot be noted is not sent; better told now than after the question.
    if case .unavailable(let error) = session.openJournaling() {
      throw Failure(WriteError.journal(error), operation: "write")
    }
    guard options.yes || isatty(STDIN_FILENO) == 1 else {
      throw Failure(
        .usage,
        "standard input is no terminal, so nobody can be asked",
        "pass --yes to write without a question"
      )
    }
  }

  /// Whether a person has to be asked.
  var asks: Bool { !isConfirmed }

  /// Shows the lines and waits for the word `yes`, unless it was given before.
  ///
  /// - Throws: ``Failure`` with code 64 for any other answer.
  func pass(_ question: [SafeText]) throws(Failure) {
    guard asks else { return }
    let text = question.map { $0.string + "\n" }.joined()
    guard answer(to: text + "Type yes to go on: ") == "yes" else { throw Self.notConfirmed }
  }

  /// Asks whose value of a field shall hold, by the words `theirs` and `mine`.
  ///
  /// - Throws: ``Failure`` with code 64 for any other answer.
  func chooseSide(_ question: SafeText) throws(Failure) -> MergeSide {
    switch answer(to: "\(question.string) Type theirs or mine: ") {
    case "theirs": return .theirs
    case "mine": return .mine
    default: throw Self.notChosen
    }
  }

  /// The line that was typed; nil where the terminal's end was.
  private func answer(to question: String) -> String? {
    // What was typed or pasted before the question stood there answers something else.
    tcflush(STDIN_FILENO, TCIFLUSH)
    StandardError.write(question)
    guard let answer = readLine() else {
      // The line is still open where the terminal's end was typed.
      StandardError.write("\n")
      return nil
    }
    return answer.trimmingCharacters(in: .whitespaces).lowercased()
  }

  private static let notChosen = Failure(
    .usage,
    "no side was chosen: nothing was sent",
    "only the words theirs and mine choose"
  )

  private static let notConfirmed = Failure(
    .usage,
    "not confirmed: nothing was sent",
    "only the word yes confirms"
  )
}
