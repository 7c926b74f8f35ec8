import RiskAPI
import RiskServices
import TerminalUI

/// How the reset of one user ended.
struct ResetResult: Record {
  /// Where the user stood among the arguments.
  var place: Int
  var name: UserName
  /// The user before the reset; nil where there is none.
  var user: UserSummary?
  /// When the account says that it happened, as the API spells times.
  var lastReset: String?
  var outcome: WriteOutcome

  static let fieldNames = UserSummary.fieldNames + ["last_reset_time"] + WriteOutcome.fieldNames

  var fields: [OrderedJSON.Member] {
    (user?.fields ?? unknownUser) + [.init("last_reset_time", .text(lastReset))] + outcome.fields
  }

  private var unknownUser: [OrderedJSON.Member] {
    UserSummary.fieldNames.map { field in
      switch (field, name) {
      case ("user_id", .id(let id)): .init(field, .string(id.rawValue))
      case ("email", .email(let email)): .init(field, .string(email))
      default: .init(field, .null)
      }
    }
  }

  /// Names the user on standard error, where something went wrong.
  func say() {
    guard let failure = outcome.failure else { return }
    let email = user?.email ?? ""
    StandardError.say(failure.about(email.isEmpty ? "\(name.text)" : "\(email)"))
  }

  /// Writes the results to standard output; in JSON always an array.
  static func write(_ results: [ResetResult], as format: OutputFormat, ink: Ink) throws {
    var output = Output()
    switch format {
    case .table: try table(results).write(to: &output, ink: ink)
    case .json: try output.writeArray(results)
    case .ndjson: try output.writeLines(results)
    case .csv: try output.writeCSV(results)
    }
    try output.finish()
  }

  private static func table(_ results: [ResetResult]) -> TextTable {
    var table = TextTable(columns: [
      .init(title: "OUTCOME"), .init(title: "LEVEL BEFORE"), .init(title: "NAME", limit: 40),
      .init(title: "EMAIL", limit: 48), .init(title: "USER ID", limit: 48),
    ])
    table.rows = results.map { result in
      let level = result.user?.maxRiskLevel
      var id: SafeText = "\(result.user?.id.rawValue ?? "—")"
      if case .id(let given) = result.name { id = "\(given.rawValue)" }
      var email = result.user?.email ?? "—"
      if case .email(let given) = result.name { email = given }
      return [
        result.outcome.cell,
        .init("\(level.words)", level.role),
        .init("\(result.user?.name ?? "—")"),
        .init("\(email)", .dim),
        .init(id, .dim),
      ]
    }
    return table
  }
}
