import ArgumentParser
import RiskAPI
import RiskServices
import RiskStore
import TerminalUI

/// `ztriage users history`: a user's levels over time, and what was done about them.
struct UsersHistoryCommand: AccountCommand {
  static let configuration = CommandConfiguration(
    commandName: "history",
    abstract: "Show a user's history: levels, resets, verdicts and notes, oldest first.",
    discussion: """
      Taken from what was seen and done on this machine. Needs no network and no credentials; users who are \
      no longer at risk are included.

      EXAMPLES
        ztriage users history dana@example.com
        ztriage users history dana@example.com --format json | jq '.[] | select(.what == "reset")'

      WHAT
        seen      first seen by this machine
        raised, lowered, events, changed
                  the level rose or fell, new events, fewer events counted
        gone      no longer at risk, as after a reset
        back      at risk again
        reset     a reset from this machine, with its reason and outcome
        verdict, note
      """
  )

  @Argument(help: "A user id (UUID) or an e-mail address.")
  var user: String

  @OptionGroup(title: "Output") var format: FormatOptions
  @OptionGroup(title: "Account") var account: AccountOptions

  func run() async throws {
    let name = try UserName(user)
    let session = try LocalSession(account)
    let nothing = Failure(
      .notFound,
      "unknown user '\(name.text)' on this machine",
      "run 'ztriage users list' first"
    )
    guard let journal = try session.journal() else { throw nothing }
    let user = try await LocalUser(name, in: journal)
    let history = try await UserHistory(of: user, in: journal)
    guard user.seen != nil || !history.entries.isEmpty || !history.faults.isEmpty else {
      throw nothing
    }
    try history.report.write(history.entries, as: format.resolved, ink: try session.ink(account))
    try journal.refuse(history.faults)
  }
}
