import Presentation
package import RiskAPI
package import RiskServices
package import RiskStore
import TerminalUI

/// Settings of an integration that an analyst wants, and those that were shown.
package struct IntegrationUpdate: AccountWrite {
  /// The integration's id.
  package var id: String
  /// What was on the screen.
  package var seen: IntegrationSettings
  /// All three settings as they shall be.
  package var wanted: IntegrationSettings

  /// A change of one integration.
  package init(id: String, seen: IntegrationSettings, wanted: IntegrationSettings) {
    self.id = id
    self.seen = seen
    self.wanted = wanted
  }

  package var subject: WriteSubject { .integration(id: id) }
  package var intent: AuditIntent { .update(id, from: seen, to: wanted) }

  package func carryOut(with service: RiskService) async -> WriteResult<Integration> {
    await service.carryOut(.update(id, from: seen, to: wanted))
  }

  package func notice(of outcome: WriteResult<Integration>) -> Notice.Draft? {
    let host = TenantFormatter.host(of: seen.tenantURL)
    let updating = "update the integration"
    switch outcome {
    case .done(let integration) where seen.isActive == wanted.isActive:
      let host = TenantFormatter.host(of: integration.tenantURL)
      let sent = ExportFormatter.consequence(from: seen, to: integration.settings)
      return Notice.Draft("\(host) saved: \(sent)", .success)
    case .done(let integration):
      return integration.isActive
        ? Notice.Draft("\(host) is on: risk changes and resets are sent to it", .success)
        : Notice.Draft("\(host) is off: nothing is sent to it any more", .success)
    case .changedMeanwhile:
      return Notice.Draft("nothing sent: someone else changed \(host)", .warning)
    case .unknown(let doubt, let shows):
      let words = ErrorFormatter(
        doubt,
        operation: updating,
        shows: shows == nil ? nil : "something else"
      )
      return Notice.Draft("unknown whether \(host) changed: \(words.line)", .error)
    case .notDone(let error):
      let words = ErrorFormatter(error, operation: updating)
      return Notice.Draft("\(host) not changed: \(words.line)", .error)
    }
  }
}
