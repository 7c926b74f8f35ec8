import RiskAPI
import RiskServices
import TerminalUI

/// What is told of an event.
struct EventColumns {
  let id = ReportColumn<RiskEvent>.text("id") { $0.id }
  let name = ReportColumn<RiskEvent>.text("name", "BEHAVIOR", limit: 40) { $0.name }
  let level = ReportColumn<RiskEvent>.level("risk_level", "LEVEL") { $0.riskLevel }
  let time: ReportColumn<RiskEvent>
  let age: ReportColumn<RiskEvent>
  let details = ReportColumn<RiskEvent>(
    name: "event_details",
    heading: "DETAILS",
    value: { $0.details.map(OrderedJSON.value) },
    cell: { event in
      let text = event.details.map { OrderedJSON.value($0).compact }
      return .init(SafeText(text ?? ""), .dim)
    }
  )

  init(_ words: TimeFormatter) {
    time = .time("timestamp", "TIME", words) { $0.timestamp }
    age = .age(words) { $0.timestamp }
  }

  /// In the order of the API's documentation.
  var fields: [ReportColumn<RiskEvent>] { [id, name, level, time, details] }

  /// For people.
  var table: [ReportColumn<RiskEvent>] { [time, age, level, name, details] }
}

extension Report<RiskEvent> {
  /// Events that the account gives.
  static func events(_ words: TimeFormatter) -> Report {
    let event = EventColumns(words)
    return Report(fields: event.fields, view: .table(event.table))
  }
}

extension Report<ListedEvent> {
  /// Events that the account no longer gives among the others.
  ///
  /// `gone_at` is since when the account may not have given the event; null for one that it gives.
  static func listedEvents(_ words: TimeFormatter) -> Report {
    Report(
      fields: EventColumns(words).fields.map { $0.of(\.event) } + [.time("gone_at") { $0.goneAt }]
    )
  }
}
