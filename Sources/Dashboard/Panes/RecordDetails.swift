import Foundation
import Presentation
import RiskAPI
import RiskServices
import RiskStore
import TerminalUI

/// An entry of the timeline that is no event, whole: what a line of the list has no room for.
package struct RecordDetails: Equatable, Sendable {
  /// A labeled text, such as a note.
  struct Field: Equatable, Sendable {
    var label: SafeText
    var text: SafeText
  }

  /// What it is, in a word: `verdict`, `reset`, `raised`.
  let word: SafeText
  let role: Role
  let time: Date
  let fields: [Field]
  /// The first line on the screen.
  private(set) var top = 0

  /// Room for the labels, a blank included.
  private static let labelWidth = 12

  /// A verdict, a note, or both.
  init(_ caseNote: CaseNote) {
    self.init(
      caseNote.verdict == nil ? "note" : "verdict",
      .news,
      caseNote.at,
      [
        ("Verdict", caseNote.verdict?.words), ("Note", caseNote.note),
        ("By", caseNote.author),
      ]
    )
  }

  /// How the summary showed the user from a moment on.
  init(_ change: Change<RiskState>) {
    self.init(
      SafeText(change.kind.historyWord),
      change.kind.role,
      change.at ?? .distantPast,
      [
        ("Change", RecordFormatter.text(of: change).string),
        ("Before", change.before.map { RecordFormatter.words($0) }),
        ("Since then", change.after.map { RecordFormatter.words($0) }),
      ]
    )
  }

  /// A write about the user.
  init(_ entry: AuditEntry) {
    let (intent, outcome) = (entry.intent, entry.outcome)
    self.init(
      SafeText(intent.action),
      (outcome?.result).role,
      entry.time,
      [
        ("Outcome", RecordFormatter.outcome(of: entry)),
        ("Reason", RecordFormatter.reason(of: intent)), ("Note", intent.note),
        ("By", entry.operator), ("Detail", outcome?.detail), ("cf-ray", outcome?.ray),
        ("Audit log id", outcome?.auditLogID), ("Before", intent.before),
        ("After", outcome?.after),
      ]
    )
  }

  private init(
    _ word: SafeText,
    _ role: Role,
    _ time: Date,
    _ fields: [(label: SafeText, text: String?)]
  ) {
    self.word = word
    self.role = role
    self.time = time
    self.fields = fields.compactMap { field in
      guard let text = field.text, !text.isEmpty else { return nil }
      return Field(label: field.label, text: SafeText(text, limit: 20_000))
    }
  }

  /// Everything it says, a field a line, as `y` copies it.
  func copied(_ words: TimeFormatter) -> SafeText {
    let head: SafeText = "\(words.absolute(time)) \(word)"
    let lines = [head] + fields.map { "\($0.label): \($0.text)" as SafeText }
    return SafeText(lines: lines.map(\.string).joined(separator: "\n"))
  }

  /// The word and the moment above the fields.
  static func parts(_ size: Size) -> PaneParts { PaneParts(size, head: 2) }

  mutating func move(_ motion: ListMotion, _ room: Rect) {
    let last = max(0, lines(width: room.width).count - room.height)
    top = min(motion.moved(from: top, count: last + 1, page: room.height) ?? 0, last)
  }

  /// The fields' lines, broken to a width.
  func lines(width: Int) -> [Field] {
    fields.flatMap { field in
      TextWrap.lines(of: field.text, width: max(8, width - Self.labelWidth - 1)).enumerated()
        .map { Field(label: $0 == 0 ? field.label : "", text: $1) }
    }
  }

  /// Draws the word, the moment and the fields; a count where not all of them fit.
  func view(in frame: inout Frame, room: Rect, _ words: TimeFormatter) {
    let column = frame.write(word, row: 0, column: 1, style: Style(role, .bold))
    frame.write(
      SafeText(words.absolute(time)),
      row: 0,
      column: column + 2,
      style: Style(.dim),
      limit: frame.width - column - 3
    )
    let all = lines(width: frame.width)
    for (offset, line) in all.dropFirst(top).prefix(room.height).enumerated() {
      let row = room.row + offset
      frame.write(line.label, row: row, column: 1, style: Style(.detailKey))
      frame.write(line.text, row: row, column: 1 + Self.labelWidth)
    }
    if all.count > room.height {
      let last = min(all.count, top + room.height)
      frame.writeTrailing(
        "\(top + 1)–\(last) of \(all.count) lines",
        row: 1,
        inset: 1,
        style: Style(.dim)
      )
    }
  }
}
