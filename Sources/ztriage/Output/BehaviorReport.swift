import RiskAPI
import TerminalUI

extension Report<Behavior> {
  /// Behaviors, in JSON the object that the API answers, by key.
  static func behaviors(_ behaviors: [Behavior]) -> Report {
    let column = BehaviorColumns()
    let withoutKey = Report(fields: column.fields)
    return Report(
      fields: [column.key] + column.fields,
      view: .table([column.key, column.state, column.level, column.name, column.description]),
      document: .keyed(.object(behaviors.map { .init($0.key, withoutKey.object(of: $0)) }))
    )
  }

  /// One behavior that was written.
  static var writtenBehavior: Report {
    let column = BehaviorColumns()
    return Report(
      fields: [column.key] + column.fields,
      view: .table([column.key, column.state, column.level, column.name])
    )
  }
}

/// What is told of a behavior.
private struct BehaviorColumns {
  typealias Column = ReportColumn<Behavior>

  let key = Column.text("key", "KEY", limit: 40) { $0.key }
  let name = Column.text("name", "NAME", limit: 40) { $0.name }
  let state = Column.state("enabled", "STATE") { $0.setting.isEnabled }
  let level = Column.level("risk_level", "LEVEL") { $0.setting.riskLevel }
  let description = Column.text("description", "DESCRIPTION", limit: 500, .dim) { $0.description }

  /// All but the key, in the order of the API's documentation.
  var fields: [Column] { [name, state, level, description] }
}
