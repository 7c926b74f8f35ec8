import ArgumentParser
import Presentation
import RiskAPI
import RiskServices
import TerminalUI
import RiskStore

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

  func run() async throws {
    let session = try AccountSession(account)
    let asked = AuditIntent.delete(id, nil)
    let confirmation = try await Confirmation(write, session, [asked])
    let report = WriteReport(
      item: .writtenIntegration(.now),
      format: format.resolved,
      ink: try session.ink(account)
    )
    let seen = try await confirmation.integration(id, for: asked)
    let delete = GuardedWrite.delete(seen.id)
    if write.dryRun {
      return try report.write(planned: [await confirmation.plan(delete, before: seen)])
    }

    try await confirmation.ask(Self.question(seen), [.delete(seen.id, seen.settings)])
    let interruption = Interruption.ofWrites()
    let result = await confirmation.service.carryOut(delete)
    try report.end(seen, WriteOutcome(result, of: delete, done: "deleted"), interruption)
  }

  private static func question(_ seen: Integration) -> [SafeText] {
    let words = ExportFormatter.deletion(of: seen)
    return ["Delete this integration?"] + IntegrationChange.name(seen)
      + [SafeText(words.sent), SafeText(words.end)]
  }
}
