import ArgumentParser
import Foundation
import RiskAPI
import RiskServices
import TerminalUI

/// `ztriage integrations …`.
struct IntegrationsCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "integrations",
    abstract: "Exports of risk changes to identity providers.",
    subcommands: [
      IntegrationsListCommand.self, IntegrationsShowCommand.self, IntegrationsFindCommand.self,
      IntegrationsCreateCommand.self, IntegrationsEnableCommand.self,
      IntegrationsDisableCommand.self, IntegrationsUpdateCommand.self,
      IntegrationsDeleteCommand.self,
    ]
  )
}

/// `ztriage integrations list`.
struct IntegrationsListCommand: AccountCommand {
  static let configuration = CommandConfiguration(
    commandName: "list",
    abstract: "List the integrations."
  )

  @OptionGroup(title: "Output") var format: FormatOptions
  @OptionGroup(title: "Account") var account: AccountOptions

  func run() async throws {
    let session = try AccountSession(account)
    let snapshot = try await session.ask("read the integrations") { service throws(APIError) in
      try await service.fetchIntegrations()
    }
    var output = Output()
    switch format.resolved {
    case .table:
      let words = TimeWords(now: snapshot.fetchedAt, timeZone: .current)
      try Self.table(snapshot.value, words).write(to: &output, ink: try session.ink(account))
    case .json: try output.writeArray(snapshot.value)
    case .ndjson: try output.writeLines(snapshot.value)
    case .csv: try output.writeCSV(snapshot.value)
    }
    try output.finish()
  }

  private static func table(_ integrations: [Integration], _ words: TimeWords) -> TextTable {
    var table = TextTable(columns: [
      .init(title: "STATE"), .init(title: "TYPE", limit: 20), .init(title: "TENANT", limit: 60),
      .init(title: "ID", limit: 40), .init(title: "REFERENCE", limit: 40), .init(title: "CREATED"),
    ])
    table.rows = integrations.map { integration in
      [
        integration.isActive ? .init("on", .on) : .init("off", .off),
        .init("\(integration.type)"),
        .init("\(integration.tenantURL)"),
        .init("\(integration.id)", .dim),
        .init("\(integration.referenceID)", .dim),
        .init("\(integration.createdAt.map(words.absolute) ?? "—")", .dim),
      ]
    }
    return table
  }
}

/// `ztriage integrations show ID`.
struct IntegrationsShowCommand: AccountCommand {
  static let configuration = CommandConfiguration(
    commandName: "show",
    abstract: "Show one integration."
  )

  @Argument(help: "The integration's id.")
  var id: String

  @OptionGroup(title: "Output") var format: FormatOptions
  @OptionGroup(title: "Account") var account: AccountOptions

  func run() async throws {
    let session = try AccountSession(account)
    let snapshot = try await session.ask("read the integration") { service throws(APIError) in
      try await service.fetchIntegration(id: id)
    }
    try IntegrationPage(snapshot).write(as: format.resolved, ink: try session.ink(account))
  }
}

/// `ztriage integrations find REFERENCE_ID`.
struct IntegrationsFindCommand: AccountCommand {
  static let configuration = CommandConfiguration(
    commandName: "find",
    abstract: "Show the integration that has a reference id."
  )

  @Argument(help: "The reference id that the integration was created with.")
  var referenceID: String

  @OptionGroup(title: "Output") var format: FormatOptions
  @OptionGroup(title: "Account") var account: AccountOptions

  func run() async throws {
    let session = try AccountSession(account)
    let snapshot = try await session.ask("find the integration") { service throws(APIError) in
      try await service.fetchIntegration(referenceID: referenceID)
    }
    try IntegrationPage(snapshot).write(as: format.resolved, ink: try session.ink(account))
  }
}

/// One integration, in any format.
struct IntegrationPage {
  let integration: Integration
  let words: TimeWords

  init(_ snapshot: Fetched<Integration>) {
    integration = snapshot.value
    words = TimeWords(now: snapshot.fetchedAt, timeZone: .current)
  }

  func write(as format: OutputFormat, ink: Ink) throws {
    var output = Output()
    switch format {
    case .table: try writeTable(to: &output, ink)
    case .json: try output.writeObject(.object(integration.fields))
    case .ndjson: try output.writeLines([integration])
    case .csv: try output.writeCSV([integration])
    }
    try output.finish()
  }

  private func writeTable(to output: inout Output, _ ink: Ink) throws {
    let rows: [(SafeText, SafeText)] = [
      ("state", integration.isActive ? "on" : "off"),
      ("type", "\(integration.type)"),
      ("tenant", "\(integration.tenantURL)"),
      ("id", "\(integration.id)"),
      ("reference", "\(integration.referenceID)"),
      ("configuration", "\(integration.wellKnownURL)"),
      ("account", "\(integration.accountTag)"),
      ("created", "\(integration.createdAt.map(words.absolute) ?? "—")"),
    ]
    for (name, value) in rows {
      try output.write("\(ink.paint(name.padded(to: 13), .dim))  \(value.string)\n")
    }
  }
}
