import RiskAPI
import TerminalUI

extension Report<Behavior> {
  /// Behaviors, in JSON the object that the API answers, by key.
  static func behaviors(_ behaviors: [Behavior]) -> Report {
    let key = ReportColumn<Behavior>.text("key", "KEY", limit: 40) { $0.key }
    let name = ReportColumn<Behavior>.text("name", "NAME", limit: 40) { $0.name }
    let state = ReportColumn<Behavior>.state("enabled", "STATE") { $0.setting.isEnabled }
    let level = ReportColumn<Behavior>.level("risk_level", "LEVEL") { $0.setting.riskLevel }
    let description = ReportColumn<Behavior>.text("description", "DESCRIPTION", limit: 500, .dim) {
      $0.description
    }
    let withoutKey = Report(fields: [name, state, level, description])
    return Report(
      fields: [key] + withoutKey.fields,
      view: .table([key, state, level, name, description]),
      document: .keyed(.object(behaviors.map { .init($0.key, withoutKey.object(of: $0)) }))
    )
  }
}
