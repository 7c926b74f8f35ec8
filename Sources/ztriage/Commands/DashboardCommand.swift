import ArgumentParser
import Foundation
import TerminalUI

/// `ztriage dashboard`, and `ztriage` alone.
struct DashboardCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "dashboard",
    abstract: "Open the dashboard (what ztriage does without a subcommand)."
  )

  // Only the list of users on a terminal that cannot show the dashboard is bounded by --timeout.
  @OptionGroup(title: "Account") var account: AccountOptions

  func run() async throws {
    let screen = try ScreenCheck.look()
    let session = try AccountSession(account)
    guard screen == .able else {
      StandardError.say("this terminal cannot show the dashboard (TERM=dumb); the users instead")
      var list = try UsersListCommand.parse([])
      list.account = account
      list.format.format = .table
      let users = list
      return try await CommandTime.bound(account.timeout) { try await users.run() }
    }
    try await Interactive.run(session.interactive(wantsColor: account.color.wantsColor))
  }
}

/// What the terminal is good for.
enum ScreenCheck {
  case able
  /// It cannot move the cursor.
  case dumb

  /// Looks at the terminal.
  ///
  /// - Throws: ``Failure`` with code 64 where input or output is none.
  static func look() throws(Failure) -> ScreenCheck {
    guard isatty(0) == 1, isatty(1) == 1 else {
      throw Failure(
        .usage,
        "the dashboard needs a terminal",
        "use 'ztriage users list' in scripts and pipes"
      )
    }
    let term = ProcessInfo.processInfo.environment["TERM"] ?? ""
    return term == "dumb" || term.isEmpty ? .dumb : .able
  }
}
