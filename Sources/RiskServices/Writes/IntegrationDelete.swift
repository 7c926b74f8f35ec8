package import RiskAPI
import RiskStore

extension GuardedWrite<Integration?> {
  /// Deletes an integration; afterwards there is none.
  ///
  /// `seen` is what was on the screen: any difference on the account stops the write. Nil deletes whatever
  /// it has become.
  package static func delete(_ id: String, seen: IntegrationSettings? = nil) -> GuardedWrite {
    GuardedWrite(
      operation: "delete the integration",
      readOperation: "read the integration",
      intent: .delete(id, seen),
      read: { service throws(APIError) in try await service.fetchIntegration(id: id).value },
      intentAfterReading: { before in .delete(id, before?.settings) },
      objection: { before in
        guard let seen, let before else { return nil }
        return before.settings == seen ? nil : "changed by someone else"
      },
      request: { client, _ throws(APIError) in try client.plannedDeleteIntegration(id: id) },
      look: { look, _ throws(APIError) in try await look.listedIntegration(id: id) },
      proof: { _, after in after == nil ? .happened : .notSeen },
      text: { after in after.map { AuditText.text(of: $0.settings) } ?? AuditText.gone }
    )
  }
}
