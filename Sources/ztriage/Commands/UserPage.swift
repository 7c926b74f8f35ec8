import Dashboard
import RiskAPI
import RiskServices
import TerminalUI

/// A user for people: a head, then the events.
struct UserPage {
  let risk: UserRisk
  /// Events that the account gives no longer.
  var past: [KeptEvent] = []
  let words: TimeWords

  func write(to output: inout Output, ink: Ink) throws {
    let level = ink.paint("\(risk.riskLevel.words)", risk.riskLevel.role)
    let name: SafeText = "\(risk.name)"
    let email: SafeText = "\(risk.email)"
    let count = max(risk.events.count, risk.totalEventCount ?? 0)
    let reset = risk.lastReset.map { "last reset \(words.absolute($0))" } ?? "never reset"
    try output.write("\(level)  \(ink.paint(name, .header))  \(ink.paint(email, .dim))\n")
    try output.write("\(count.counted("event")), \(reset)\n")
    if !risk.events.isEmpty {
      try output.write("\n")
      try table(of: risk.events.map { ListedEvent($0) }).write(to: &output, ink: ink)
    }
    guard !past.isEmpty else { return }
    try output.write("\n\(ink.paint("no longer on the account", .warning))\n")
    let past = past.map { ListedEvent($0.event, goneAt: $0.origin.moment) }
    try table(of: past, isPast: true).write(to: &output, ink: ink)
  }

  private func table(of events: [ListedEvent], isPast: Bool = false) -> TextTable {
    var table = TextTable(columns: [
      .init(title: "TIME"), .init(title: "AGE"), .init(title: "LEVEL"),
      .init(title: "BEHAVIOR", limit: 40), .init(title: "DETAILS", limit: 60),
    ])
    if isPast { table.columns.insert(.init(title: "GONE SINCE"), at: 4) }
    table.rows = events.map { row in
      let event = row.event
      let details = event.details.map { OrderedJSON.value($0).compact } ?? ""
      var cells: [TextTable.Cell] = [
        .init("\(event.timestamp.map(words.absolute) ?? "—")"),
        .init("\(event.timestamp.map(words.age) ?? "—")", .dim),
        .init("\(event.riskLevel.words)", event.riskLevel.role),
        .init("\(event.name)"),
        .init("\(details)", .dim),
      ]
      if isPast { cells.insert(.init("\(row.goneAt.map(words.absolute) ?? "")"), at: 4) }
      return cells
    }
    return table
  }
}

extension RiskLevel? {
  /// The role that colors the level.
  var role: Role {
    switch self {
    case .high: .riskHigh
    case .medium: .riskMedium
    case .low: .riskLow
    case .other: .riskOther
    case nil: .riskNone
    }
  }
}
