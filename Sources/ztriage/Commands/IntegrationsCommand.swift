import ArgumentParser
import Foundation
import RiskAPI
import RiskServices

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
    let words = TimeFormatter(now: snapshot.fetchedAt, timeZone: .current)
    try Report.integrations(words).write(
      snapshot.value,
      as: format.resolved,
      ink: try session.ink(account)
    )
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
    let words = TimeFormatter(now: snapshot.fetchedAt, timeZone: .current)
    try Report.integration(words).write(
      one: snapshot.value,
      as: format.resolved,
      ink: try session.ink(account)
    )
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
    let words = TimeFormatter(now: snapshot.fetchedAt, timeZone: .current)
    try Report.integration(words).write(
      one: snapshot.value,
      as: format.resolved,
      ink: try session.ink(account)
    )
  }
}
