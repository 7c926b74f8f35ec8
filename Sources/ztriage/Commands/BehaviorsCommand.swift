import ArgumentParser
import RiskAPI
import RiskServices
import TerminalUI

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
    var output = Output()
    switch format.resolved {
    case .table:
      try Self.table(behaviors).write(to: &output, ink: try session.ink(account))
    case .json:
      try output.writeObject(
        .object(behaviors.map { .init($0.key, .object($0.fieldsWithoutKey)) })
      )
    case .ndjson: try output.writeLines(behaviors)
    case .csv: try output.writeCSV(behaviors)
    }
    try output.finish()
  }

  private static func table(_ behaviors: [Behavior]) -> TextTable {
    var table = TextTable(columns: [
      .init(title: "KEY", limit: 40), .init(title: "STATE"), .init(title: "LEVEL"),
      .init(title: "NAME", limit: 40), .init(title: "DESCRIPTION", limit: 500),
    ])
    table.rows = behaviors.map { behavior in
      let level: RiskLevel? = behavior.setting.riskLevel
      return [
        .init("\(behavior.key)"),
        behavior.setting.isEnabled ? .init("on", .on) : .init("off", .off),
        .init("\(level.words)", level.role),
        .init("\(behavior.name)"),
        .init("\(behavior.description)", .dim),
      ]
    }
    return table
  }
}
