import RiskAPI
import RiskStore

extension GuardedWrite<Integration?> {
  /// Deletes an integration; afterwards there is none.
  package static func delete(_ id: String) -> GuardedWrite {
    GuardedWrite(
      operation: "delete the integration",
      readOperation: "read the integration",
      intent: .delete(id, nil),
      read: { service throws(APIError) in try await service.fetchIntegration(id: id).value },
      intentAfterReading: { before in .delete(id, before?.settings) },
      request: { client, _ throws(APIError) in try client.plannedDeleteIntegration(id: id) },
      look: { look, _ throws(APIError) in try await look.listedIntegration(id: id) },
      proof: { _, after in after == nil ? .happened : .notSeen },
      text: { after in after.map { AuditText.text(of: $0.settings) } ?? AuditText.gone }
    )
  }
}
