import ArgumentParser
import RiskAPI
import RiskServices

/// `ztriage behaviors …`.
struct BehaviorsCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "behaviors",
    abstract: "The rules that create risk events.",
    subcommands: [BehaviorsListCommand.self, BehaviorsSetCommand.self]
  )
}

/// `ztriage behaviors list`.
struct BehaviorsListCommand: AccountCommand {
  static let configuration = CommandConfiguration(
    commandName: "list",
    abstract: "List all behaviors: key, on or off, level, what triggers it."
  )

  @OptionGroup(title: "Output") var format: FormatOptions
  @OptionGroup(title: "Account") var account: AccountOptions

  func run() async throws {
    let session = try AccountSession(account)
    let behaviors = try await session.ask("read the behaviors") { service throws(APIError) in
      try await service.fetchBehaviors()
    }.value
    try Report.behaviors(behaviors).write(
      behaviors,
      as: format.resolved,
      ink: try session.ink(account)
    )
  }
}
