import ArgumentParser
import RiskAPI
import RiskServices
import TerminalUI

private let exitCodes = """
  EXIT CODES
    0 done, or nothing to change   64 usage, or not confirmed
    66 no such integration   69 unreachable, timed out or 5xx
    73 audit log cannot be written   75 rate limited, outdated or unknown
    77 not permitted, or read-only
  """

/// `ztriage integrations enable ID`.
struct IntegrationsEnableCommand: AccountCommand {
  static let configuration = CommandConfiguration(
    commandName: "enable",
    abstract: "Turn an integration on.",
    discussion: """
      All three settings are sent. If someone else changed them meanwhile, both sides are shown and you \
      choose: theirs or yours. With --yes the command stops instead.

      EXAMPLES
        ztriage integrations enable ID --dry-run

      OUTCOMES
        updated · unchanged (already set) · not updated · outdated · unknown

      \(exitCodes)
      """
  )

  @Argument(help: "The integration's id.")
  var id: String

  @OptionGroup(title: "Write") var write: WriteOptions
  @OptionGroup(title: "Output") var format: FormatOptions
  @OptionGroup(title: "Account") var account: AccountOptions

  func run() async throws {
    try await IntegrationChange(write: write, format: format, account: account)
      .run(id, IntegrationPatch(isActive: true))
  }
}

/// `ztriage integrations disable ID`.
struct IntegrationsDisableCommand: AccountCommand {
  static let configuration = CommandConfiguration(
    commandName: "disable",
    abstract: "Turn an integration off: nothing more is sent to it.",
    discussion: """
      All three settings are sent. If someone else changed them meanwhile, both sides are shown and you \
      choose: theirs or yours. With --yes the command stops instead.

      EXAMPLES
        ztriage integrations disable ID --yes

      OUTCOMES
        updated · unchanged (already set) · not updated · outdated · unknown

      \(exitCodes)
      """
  )

  @Argument(help: "The integration's id.")
  var id: String

  @OptionGroup(title: "Write") var write: WriteOptions
  @OptionGroup(title: "Output") var format: FormatOptions
  @OptionGroup(title: "Account") var account: AccountOptions

  func run() async throws {
    try await IntegrationChange(write: write, format: format, account: account)
      .run(id, IntegrationPatch(isActive: false))
  }
}

/// `ztriage integrations update ID`.
struct IntegrationsUpdateCommand: AccountCommand {
  static let configuration = CommandConfiguration(
    commandName: "update",
    abstract: "Change an integration's tenant or reference id.",
    discussion: """
      All three settings are sent, the others unchanged. If someone else changed them meanwhile, both \
      sides are shown and you choose: theirs or yours. With --yes the command stops instead.

      EXAMPLES
        ztriage integrations update ID --reference-id soc-1
        ztriage integrations update ID --tenant-url https://acme.okta.com --dry-run

      OUTCOMES
        updated · unchanged (already set) · not updated · outdated · unknown

      \(exitCodes)
      """
  )

  @Argument(help: "The integration's id.")
  var id: String

  @Option(
    name: .customLong("tenant-url"),
    help: ArgumentHelp("The tenant's own https address, not a custom domain.", valueName: "url")
  )
  var tenantURL: TenantURL?

  @Option(
    name: .customLong("reference-id"),
    help: ArgumentHelp("Your reference.", valueName: "id")
  )
  var referenceID: ReferenceID?

  @OptionGroup(title: "Write") var write: WriteOptions
  @OptionGroup(title: "Output") var format: FormatOptions
  @OptionGroup(title: "Account") var account: AccountOptions

  func validate() throws {
    guard tenantURL != nil || referenceID != nil else {
      throw ValidationError("nothing to update: pass --tenant-url or --reference-id")
    }
  }

  func run() async throws {
    try await IntegrationChange(write: write, format: format, account: account)
      .run(id, IntegrationPatch(tenantURL: tenantURL?.text, referenceID: referenceID?.text))
  }
}

/// `ztriage integrations delete ID`.
struct IntegrationsDeleteCommand: AccountCommand {
  static let configuration = CommandConfiguration(
    commandName: "delete",
    abstract: "Delete an integration. This cannot be undone.",
    discussion: """
      The request is sent once; then the list of integrations shows what came of it.

      EXAMPLES
        ztriage integrations delete ID
        ztriage integrations delete ID --yes --format ndjson

      OUTCOMES
        deleted · not deleted · unknown

      \(exitCodes)
      """
  )

  @Argument(help: "The integration's id.")
  var id: String

  @OptionGroup(title: "Write") var write: WriteOptions
  @OptionGroup(title: "Output") var format: FormatOptions
  @OptionGroup(title: "Account") var account: AccountOptions

  private static let operation = "delete the integration"

  func run() async throws {
    let session = try AccountSession(account)
    let gate = try await WriteGate(write, session, [.delete(id, nil)])
    let seen = try await IntegrationChange.fetch(id, through: gate, for: .delete(id, nil))
    if write.dryRun { return try print(seen, session) }

    try await gate.pass(Self.question(seen), [.delete(seen.id, seen.settings)])
    let interruption = Interruption.ofWrites()
    let outcome: WriteOutcome =
      switch await gate.service.deleteIntegration(id: seen.id) {
      case .deleted: WriteOutcome("deleted")
      case .notDeleted(let error):
        WriteOutcome("not deleted", Failure(error, operation: Self.operation))
      case .unknown(let doubt):
        WriteOutcome("unknown", .unknown(doubt, operation: Self.operation))
      }
    try WriteResult(item: seen, outcome: outcome)
      .finish(as: format.resolved, ink: try session.ink(account), interruption)
  }

  private func print(_ seen: Integration, _ session: AccountSession) throws {
    let client = try session.client()
    let request: PlannedRequest
    do {
      request = try client.plannedDeleteIntegration(id: seen.id)
    } catch {
      throw Failure(error, operation: Self.operation)
    }
    try DryRun([request]).write(as: format.resolved, ink: try session.ink(account))
  }

  private static func question(_ seen: Integration) -> [SafeText] {
    let host = TenantURL.host(of: seen.tenantURL)
    return ["Delete this integration?"] + IntegrationChange.name(seen) + [
      seen.isActive
        ? "Risk changes and resets will no longer be sent to \(host)."
        : "It is off: nothing is sent to \(host) now.",
      "This cannot be undone: a new integration gets another id.",
    ]
  }
}
