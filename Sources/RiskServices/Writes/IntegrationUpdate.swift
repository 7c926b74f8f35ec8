package import RiskAPI
import RiskStore

extension GuardedWrite<Integration> {
  /// Overwrites an integration's settings: sends all three.
  ///
  /// `seen` is what was on the screen; any difference on the account stops the write, because the
  /// API overwrites all three fields and would undo somebody else's change. ``SettingsMerge`` tells
  /// what can be written instead.
  package static func update(
    _ id: String,
    from seen: IntegrationSettings,
    to wanted: IntegrationSettings
  ) -> GuardedWrite {
    GuardedWrite(
      operation: "update the integration",
      readOperation: "read the integration",
      intent: .update(id, from: seen, to: wanted),
      read: { service throws(APIError) in try await service.fetchIntegration(id: id).value },
      intentAfterReading: { before in .update(id, from: before.settings, to: wanted) },
      objection: { before in
        SettingsMerge(base: seen, theirs: before.settings, mine: wanted).mustAsk
          ? "changed by someone else" : nil
      },
      request: { client, _ throws(APIError) in
        try client.plannedUpdateIntegration(id: id, settings: wanted)
      },
      look: { look, _ throws(APIError) in try await look.integration(id: id) },
      proof: { before, after in
        after.settings == wanted
          ? .happened : after.settings == before.settings ? .notSeen : .somethingElse
      },
      text: { AuditText.text(of: $0.settings) }
    )
  }
}
