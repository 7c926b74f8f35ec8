import Foundation
import RiskServices
import Settings
import TerminalUI

/// What stands between a command and its write: the access mode, and a person's word.
///
/// What it stops is noted in the audit log, as ``WriteStop`` says.
struct WriteGate {
  let service: RiskService
  private let isConfirmed: Bool
  private let isDryRun: Bool

  /// Refuses what can be refused before the account is asked anything; `writes` are what is asked for.
  ///
  /// A dry run passes, because it writes nothing; offline it does not, because what would be sent
  /// depends on what the account shows.
  ///
  /// - Throws: ``Failure`` with code 77 in read-only mode, 73 without a journal, 64 offline and where
  ///   nobody could answer a question.
  init(
    _ options: WriteOptions,
    _ session: AccountSession,
    _ writes: [AuditSubject]
  ) async throws(Failure) {
    isConfirmed = options.yes
    isDryRun = options.dryRun
    service = session.bareService()
    try await refuse(writes, session)
    await session.tellOfEarlierWrites(service)
  }

  private func refuse(_ writes: [AuditSubject], _ session: AccountSession) async throws(Failure) {
    guard !session.isOffline else {
      await note(writes, .offline)
      throw Failure(WriteError.offline, operation: "write")
    }
    guard !isDryRun else { return }
    guard session.local.choice.access == .readWrite else {
      await note(writes, .readOnly)
      throw Failure(
        .notPermitted,
        "read-only mode: nothing is written",
        "leave out --read-only, or set access = \"read-write\" in the profile"
      )
    }
    // A write that cannot be noted is not sent; better told now than after the question.
    if let error = await service.journalError {
      throw Failure(WriteError.journal(error), operation: "write")
    }
    guard isConfirmed || isatty(STDIN_FILENO) == 1 else {
      throw Failure(
        .usage,
        "standard input is no terminal, so nobody can be asked",
        "pass --yes to write without a question"
      )
    }
  }

  /// Whether a person has to be asked.
  var asks: Bool { !isConfirmed }

  /// Notes writes that go no further; a dry run had none.
  func note(_ writes: [AuditSubject], _ stop: WriteStop) async {
    if !isDryRun { await service.noteStopped(writes, stop) }
  }

  /// Shows the lines and waits for the word `yes`, unless it was given before.
  ///
  /// - Throws: ``Failure`` with code 64 for any other answer; then the writes are noted as declined.
  func pass(_ question: [SafeText], _ writes: [AuditSubject]) async throws(Failure) {
    guard asks else { return }
    let text = question.map { $0.string + "\n" }.joined()
    guard answer(to: text + "Type yes to go on: ") != "yes" else { return }
    await note(writes, .declined)
    throw Self.notConfirmed
  }

  /// Asks whose value of a field shall hold, by the words `theirs` and `mine`.
  ///
  /// - Throws: ``Failure`` with code 64 for any other answer; then the write is noted as declined.
  func chooseSide(
    _ question: SafeText,
    _ write: AuditSubject
  ) async throws(Failure) -> MergeSide {
    switch answer(to: "\(question.string) Type theirs or mine: ") {
    case "theirs": return .theirs
    case "mine": return .mine
    default:
      await note([write], .declined)
      throw Self.notChosen
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
