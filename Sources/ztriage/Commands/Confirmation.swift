import Foundation
import RiskAPI
import RiskServices
import Settings
import TerminalUI
import RiskStore

/// What stands between a command and its write: the access mode, and a person's word.
///
/// What it stops is recorded in the audit log, as ``WriteStop`` says.
struct Confirmation {
  let service: RiskService
  /// Whether what would be sent is printed, and nothing sent.
  let isDryRun: Bool
  private let isConfirmed: Bool

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
    _ writes: [AuditIntent]
  ) async throws(Failure) {
    isConfirmed = options.yes
    isDryRun = options.dryRun
    service = session.bareService()
    try await refuse(writes, session)
    await session.printEarlierWrites(service)
  }

  private func refuse(_ writes: [AuditIntent], _ session: AccountSession) async throws(Failure) {
    guard !session.isOffline else {
      await note(writes, .offline)
      throw Failure(WriteError.offline, operation: "write")
    }
    guard !isDryRun else { return }
    guard session.local.choice.access == .readWrite else {
      await note(writes, .readOnly)
      throw Failure(
        .notPermitted,
        "read-only mode: nothing was sent",
        "leave out --read-only, or set access: read-write in the profile"
      )
    }
    // A write that cannot be recorded is not sent; better said now than after the question.
    if let error = await service.journalError {
      throw Failure(WriteError.journal(error), operation: "write")
    }
    if !isConfirmed { try Self.requireTerminal() }
  }

  /// - Throws: ``Failure`` with code 64 where nobody could answer a question.
  static func requireTerminal() throws(Failure) {
    guard isatty(STDIN_FILENO) == 1 else {
      throw Failure(
        .usage,
        "cannot ask for confirmation (input is not a terminal)",
        "use --yes"
      )
    }
  }

  /// Whether a person has to be asked.
  var asks: Bool { !isConfirmed }

  /// Asks the account what the writes depend on; where that fails, they are recorded as failed.
  ///
  /// `operation` reads like `read the users`.
  ///
  /// - Throws: ``Failure`` for what the account refused, or could not be asked.
  func look<Value>(
    to operation: String,
    for writes: [AuditIntent],
    _ question: (RiskService) async throws(APIError) -> Value
  ) async throws(Failure) -> Value {
    do throws(APIError) {
      return try await APIClient.urgently { () throws(APIError) in try await question(service) }
    } catch {
      await note(writes, .failed(error, operation: operation))
      throw Failure(error, operation: operation)
    }
  }

  /// Records writes that go no further; a dry run had none.
  func note(_ writes: [AuditIntent], _ stop: WriteStop) async {
    if !isDryRun { await service.noteStopped(writes, stop) }
  }

  /// Shows the lines and waits for the word `yes`, unless it was given before.
  ///
  /// - Throws: ``Failure`` with code 64 for any other answer; then the writes are recorded as canceled.
  func ask(_ question: [SafeText], _ writes: [AuditIntent]) async throws(Failure) {
    guard asks, !Self.isAnsweredYes(question) else { return }
    await note(writes, .declined)
    throw Failure(.usage, "canceled (only \"yes\" confirms)", "nothing sent")
  }

  /// Shows the lines, and whether a person types the word `yes` then.
  static func isAnsweredYes(_ question: [SafeText]) -> Bool {
    let text = question.map { $0.string + "\n" }.joined()
    return answer(to: text + "Type yes to continue: ") == "yes"
  }

  /// What would be sent, were the account as in `before`: for a dry run.
  ///
  /// - Throws: ``Failure`` for what cannot be sent.
  func plan<State>(
    _ write: GuardedWrite<State>,
    before: State
  ) async throws(Failure) -> PlannedRequest {
    do throws(APIError) {
      return try await service.plan(write, before: before)
    } catch {
      throw Failure(error, operation: write.operation)
    }
  }

  /// Asks whose value of a field shall hold, by the words `theirs` and `yours`.
  ///
  /// - Throws: ``Failure`` with code 64 for any other answer; then the write is recorded as canceled.
  func chooseSide(
    _ question: SafeText,
    _ write: AuditIntent
  ) async throws(Failure) -> MergeSide {
    switch Self.answer(to: "\(question.string) Type theirs or yours: ") {
    case "theirs": return .theirs
    case "yours": return .mine
    default:
      await note([write], .declined)
      throw Self.notChosen
    }
  }

  /// The line that was typed; nil where the terminal's end was.
  private static func answer(to question: String) -> String? {
    // What was typed or pasted before the question stood there answers something else.
    tcflush(STDIN_FILENO, TCIFLUSH)
    StandardError.write(question)
    let line = CommandTime.current.map { $0.asking { readLine() } } ?? readLine()
    guard let answer = line else {
      // The line is still open where the terminal's end was typed.
      StandardError.write("\n")
      return nil
    }
    return answer.trimmingCharacters(in: .whitespaces).lowercased()
  }

  private static let notChosen = Failure(
    .usage,
    "canceled (only \"theirs\" and \"yours\" choose)",
    "nothing sent"
  )
}
