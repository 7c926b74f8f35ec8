import ArgumentParser
import RiskAPI
import RiskServices
import RiskStore
import TerminalUI

/// `ztriage users history`: how a user stood over time, and what was done about it.
struct UsersHistoryCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "history",
    abstract: "Show how a user stood over time, resets, verdicts and notes; oldest first.",
    discussion: """
      From what was seen and done on this machine: needs no network and no credentials, and knows users who \
      left the risk summary.

      EXAMPLES
        ztriage users history dana@example.com
        ztriage users history dana@example.com --format json | jq '.[] | select(.what == "reset")'

      WHAT
        seen      the first look at the user
        raised, lowered, events, changed
                  the level rose or fell, events came, fewer events are counted
        gone      no longer in the summary, as after a reset
        back      in the summary again
        reset     a reset from here, with its reason and outcome
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
      "nothing is known here of '\(name.text)'",
      "look at the account first: 'ztriage users list'"
    )
    guard let journal = try session.journal() else { throw nothing }
    let user = try await LocalUser(name, in: journal)
    let history = try await UserHistory(of: user, in: journal)
    guard user.seen != nil || !history.entries.isEmpty || !history.faults.isEmpty else {
      throw nothing
    }
    var output = Output()
    switch format.resolved {
    case .table: try history.writeTable(to: &output, try session.ink(account))
    case .json: try output.writeArray(history.entries)
    case .ndjson: try output.writeLines(history.entries)
    case .csv: try output.writeCSV(history.entries)
    }
    try output.finish()
    try journal.refuse(history.faults)
  }
}
