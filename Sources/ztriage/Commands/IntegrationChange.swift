import RiskAPI
import RiskServices
import TerminalUI

/// A change of one integration's settings, from the command line to its end.
struct IntegrationChange {
  let write: WriteOptions
  let format: FormatOptions
  let account: AccountOptions

  /// Fetches the integration, asks, sends all three settings, and says what came of it.
  func run(_ id: String, _ patch: IntegrationPatch) async throws {
    let session = try AccountSession(account)
    let gate = try await WriteGate(write, session, [.update(id, patch)])
    let seen = try await Self.fetch(id, through: gate, for: .update(id, patch))
    let wanted = patch.applied(to: seen.settings)

    guard wanted != seen.settings else {
      StandardError.say("no change needed: already set")
      if write.dryRun { return try DryRun([]).write(as: format.resolved, ink: Ink()) }
      return try finish(seen, WriteOutcome("unchanged"), session, nil)
    }
    if write.dryRun {
      let client = try session.client()
      let request: PlannedRequest
      do {
        request = try client.plannedUpdateIntegration(id: seen.id, settings: wanted)
      } catch {
        throw Failure(error, operation: Self.operation)
      }
      return try DryRun([request]).write(as: format.resolved, ink: try session.ink(account))
    }

    let settled = SettledWrite(
      gate: gate,
      subject: "this integration",
      write: { .update(seen.id, from: $0, to: $1) },
      question: { Self.question(seen.with($0), $1) },
      attempt: { await gate.service.updateIntegration(id: seen.id, from: $0, to: $1) },
      conflict: { outcome in
        if case .outdated(let now) = outcome { now.settings } else { nil }
      }
    )
    let (end, interruption) = try await settled.run(from: seen.settings, to: wanted)
    switch end {
    case .ended(let outcome):
      let (integration, result) = Self.result(outcome, of: seen)
      try finish(integration, result, session, interruption)
    case .nothingLeft(let outcome):
      StandardError.say("nothing to save: the integration stays as it is")
      let integration = Self.result(outcome, of: seen).0
      try finish(integration, WriteOutcome("unchanged"), session, interruption)
    case .refused(let outcome, let merge):
      let failure = Failure(
        .tryLater,
        "not updated: someone else changed the integration meanwhile (\(merge.conflictWords))",
        "look with 'ztriage integrations show \(seen.id)', then run the command again"
      )
      let integration = Self.result(outcome, of: seen).0
      try finish(integration, WriteOutcome("outdated", failure), session, interruption)
    }
  }

  /// The integration as it is now; where it cannot be had, the write is recorded as failed.
  static func fetch(
    _ id: String,
    through gate: WriteGate,
    for write: AuditSubject
  ) async throws(Failure) -> Integration {
    do throws(APIError) {
      return try await APIClient.urgently { () throws(APIError) in
        try await gate.service.fetchIntegration(id: id).value
      }
    } catch {
      await gate.note([write], .failed(error, operation: "read the integration"))
      throw Failure(error, operation: "read the integration")
    }
  }

  private func finish(
    _ integration: Integration,
    _ outcome: WriteOutcome,
    _ session: AccountSession,
    _ interruption: Interruption?
  ) throws {
    try WriteResult(item: integration, outcome: outcome)
      .finish(as: format.resolved, ink: try session.ink(account), interruption)
  }

  // MARK: Words

  private static let operation = "update the integration"

  /// Two lines that name an integration.
  static func name(_ integration: Integration) -> [SafeText] {
    [
      "  \(integration.type)  \(integration.tenantURL)  \(integration.isActive ? "on" : "off")",
      "  id \(integration.id)  reference \(integration.referenceID)",
    ]
  }

  private static func question(_ seen: Integration, _ wanted: IntegrationSettings) -> [SafeText] {
    var lines: [SafeText] = ["Change this integration?"] + name(seen)
    if wanted.isActive != seen.isActive {
      lines.append(wanted.isActive ? "  - off" : "  - on")
      lines.append(wanted.isActive ? "  + on" : "  + off")
    }
    if wanted.tenantURL != seen.tenantURL {
      lines += ["  - tenant \(seen.tenantURL)", "  + tenant \(wanted.tenantURL)"]
    }
    if wanted.referenceID != seen.referenceID {
      lines += ["  - reference \(seen.referenceID)", "  + reference \(wanted.referenceID)"]
    }
    lines.append("\(ExportWords.consequence(from: seen.settings, to: wanted))")
    return lines
  }

  /// The outcome, and the integration as the account shows it where it was looked at.
  private static func result(
    _ outcome: IntegrationOutcome,
    of seen: Integration
  ) -> (Integration, WriteOutcome) {
    switch outcome {
    case .updated(let integration): return (integration, WriteOutcome("updated"))
    case .outdated(let integration): return (integration, WriteOutcome("outdated"))
    case .differs(let integration, let doubt):
      let failure = Failure.unknown(doubt, operation: operation, shows: "something else")
      return (integration, WriteOutcome("unknown", failure))
    case .notUpdated(let error):
      return (seen, WriteOutcome("not updated", Failure(error, operation: operation)))
    case .unknown(let doubt):
      return (seen, WriteOutcome("unknown", .unknown(doubt, operation: operation)))
    }
  }
}

extension Integration {
  /// The same integration with other settings.
  fileprivate func with(_ settings: IntegrationSettings) -> Integration {
    var integration = self
    integration.tenantURL = settings.tenantURL
    integration.isActive = settings.isActive
    integration.referenceID = settings.referenceID
    return integration
  }
}
