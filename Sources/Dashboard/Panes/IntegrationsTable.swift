import Presentation
import RiskAPI
import RiskServices
import TerminalUI

/// A row of the integrations' list.
struct IntegrationRow: Sendable {
  let integration: Integration
  /// Whether a change of it is on its way to the account.
  let isWriting: Bool
  /// The day when it was made.
  let created: SafeText?
  let nameStyle: Style
}

extension Table<IntegrationRow> {
  /// The integrations' columns.
  static let integrations = Table([
    Column("state", width: 3...3) { row in
      let isOn = row.integration.isActive
      return .text(row.isWriting ? "…" : isOn ? "on" : "off", Style(isOn ? .on : .off))
    },
    Column("type", width: 8...8) { .dim(SafeText($0.integration.type)) },
    Column("tenant", width: 4...400, before: 1) { row in
      .text(TenantFormatter.host(of: row.integration.tenantURL), row.nameStyle)
    },
    Column("reference", width: 13...13, from: 70, before: 1) { row in
      .dim("ref \(SafeText(row.integration.referenceID).truncated(to: 9))")
    },
    Column("created", width: 15...15, from: 50, before: 1, isTrailing: true) { row in
      row.created.map { .dim("since \($0)") } ?? .blank
    },
  ])
}
