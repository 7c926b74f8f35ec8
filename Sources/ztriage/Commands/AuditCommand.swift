import ArgumentParser
import Foundation
import RiskAPI
import RiskServices
import RiskStore
import TerminalUI

/// `ztriage audit …`.
struct AuditCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "audit",
    abstract: "Changes made from this machine: what, by whom and why.",
    subcommands: [AuditListCommand.self, AuditVerifyCommand.self]
  )
}

/// `ztriage audit list`: every write, newest first.
struct AuditListCommand: AccountCommand {
  static let configuration = CommandConfiguration(
    commandName: "list",
    abstract: "List the changes, newest first. Needs no network and no credentials.",
    discussion: """
      EXAMPLES
        ztriage audit list --limit 20
        ztriage audit list --user dana@example.com
        ztriage audit list --format csv > audit.csv

      OUTCOMES
        done      the account shows the change
        refused   nothing was sent
        failed    the account did not do it
        unknown   sent, but whether it happened is unknown
        open      under way, or the program ended before it was done
      """
  )

  @Option(help: ArgumentHelp("Maximum number of rows.", valueName: "n"))
  var limit: Int?

  @Option(
    help: ArgumentHelp("Only changes to this user: an id or an e-mail.", valueName: "user")
  )
  var user: String?

  @OptionGroup(title: "Output") var format: FormatOptions
  @OptionGroup(title: "Account") var account: AccountOptions

  func validate() throws {
    if let limit, limit < 0 { throw ValidationError("--limit takes a number of 0 or more") }
  }

  func run() async throws {
    let name = try user.map { text throws(Failure) in try UserName(text) }
    let session = try LocalSession(account)
    let journal = try session.journal()
    let entries = try await entries(name, journal)
    let words = TimeFormatter.now
    try Report.audit(words).write(
      entries.value,
      as: format.resolved,
      ink: try session.ink(account)
    )
    try journal?.refuse(entries.faults)
  }

  private func entries(
    _ name: UserName?,
    _ journal: Journal?
  ) async throws(Failure) -> Checked<[AuditEntry]> {
    guard let journal else { return Checked([]) }
    let target: String? =
      if let name { try await LocalUser(name, in: journal).id.rawValue } else { nil }
    do throws(JournalError) {
      guard let target else { return try await journal.auditLog.entries(limit: limit ?? .max) }
      var entries = try await journal.auditLog.entries(target: target)
      entries.value = Array(entries.value.prefix(limit ?? .max))
      return entries
    } catch {
      throw Failure(error)
    }
  }
}

extension Journal {
  /// Ends a command with code 65 whose answer had to leave something out.
  func refuse(_ faults: [AuditFault]) throws(Failure) {
    guard let fault = faults.first else { return }
    for other in faults.dropFirst() { StandardError.say(SafeText(other.line(in: self))) }
    throw Failure(.data, line: SafeText(fault.line(in: self)))
  }
}

/// `ztriage audit verify`: looks for lines that were changed, removed or moved.
struct AuditVerifyCommand: AccountCommand {
  static let configuration = CommandConfiguration(
    commandName: "verify",
    abstract: "Check that nothing in the audit log or the history was changed, added or removed.",
    discussion: """
      Every line holds the hash of the line before it, and every row of the history that of the row before it. \
      Whoever can write the file can rebuild all of it: keep the printed head where they cannot reach it, and pass \
      it next time with --head. The head covers the audit log, verdicts and notes.

      FILE is a journal to check instead of the account's own, such as a copy. It is only read: not \
      locked, changed or brought up to date.

      EXAMPLES
        ztriage audit verify
        ztriage audit verify /mnt/evidence/journal.sqlite
        ztriage audit verify --head 5f0c… --format json | jq -r .head

      EXIT CODES
        0 all intact      65 something was changed, or the head is not in the log
        66 no journal     73 the journal cannot be read
      """
  )

  @Argument(help: ArgumentHelp("The journal to check.", valueName: "file"))
  var file: String?

  @Option(
    help: ArgumentHelp("A head printed earlier, which must still be in the log.", valueName: "hex")
  )
  var head: String?

  @OptionGroup(title: "Output") var format: FormatOptions
  @OptionGroup(title: "Account") var account: AccountOptions

  func validate() throws {
    if let head, head.count != 64 || !head.allSatisfy(\.isHexDigit) {
      throw ValidationError("--head takes the 64 hexadecimal digits that 'audit verify' printed")
    }
  }

  func run() async throws {
    // A file that is named needs no account.
    let session = file == nil ? try LocalSession(account) : nil
    let path = file ?? session.map { "\($0.journalFolder)/journal.sqlite" } ?? ""
    guard access(path, F_OK) == 0 else {
      throw Failure(
        .notFound,
        "no journal at \(path)",
        file == nil
          ? "nothing was done on this machine with this account yet, or the file was removed"
          : "correct the path"
      )
    }
    let verification: AuditVerification
    do throws(JournalError) {
      verification = try AuditFile.verify(path, expectedHead: head)
    } catch {
      throw Failure(error)
    }
    if let fault = verification.fault {
      throw Failure(
        .data,
        "\(fault.place) was tampered with: \(fault.words)",
        "leave \(path) as it is and find out who changed it"
      )
    }
    try Report.verification(verification, of: path).write(
      one: verification,
      as: format.resolved,
      ink: try session?.ink(account) ?? Ink()
    )
    if format.resolved == .table, StandardError.isTerminal {
      StandardError.write("Keep the head elsewhere; pass it next time with --head.\n")
    }
  }
}
