import ArgumentParser
import RiskAPI
import RiskServices
import TerminalUI

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
    let asked = AuditSubject.create(
      tenantURL: tenantURL.text,
      referenceID: referenceID?.text,
      startsPaused: paused
    )
    let gate = try await WriteGate(write, session, [asked])
    let twins: [Integration]
    do throws(APIError) {
      twins = try await APIClient.urgently { () throws(APIError) in
        try await gate.service.integrations(ofTenant: tenantURL.text)
      }
    } catch {
      await gate.note([asked], .failed(error, operation: "read the integrations"))
      throw Failure(error, operation: "read the integrations")
    }
    let warning = Self.warning(about: twins)

    if write.dryRun {
      if let warning { StandardError.say(warning) }
      return try print(session)
    }
    if gate.asks {
      try await gate.pass(question(warning), [asked])
    } else if let warning {
      StandardError.say(warning)
    }

    let interruption = Interruption.ofWrites()
    let outcome = await gate.service.createIntegration(
      tenantURL: tenantURL.text,
      referenceID: referenceID?.text,
      startsPaused: paused
    )
    let (integration, result) = result(outcome)
    try WriteResult(item: integration, outcome: result)
      .finish(as: format.resolved, ink: try session.ink(account), interruption)
  }

  private func print(_ session: AccountSession) throws {
    let client = try session.client()
    var requests: [PlannedRequest]
    do {
      requests = [
        try client.plannedCreateIntegration(
          tenantURL: tenantURL.text,
          referenceID: referenceID?.text
        )
      ]
      if paused {
        // What the account generates has no value yet.
        let settings = IntegrationSettings(
          tenantURL: tenantURL.text,
          isActive: false,
          referenceID: referenceID?.text ?? "REFERENCE_ID"
        )
        requests.append(
          try client.plannedUpdateIntegration(id: "INTEGRATION_ID", settings: settings)
        )
      }
    } catch {
      throw Failure(error, operation: Self.operation)
    }
    try DryRun(requests).write(as: format.resolved, ink: try session.ink(account))
  }

  // MARK: Words

  private static let operation = "create the integration"

  private static func warning(about twins: [Integration]) -> SafeText? {
    guard !twins.isEmpty else { return nil }
    let names = twins.map { "\($0.id), \($0.isActive ? "on" : "off")" as SafeText }
    return "warning: this tenant already has an integration (\(names.joined(separator: "; "))); "
      + "with one more, everything is sent twice"
  }

  private func question(_ warning: SafeText?) -> [SafeText] {
    let host = TenantURL.host(of: tenantURL.text)
    var lines: [SafeText] = [
      "Create this integration?",
      "  Okta  \(tenantURL.text)",
      "  reference \(referenceID?.text ?? "generated")",
    ]
    lines.append(
      paused
        ? "It is on for a moment, then turned off: what changes in between is sent."
        : "Risk changes and resets will be sent to \(host) from now on. "
          + "Its policies may act on them."
    )
    if let warning { lines.append(warning) }
    return lines
  }

  /// The integration as the account shows it, as far as that is known, and the outcome.
  private func result(_ outcome: CreateOutcome) -> (MaybeIntegration, WriteOutcome) {
    let unknown = MaybeIntegration.wanted(tenantURL.text, referenceID?.text)
    switch outcome {
    case .created(let integration): return (.known(integration), WriteOutcome("created"))
    case .createdActive(let integration, let error):
      let reason = error.map {
        ErrorWords($0, operation: "update the integration").problemWithRay
      }
      let failure = Failure(
        error.map(ExitStatus.init) ?? .tryLater,
        "created, but active: \(reason ?? "turned off, but the account shows it on")",
        "run 'ztriage integrations disable \(integration.id)'"
      )
      return (.known(integration), WriteOutcome("created active", failure))
    case .createdSeveral(let integrations):
      let ids = integrations.map(\.id).joined(separator: ", ")
      let failure = Failure(
        .tryLater,
        "the account lists \(integrations.count) new integrations of this tenant: \(ids)",
        "delete those you do not want with 'ztriage integrations delete ID'"
      )
      return (
        integrations.first.map(MaybeIntegration.known) ?? unknown,
        WriteOutcome("created twice", failure)
      )
    case .notCreated(let error):
      return (unknown, WriteOutcome("not created", Failure(error, operation: Self.operation)))
    case .unknown(let doubt):
      return (unknown, WriteOutcome("unknown", .unknown(doubt, operation: Self.operation)))
    }
  }
}

/// An integration, or no more than what was asked for.
enum MaybeIntegration: Record, TableRow {
  case known(Integration)
  case wanted(_ tenantURL: String, _ referenceID: String?)

  static let fieldNames = Integration.fieldNames

  var fields: [OrderedJSON.Member] {
    switch self {
    case .known(let integration): integration.fields
    case .wanted(let tenantURL, let referenceID):
      Self.fieldNames.map { name in
        switch name {
        case "integration_type": .init(name, .string("Okta"))
        case "tenant_url": .init(name, .string(tenantURL))
        case "reference_id": .init(name, .text(referenceID))
        default: .init(name, .null)
        }
      }
    }
  }

  static let columns = Integration.columns

  var cells: [TextTable.Cell] {
    switch self {
    case .known(let integration): integration.cells
    case .wanted(let tenantURL, let referenceID):
      [
        .init("—"), .init("\(tenantURL)"), .init("—", .dim), .init("\(referenceID ?? "—")", .dim),
      ]
    }
  }
}

extension Integration: TableRow {
  static let columns: [TextTable.Column] = [
    .init(title: "STATE"), .init(title: "TENANT", limit: 60), .init(title: "ID", limit: 40),
    .init(title: "REFERENCE", limit: 40),
  ]

  var cells: [TextTable.Cell] {
    [
      isActive ? .init("on", .on) : .init("off", .off), .init("\(tenantURL)"),
      .init("\(id)", .dim), .init("\(referenceID)", .dim),
    ]
  }
}
