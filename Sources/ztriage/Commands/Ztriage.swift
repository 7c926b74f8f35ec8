import ArgumentParser
import Settings

/// The command without a subcommand.
struct Ztriage: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "ztriage",
    abstract: "Triage the user risk scores of a Cloudflare Zero Trust account in a terminal.",
    discussion: """
      Without a subcommand it opens the dashboard.

      EXAMPLES
        ztriage demo                                a simulated account, no credentials needed
        ztriage                                     the dashboard on your account
        ztriage users list --level high             who is dangerous now
        ztriage users list --format csv > risk.csv  the whole list for a spreadsheet
        ztriage users show dana@example.com         why somebody is listed
        ztriage users reset dana@example.com --reason remediated
        ztriage behaviors set imp_travel --on --level high --dry-run
        ztriage users list --since 8h               what changed on your watch
        ztriage users history dana@example.com      a user's levels, resets and notes
        ztriage integrations list --profile prod    another account from the settings
        ztriage audit verify                        check the audit log for tampering

      ENVIRONMENT
        CLOUDFLARE_API_TOKEN       API token (or CLOUDFLARE_API_KEY with CLOUDFLARE_EMAIL)
        CLOUDFLARE_ACCOUNT_ID      the account
        CLOUDFLARE_BASE_URL        another server that speaks the API
        NO_COLOR                   no colors
        XDG_CONFIG_HOME            location of ztriage/config.yaml (default ~/.config)

      EXIT CODES
        0   done
        1   some of several items failed, each named on standard error
        64  wrong usage, or not confirmed
        65  unreadable answer, refused by the API, or audit log tampered with
        66  no such user, behavior or integration
        69  unreachable, no answer within --timeout, or 5xx
        71  too few open files allowed
        73  cannot write a file, or audit log cannot be written
        75  rate limited, outdated, or outcome unknown
        77  token rejected or not permitted, or read-only
        78  settings
      """,
    version: "ztriage \(Version.current)",
    subcommands: [
      DashboardCommand.self, DemoCommand.self, SimulateCommand.self, UsersCommand.self,
      BehaviorsCommand.self, IntegrationsCommand.self, AuditCommand.self, CacheCommand.self,
      JournalCommand.self, CompletionsCommand.self,
    ],
    defaultSubcommand: DashboardCommand.self
  )

  /// Refuses a first word that is no command.
  ///
  /// The parser would hand it to the dashboard, which can only say that it takes no arguments.
  static func refuseUnknownCommand(_ arguments: [String]) throws(Failure) {
    guard let word = arguments.first, !word.hasPrefix("-") else { return }
    var known = configuration.subcommands.compactMap { $0.configuration.commandName }
    known.append("help")
    guard !known.contains(word) else { return }
    let guess = Spelling.nearest(to: word, among: known)
    throw Failure(
      .usage,
      "unknown command '\(word)'",
      guess.map { "did you mean '\($0)'?" } ?? "see 'ztriage --help'"
    )
  }
}
