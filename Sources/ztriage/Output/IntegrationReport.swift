import RiskAPI
import RiskServices
import TerminalUI

extension Report<Integration> {
  /// The account's integrations.
  static func integrations(_ words: TimeFormatter) -> Report {
    let column = IntegrationColumns(words)
    return Report(
      fields: column.fields,
      view: .table([
        column.state, column.type, column.tenant, column.id, column.reference, column.created,
      ])
    )
  }

  /// One integration that was written.
  static func writtenIntegration(_ words: TimeFormatter) -> Report {
    let column = IntegrationColumns(words)
    return Report(
      fields: column.fields,
      view: .table([column.state, column.tenant, column.id, column.reference])
    )
  }

  /// One integration with all that is known of it.
  static func integration(_ words: TimeFormatter) -> Report {
    let column = IntegrationColumns(words)
    let lines = [
      ("state", column.state), ("type", column.type), ("tenant", column.tenant),
      ("id", column.id), ("reference", column.reference), ("configuration", column.configuration),
      ("account", column.account), ("created", column.created),
    ]
    return Report(
      fields: column.fields,
      view: .page(
        lines.map { heading, column in column.titled(SafeText(heading)) }
      )
    )
  }
}

/// What is told of an integration.
struct IntegrationColumns {
  typealias Column = ReportColumn<Integration>

  let id = Column.text("id", "ID", limit: 40, .dim) { $0.id }
  let account = Column.text("account_tag") { $0.accountTag }
  let type = Column.text("integration_type", "TYPE", limit: 20) { $0.type }
  let reference = Column.text("reference_id", "REFERENCE", limit: 40, .dim) { $0.referenceID }
  let tenant = Column.text("tenant_url", "TENANT") { $0.tenantURL }
  let configuration = Column.text("well_known_url") { $0.wellKnownURL }
  let state = Column.state("active", "STATE") { $0.isActive }
  let created: Column

  init(_ words: TimeFormatter) {
    created = .time("created_at", "CREATED", words, .dim) { $0.createdAt }
  }

  /// In the order of the API's documentation.
  var fields: [Column] {
    [id, account, type, reference, tenant, configuration, state, created]
  }
}
