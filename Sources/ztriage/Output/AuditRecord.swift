import Dashboard
import Foundation
import RiskAPI
import RiskServices
import RiskStore
import TerminalUI

/// A write of the audit log, as scripts read it.
struct AuditRecord: Record {
  let entry: AuditEntry

  /// `line` is the number that `audit verify` uses; `ended` is when the outcome was known.
  static let fieldNames = [
    "line", "time", "account", "operator", "what", "target", "reason", "note", "before", "after",
    "outcome", "detail", "ended", "cf_ray", "cf_auditlog_id",
  ]

  var fields: [OrderedJSON.Member] {
    let (intent, outcome) = (entry.intent, entry.outcome)
    return [
      .init("line", .integer(Int(entry.id.line))),
      .init("time", .string(Timestamp.format(intent.time))),
      .init("account", .string(intent.account)),
      .init("operator", .string(intent.operator)),
      .init("what", .string(intent.action)),
      .init("target", .string(intent.target)),
      .init("reason", .text(intent.reason)),
      .init("note", .text(intent.note)),
      .init("before", Self.state(intent.before)),
      .init("after", Self.state(outcome?.after)),
      .init("outcome", .string(Self.word(outcome))),
      .init("detail", .text(outcome?.detail)),
      .init("ended", .text(outcome.map { Timestamp.format($0.time) })),
      .init("cf_ray", .text(outcome?.ray)),
      .init("cf_auditlog_id", .text(outcome?.auditLogID)),
    ]
  }

  /// An outcome in one word; `open` for none.
  static func word(_ outcome: AuditOutcome?) -> String { outcome?.result.rawValue ?? "open" }

  static func role(_ outcome: AuditOutcome?) -> Role { (outcome?.result).role }

  /// A state is kept as JSON, and given as what it says; words stay words.
  private static func state(_ text: String?) -> OrderedJSON {
    guard let text else { return .null }
    let value = try? JSONDecoder().decode(JSONValue.self, from: Data(text.utf8))
    return value.map(OrderedJSON.value) ?? .string(text)
  }

  static func table(_ records: [AuditRecord]) -> TextTable {
    let words = TimeWords(now: Date(), timeZone: .current)
    var table = TextTable(columns: [
      .init(title: "LINE", isNumber: true), .init(title: "TIME"), .init(title: "OUTCOME"),
      .init(title: "WHAT", limit: 24), .init(title: "TARGET", limit: 60),
      .init(title: "OPERATOR", limit: 40), .init(title: "REASON", limit: 24),
      .init(title: "NOTE", limit: 60), .init(title: "BEFORE", limit: 120),
      .init(title: "AFTER", limit: 120), .init(title: "DETAIL", limit: 120),
      .init(title: "ACCOUNT", limit: 40), .init(title: "CF-RAY", limit: 40),
      .init(title: "CF-AUDITLOG-ID", limit: 60),
    ])
    table.rows = records.map { record in
      let (intent, outcome) = (record.entry.intent, record.entry.outcome)
      return [
        .init("\(record.entry.id.line)", .dim),
        .init("\(words.absolute(intent.time))"),
        .init("\(word(outcome))", role(outcome)),
        .init("\(intent.action)"),
        .init("\(intent.target)"),
        .init("\(intent.operator)"),
        .init("\(intent.reason ?? "—")"),
        .init("\(intent.note ?? "—")"),
        .init("\(intent.before ?? "—")", .dim),
        .init("\(outcome?.after ?? "—")", .dim),
        .init("\(outcome?.detail ?? "—")"),
        .init("\(intent.account)", .dim),
        .init("\(outcome?.ray ?? "—")", .dim),
        .init("\(outcome?.auditLogID ?? "—")", .dim),
      ]
    }
    return table
  }
}

/// What a look at the whole audit log found, when nothing is wrong.
struct AuditReport: Record {
  let verification: AuditVerification
  let path: String

  init(_ verification: AuditVerification, path: String) {
    self.verification = verification
    self.path = path
  }

  static let fieldNames = ["lines", "open_intents", "erased_texts", "head", "path"]

  var fields: [OrderedJSON.Member] {
    [
      .init("lines", .integer(verification.lines)),
      .init("open_intents", .integer(verification.openIntents)),
      .init("erased_texts", .integer(verification.erasedTexts)),
      .init("head", .string(verification.head)),
      .init("path", .string(path)),
    ]
  }

  func writeTable(to output: inout Output, _ ink: Ink) throws {
    let erased: [(SafeText, SafeText)] =
      verification.erasedTexts == 0
      ? [] : [("erased texts", "\(verification.erasedTexts.grouped)")]
    let rows: [(SafeText, SafeText)] =
      [
        ("lines", "\(verification.lines.grouped), all intact"),
        ("unfinished writes", "\(verification.openIntents.grouped)"),
      ] + erased + [
        ("head", "\(verification.head)"),
        ("journal", "\(path)"),
      ]
    for (name, value) in rows {
      try output.write("\(ink.paint(name.padded(to: 17), .dim))  \(value.string)\n")
    }
    if StandardError.isTerminal {
      StandardError.write("Keep the head elsewhere; pass it next time with --head.\n")
    }
  }
}
