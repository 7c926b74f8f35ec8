import ArgumentParser
import Presentation
import RiskAPI
import RiskServices
import TerminalUI
import RiskStore

/// `ztriage integrations create`: sends risk changes to one more tenant.
struct IntegrationsCreateCommand: AccountCommand {
  static let configuration = CommandConfiguration(
    commandName: "create",
    abstract: "Create an integration with an Okta tenant.",
    discussion: """
      The request is sent once. If its reply is lost, the list of integrations shows what came of it.

      EXAMPLES
        ztriage integrations create --tenant-url https://acme.okta.com
        ztriage integrations create --tenant-url https://acme.okta.com --paused --yes
        ztriage integrations create --tenant-url https://acme.okta.com --dry-run

      OUTCOMES
        created · created active (--paused failed) · created twice
        not created · unknown

      EXIT CODES
        0 done   64 usage, or not confirmed   65 refused by the API
        69 unreachable, timed out or 5xx   73 audit log cannot be written
        75 rate limited or unknown   77 not permitted, or read-only
      """
  )

  @Option(
    name: .customLong("tenant-url"),
    help: ArgumentHelp(
      "The tenant's own https address, not a custom domain.",
      valueName: "url"
    )
  )
  var tenantURL: TenantURL

  @Option(
    name: .customLong("reference-id"),
    help: ArgumentHelp("Your reference; generated if omitted.", valueName: "id")
  )
  var referenceID: ReferenceID?

  @Flag(help: "Create it turned off (it is on for a moment).")
  var paused = false

  @OptionGroup(title: "Write") var write: WriteOptions
  @OptionGroup(title: "Output") var format: FormatOptions
  @OptionGroup(title: "Account") var account: AccountOptions

  func run() async throws {
    let session = try AccountSession(account)
    let new = NewIntegration(
      tenantURL: tenantURL.text,
      referenceID: referenceID?.text,
      startsPaused: paused
    )
    let asked = AuditIntent.create(new)
    let confirmation = try await Confirmation(write, session, [asked])
    let report = WriteReport(
      item: .createdIntegration(.now),
      format: format.resolved,
      ink: try session.ink(account)
    )
    let twins = try await confirmation.look(to: "read the integrations", for: [asked]) {
      service throws(APIError) in try await service.twins(of: new)
    }
    let warning = Self.warning(about: twins)

    if let warning, write.dryRun || !confirmation.asks { StandardError.say(warning) }
    if write.dryRun { return try report.write(planned: await plans(new, twins, confirmation)) }
    try await confirmation.ask(question(warning), [asked])

    let interruption = Interruption.ofWrites()
    let result = await confirmation.service.createIntegration(new)
    try report.end(Created(result, new), Self.outcome(result, new), interruption)
  }

  /// The requests in their order; what the account generates has no value yet.
  private func plans(
    _ new: NewIntegration,
    _ twins: [Integration],
    _ confirmation: Confirmation
  ) async throws -> [PlannedRequest] {
    var plans = [try await confirmation.plan(.create(new), before: twins)]
    guard new.startsPaused else { return plans }
    let made = Integration(
      id: "INTEGRATION_ID",
      accountTag: "",
      type: "",
      referenceID: new.referenceID ?? "REFERENCE_ID",
      tenantURL: new.tenantURL,
      wellKnownURL: "",
      isActive: true,
      createdAt: nil
    )
    var wanted = made.settings
    wanted.isActive = false
    let turningOff = GuardedWrite.update(made.id, from: made.settings, to: wanted)
    plans.append(try await confirmation.plan(turningOff, before: made))
    return plans
  }

  // MARK: Words

  private static func warning(about twins: [Integration]) -> SafeText? {
    twins.isEmpty ? nil : "warning: this tenant \(ExportFormatter.twins(twins))"
  }

  private func question(_ warning: SafeText?) -> [SafeText] {
    let host = TenantFormatter.host(of: tenantURL.text)
    var lines: [SafeText] = [
      "Create this integration?",
      "  Okta  \(tenantURL.text)",
      "  reference \(referenceID?.text ?? "generated")",
    ]
    lines.append(
      paused
        ? "It is on for a moment, then turned off: what changes in between is sent."
        : "\(ExportFormatter.beginning(at: host.string))"
    )
    if let warning { lines.append(warning) }
    return lines
  }

  private static func outcome(_ result: CreateResult, _ new: NewIntegration) -> WriteOutcome {
    switch result.ending {
    case .created: return WriteOutcome("created")
    case .several(let made):
      let ids = made.map(\.id).joined(separator: ", ")
      let failure = Failure(
        .tryLater,
        "the account lists \(made.count) new integrations of this tenant: \(ids)",
        "delete those you do not want with 'ztriage integrations delete ID'"
      )
      return WriteOutcome("created twice", failure)
    case .active(let integration, let error):
      let reason = error.map {
        ErrorFormatter($0, operation: "update the integration").problemWithRay
      }
      let failure = Failure(
        error.map(ExitStatus.init) ?? .tryLater,
        "created, but active: \(reason ?? "turned off, but the account shows it on")",
        "run 'ztriage integrations disable \(integration.id)'"
      )
      return WriteOutcome("created active", failure)
    case .other(let made): return WriteOutcome(made, of: .create(new), done: "created")
    }
  }
}

extension IntegrationsCreateCommand {
  /// What came of it: the integration as the account shows it, as far as that is known.
  struct Created {
    var shown: Integration?
    var wanted: NewIntegration

    init(_ result: CreateResult, _ wanted: NewIntegration) {
      shown = result.turnedOff?.state ?? result.made.state?.first
      self.wanted = wanted
    }
  }
}

extension Report<IntegrationsCreateCommand.Created> {
  typealias Created = IntegrationsCreateCommand.Created

  /// A new integration, or no more than what was asked for.
  static func createdIntegration(_ words: TimeFormatter) -> Report {
    let column = IntegrationColumns(words)
    let state = column.state.of(optional: \Created.shown)
    let type = column.type.of(optional: \Created.shown, orKnown: { _ in "Okta" })
    let tenant = column.tenant.of(optional: \Created.shown, orKnown: \.wanted.tenantURL)
    let reference = column.reference.of(optional: \Created.shown, orKnown: \.wanted.referenceID)
    let id = column.id.of(optional: \Created.shown)
    return Report(
      fields: [
        id, column.account.of(optional: \Created.shown), type, reference, tenant,
        column.configuration.of(optional: \Created.shown), state,
        column.created.of(optional: \Created.shown),
      ],
      view: .table([state, tenant, id, reference])
    )
  }
}
