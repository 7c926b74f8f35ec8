import RiskAPI
import RiskServices
import TerminalUI
import RiskStore

/// A change of one integration's settings, from the command line to its end.
struct IntegrationChange {
  let write: WriteOptions
  let format: FormatOptions
  let account: AccountOptions

  /// Fetches the integration, asks, sends all three settings, and says what came of it.
  func run(_ id: String, _ patch: IntegrationPatch) async throws {
    let session = try AccountSession(account)
    let asked = AuditIntent.update(id, patch)
    let confirmation = try await Confirmation(write, session, [asked])
    let seen = try await confirmation.integration(id, for: asked)
    let change = SettingsChange(
      confirmation: confirmation,
      report: WriteReport(
        item: .writtenIntegration(.now),
        format: format.resolved,
        ink: try session.ink(account)
      ),
      item: seen,
      write: { .update(seen.id, from: $0, to: $1) },
      find: { ($0, $0.settings) },
      words: Self.words(of: seen)
    )
    try await change.run(seen, from: seen.settings, to: patch.applied(to: seen.settings))
  }

  // MARK: Words

  private static func words(
    of seen: Integration
  ) -> SettingsChange<IntegrationSettings, Integration, Integration>.Words {
    .init(
      subject: "this integration",
      done: "updated",
      question: { question(seen.with($0), $1) },
      alreadySet: { _ in "no change needed: already set" },
      nothingLeft: { _ in "nothing to save: the integration stays as it is" },
      outdated: { changes in
        Failure(
          .tryLater,
          "not updated: someone else changed the integration meanwhile (\(changes))",
          "look with 'ztriage integrations show \(seen.id)', then run the command again"
        )
      }
    )
  }

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
    lines.append("\(ExportFormatter.consequence(from: seen.settings, to: wanted))")
    return lines
  }
}

extension Confirmation {
  /// An integration as it is now; where it cannot be had, the write is recorded as failed.
  func integration(
    _ id: String,
    for write: AuditIntent
  ) async throws(Failure) -> Integration {
    try await look(to: "read the integration", for: [write]) { service throws(APIError) in
      try await service.fetchIntegration(id: id).value
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
