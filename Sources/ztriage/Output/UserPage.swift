import Presentation
import Foundation
import RiskAPI
import RiskServices
import RiskStore
import TerminalUI

/// A user: level, last reset, and the events, which alone go into a CSV.
struct UserPage {
  let risk: UserDetail
  /// Events that the account no longer gives.
  let past: [ListedEvent]
  private let words: TimeFormatter
  private let event: EventColumns

  init(risk: UserDetail, past: [ArchivedEvent], words: TimeFormatter) {
    self.risk = risk
    self.past = past.map { ListedEvent($0.event, goneAt: $0.origin.moment) }
    self.words = words
    event = EventColumns(words)
  }

  /// For rows of events.
  var report: Report<RiskEvent> {
    Report(fields: event.fields, view: .drawn(write), document: .single(json))
  }

  /// The object that the API answers: `risk_level` is absent where the user is unscored.
  ///
  /// `past_events` is absent where the account gives all that it ever gave.
  private var json: OrderedJSON {
    var members: [OrderedJSON.Member] = [
      .init("name", .string(risk.name)),
      .init("email", .string(risk.email)),
    ]
    if let level = risk.riskLevel { members.append(.init("risk_level", .string(level.apiName))) }
    members.append(.init("last_reset_time", .text(risk.lastReset.map(Timestamp.format))))
    let events = Report.events(words)
    members.append(.init("events", .array(risk.events.map(events.object))))
    if !past.isEmpty {
      let gone = Report.listedEvents(words)
      members.append(.init("past_events", .array(past.map(gone.object))))
    }
    return .object(members)
  }

  private func write(to output: inout Output, ink: Ink) throws {
    let level = ink.paint("\(risk.riskLevel.words)", .risk(risk.riskLevel))
    let name: SafeText = "\(risk.name)"
    let email: SafeText = "\(risk.email)"
    let count = max(risk.events.count, risk.totalEventCount ?? 0)
    let reset = risk.lastReset.map { "last reset \(words.absolute($0))" } ?? "never reset"
    try output.write("\(level)  \(ink.paint(name, .header))  \(ink.paint(email, .dim))\n")
    try output.write("\(count.counted("event")), \(reset)\n")
    if !risk.events.isEmpty {
      try output.write("\n")
      try TextTable(risk.events, event.table).write(to: &output, ink: ink)
    }
    guard !past.isEmpty else { return }
    try output.write("\n\(ink.paint("no longer on the account", .warning))\n")
    var columns = event.table.map { $0.of(\ListedEvent.event) }
    columns.insert(.time(nil, "GONE SINCE", words, none: "") { $0.goneAt }, at: 4)
    try TextTable(past, columns).write(to: &output, ink: ink)
  }
}
