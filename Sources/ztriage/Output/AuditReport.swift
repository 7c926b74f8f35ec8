import Presentation
import Foundation
import RiskAPI
import RiskServices
import RiskStore
import TerminalUI

extension Report<AuditEntry> {
  private typealias Column = ReportColumn<AuditEntry>

  /// Writes of the audit log.
  ///
  /// `line` is the number that `audit verify` uses; `ended` is when the outcome was known.
  static func audit(_ words: TimeFormatter) -> Report {
    let line = Column(
      name: "line",
      heading: "LINE",
      isNumber: true,
      value: { .integer(Int($0.id.line)) },
      cell: { .init("\($0.id.line)", .dim) }
    )
    let time = Column.time("time", "TIME", words) { $0.time }
    let account = Column.text("account", "ACCOUNT", limit: 40, .dim) { $0.account }
    let author = Column.text("operator", "OPERATOR", limit: 40) { $0.operator }
    let what = Column.text("what", "WHAT", limit: 24) { $0.intent.action }
    let target = Column.text("target", "TARGET") { $0.intent.target }
    let reason = Column.text("reason", "REASON", limit: 24) { $0.intent.reason }
    let note = Column.text("note", "NOTE") { $0.intent.note }
    let before = state("before", "BEFORE") { $0.intent.before }
    let after = state("after", "AFTER") { $0.outcome?.after }
    let outcome = Column(
      name: "outcome",
      heading: "OUTCOME",
      value: { .string($0.outcomeWord) },
      cell: { .init(SafeText($0.outcomeWord), $0.outcomeRole) }
    )
    let detail = Column.text("detail", "DETAIL", limit: 120) { $0.outcome?.detail }
    let ray = Column.text("cf_ray", "CF-RAY", limit: 40, .dim) { $0.outcome?.ray }
    let auditLogID = Column.text("cf_auditlog_id", "CF-AUDITLOG-ID", .dim) {
      $0.outcome?.auditLogID
    }
    return Report(
      fields: [
        line, time, account, author, what, target, reason, note, before, after, outcome, detail,
        .time("ended") { $0.outcome?.time }, ray, auditLogID,
      ],
      view: .table([
        line, time, outcome, what, target, author, reason, note, before, after, detail, account,
        ray, auditLogID,
      ])
    )
  }

  /// A state is kept as JSON, and given as what it says; words stay words.
  private static func state(
    _ name: String,
    _ heading: SafeText,
    _ text: @escaping (AuditEntry) -> String?
  ) -> Column {
    var column = Column.text(name, heading, limit: 120, .dim, text)
    column.value = { entry in
      guard let text = text(entry) else { return .null }
      let value = JSONText.decode(JSONValue.self, text)
      return value.map(OrderedJSON.value) ?? .string(text)
    }
    return column
  }
}

extension AuditEntry {
  /// How the write ended in one word; `open` where that is not known.
  var outcomeWord: String { outcome?.result.rawValue ?? "open" }

  var outcomeRole: Role { (outcome?.result).role }
}

extension Report<AuditVerification> {
  /// What a look at the whole audit log found, when nothing is wrong.
  static func verification(_ verification: AuditVerification, of path: String) -> Report {
    let lines = ReportColumn<AuditVerification>(
      name: "lines",
      heading: "lines",
      value: { .integer($0.lines) },
      cell: { .init("\($0.lines.grouped), all intact") }
    )
    let columns: [ReportColumn<AuditVerification>] = [
      lines, .number("open_intents", "unfinished writes") { $0.openIntents },
      .number("erased_texts", "erased texts") { $0.erasedTexts },
      .text("head", "head") { $0.head }, .text("path", "journal") { _ in path },
    ]
    let hasErased = verification.erasedTexts > 0
    return Report(
      fields: columns,
      view: .page(columns.filter { hasErased || $0.name != "erased_texts" })
    )
  }
}
