import RiskAPI
import RiskServices
import TerminalUI

/// A user for people: a head, then the events.
struct UserPage {
  let risk: UserRisk
  let words: TimeWords

  func write(to output: inout Output, ink: Ink) throws {
    let level = ink.paint("\(risk.riskLevel.words)", risk.riskLevel.role)
    let name: SafeText = "\(risk.name)"
    let email: SafeText = "\(risk.email)"
    let count = max(risk.events.count, risk.totalEventCount ?? 0)
    let reset = risk.lastReset.map { "last reset \(words.absolute($0))" } ?? "never reset"
    try output.write("\(level)  \(ink.paint(name, .header))  \(ink.paint(email, .dim))\n")
    try output.write("\(count.counted("event")), \(reset)\n")
    guard !risk.events.isEmpty else { return }
    try output.write("\n")
    var table = TextTable(columns: [
      .init(title: "TIME"), .init(title: "AGE"), .init(title: "LEVEL"),
      .init(title: "BEHAVIOR", limit: 40), .init(title: "DETAILS", limit: 60),
    ])
    table.rows = risk.events.map { event in
      let details = event.details.map { OrderedJSON.value($0).compact } ?? ""
      return [
        .init("\(event.timestamp.map(words.absolute) ?? "—")"),
        .init("\(event.timestamp.map(words.age) ?? "—")", .dim),
        .init("\(event.riskLevel.words)", event.riskLevel.role),
        .init("\(event.name)"),
        .init("\(details)", .dim),
      ]
    }
    try table.write(to: &output, ink: ink)
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
