import ArgumentParser
import Foundation
import RiskAPI
import RiskServices
import RiskStore
import Settings
import TerminalUI

/// `ztriage journal …`.
struct JournalCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "journal",
    abstract: "What is saved on this machine and cannot be fetched again.",
    subcommands: [JournalEraseCommand.self]
  )
}

/// `ztriage journal erase`: takes away what is personal about a user.
struct JournalEraseCommand: AccountCommand {
  static let configuration = CommandConfiguration(
    commandName: "erase",
    abstract: "Erase a person's texts on this machine: names, e-mails, notes, snapshots.",
    discussion: """
      Levels, times and hashes stay, so that 'ztriage audit verify' can still check the log; a line of the audit \
      log says that it was done. Nothing is sent. A user who is still at risk is named again by the next refresh. \
      Needs no network and no credentials.

      EXAMPLES
        ztriage journal erase dana@example.com
        ztriage journal erase 3f0c1f0e-7d0a-4a41-9c39-0d2a3f6a5a10 --yes

      EXIT CODES
        0 erased           64 not confirmed
        66 unknown user    73 the journal cannot be written      77 read-only
      """
  )

  @Argument(help: "A user id (UUID) or an e-mail address.")
  var user: String

  @Flag(help: "Erase without asking for confirmation.")
  var yes = false

  @OptionGroup(title: "Account") var account: AccountOptions

  func run() async throws {
    let name = try UserName(user)
    let session = try LocalSession(account)
    guard session.choice.access == .readWrite else {
      throw Failure(
        .notPermitted,
        "read-only mode: nothing was erased",
        "leave out --read-only, or set access: read-write in the profile"
      )
    }
    let unknown = Failure(
      .notFound,
      "unknown user '\(name.text)' on this machine",
      "check the spelling, or use the user id"
    )
    guard let journal = try session.journal() else { throw unknown }
    let user = try await LocalUser(name, in: journal)
    guard try await isKnown(user, in: journal) else { throw unknown }
    try confirm(user)
    let erasure: Erasure
    do throws(JournalError) {
      erasure = try await journal.erase(user.id, by: session.operatorName, at: Date())
    } catch {
      throw Failure(error)
    }
    try await eraseFromCache(user.id, session)
    StandardError.say("erased \(erasure.texts.counted("text")) about \(user.id.rawValue)")
    for path in journal.backups {
      StandardError.say("an older copy still has them: \(path); delete it if you no longer need it")
    }
  }

  private func isKnown(_ user: LocalUser, in journal: Journal) async throws(Failure) -> Bool {
    if user.seen != nil { return true }
    do throws(JournalError) {
      let writes = try await journal.auditLog.entries(target: user.id.rawValue).value
      let notes = try await journal.caseNotes.notes(of: user.id).value
      return !writes.isEmpty || !notes.isEmpty
    } catch {
      throw Failure(error)
    }
  }

  /// - Throws: ``Failure`` with code 64 for any answer but `yes`, and where nobody can be asked.
  private func confirm(_ user: LocalUser) throws(Failure) {
    guard !yes else { return }
    try Confirmation.requireTerminal()
    let question: [SafeText] = [
      "\(user.seen?.user.name ?? "")  \(user.seen?.user.email ?? "")  \(user.id.rawValue)",
      "Erase names, notes and snapshots of this user on this machine? This cannot be undone.",
    ]
    guard Confirmation.isAnsweredYes(question) else {
      throw Failure(.usage, "canceled (only \"yes\" confirms)", "nothing erased")
    }
  }

  /// Also from what the account said: it would be shown as the user's page.
  private func eraseFromCache(_ user: UserID, _ session: LocalSession) async throws(Failure) {
    guard access(session.cachePath, F_OK) == 0 else { return }
    let (cache, _) = session.openCache()
    do throws(CacheError) {
      try await cache.erase(user)
    } catch {
      throw Failure(error)
    }
  }
}
