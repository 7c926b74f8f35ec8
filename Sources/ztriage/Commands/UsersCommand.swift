import ArgumentParser
import Foundation
import RiskAPI
import RiskServices
import TerminalUI

/// `ztriage users …`.
struct UsersCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "users",
    abstract: "Users with a risk score.",
    subcommands: [
      UsersListCommand.self, UsersShowCommand.self, UsersHistoryCommand.self,
      UsersResetCommand.self,
    ]
  )
}

/// `ztriage users list`: the account's risk summary.
struct UsersListCommand: AccountCommand {
  static let configuration = CommandConfiguration(
    commandName: "list",
    abstract: "List the users with a risk score.",
    discussion: """
      EXAMPLES
        ztriage users list --level high,medium --sort last
        ztriage users list --filter example.com --format csv > risk.csv
        ztriage users list --filter 'high events:>5 last:<2h verdict:none'
        ztriage users list --format ndjson | head -n 3
        ztriage users list --since 8h   who is back, new, raised, lowered, gone or has new events

      With --since the field "change" is back, new, raised, lowered, left or events. "back" means at risk \
      again; users who left are shown as last seen. It compares what this machine has seen: the more often \
      it looks, the more it knows.

      In CSV, text that a spreadsheet would run as a formula starts with an apostrophe; JSON is exact.
      """
  )

  @Option(
    help: ArgumentHelp(
      "Only these levels: low, medium, high, unscored.",
      valueName: "level,…"
    )
  )
  var level: LevelSet?

  @Option(help: FilterTerms.usersHelp)
  var filter: FilterTerms?

  @Option(help: ArgumentHelp("Order: worst first, most events first, newest first, or by name."))
  var sort: UserSort = .risk

  @Option(help: ArgumentHelp("Maximum number of rows.", valueName: "n"))
  var limit: Int?

  @Option(
    help: ArgumentHelp(
      "Only users who changed since then: 8h, 30m, 2d, HH:MM of today, a date, or a date and time (RFC 3339).",
      valueName: "time"
    )
  )
  var since: SinceMoment?

  @OptionGroup(title: "Output") var format: FormatOptions
  @OptionGroup(title: "Account") var account: AccountOptions

  func validate() throws {
    if let limit, limit < 0 { throw ValidationError("--limit takes a number of 0 or more") }
  }

  func run() async throws {
    let moment = try since?.pastDate(now: Date(), timeZone: .current)
    let query = try filter?.query(for: .users) ?? FilterQuery()
    let session = try AccountSession(account)
    let snapshot = try await session.ask("read the users") { service throws(APIError) in
      try await service.fetchUsers()
    }
    let selection = UserSelection(
      levels: level?.levels,
      filter: query,
      knowledge: await FilterKnowledge(for: query, session),
      sort: sort,
      limit: limit
    )
    if let moment {
      try await writeChanges(since: moment, selection, session, now: snapshot.fetchedAt)
    } else {
      try write(snapshot, selection, session)
    }
    selection.knowledge.tellCoverage(query, of: snapshot.value.users)
    if !snapshot.value.isComplete, let total = snapshot.value.totalCount {
      let came = snapshot.value.receivedCount
      StandardError.say(
        "incomplete: \(came.grouped) of \(total.grouped) users came"
      )
    }
  }

  private func write(
    _ snapshot: Fetched<RiskSummary>,
    _ selection: UserSelection,
    _ session: AccountSession
  ) throws {
    let words = TimeFormatter(now: snapshot.fetchedAt, timeZone: .current)
    try Report.users(words).write(
      selection.apply(to: snapshot.value.users, now: Date()),
      as: format.resolved,
      ink: try session.ink(account)
    )
  }
}

/// `ztriage users show USER`: one user's level, last reset and events.
struct UsersShowCommand: AccountCommand {
  static let configuration = CommandConfiguration(
    commandName: "show",
    abstract: "Show one user's level, last reset and events.",
    discussion: """
      Also finds users who are no longer at risk: by id, or by e-mail if this machine has seen them. Events \
      that the account no longer gives are listed apart (past_events in JSON). Users the account no longer \
      knows are shown from local data, with a note.
      """
  )

  @Argument(help: "A user id (UUID) or an e-mail address.")
  var user: String

  @OptionGroup(title: "Output") var format: FormatOptions
  @OptionGroup(title: "Account") var account: AccountOptions

  func run() async throws {
    let session = try AccountSession(account)
    let id = try await find(in: session)
    let snapshot = try await page(of: id, in: session)
    let (risk, past) = (snapshot.value.risk, snapshot.value.past)
    let words = TimeFormatter(now: snapshot.fetchedAt, timeZone: .current)
    try UserPage(risk: risk, past: past, words: words).report.write(
      risk.events,
      as: format.resolved,
      ink: try session.ink(account)
    )
    if format.resolved == .csv, !past.isEmpty {
      StandardError.say(
        "left out: \(past.count.counted("event")) that the account no longer gives; "
          + "use '--format json'"
      )
    }
    if !risk.isComplete, let total = risk.totalEventCount {
      StandardError.say(
        "incomplete: \(risk.events.count.grouped) of \(total.grouped) events came"
      )
    }
  }

  /// The user's id: as given, or looked up by e-mail in the summary, then among those who left it.
  private func find(in session: AccountSession) async throws -> UserID {
    switch try UserName(user) {
    case .id(let id): return id
    case .email(let email):
      let snapshot = try await session.ask("read the users", tellsAge: false) {
        service throws(APIError) in
        try await service.fetchUsers()
      }
      do {
        return try UserName.row(withEmail: email, in: snapshot.value).id
      } catch {
        guard error.status == .notFound else { throw error }
        return try await findPastUser(withEmail: email, session, missing: error)
      }
    }
  }
}
