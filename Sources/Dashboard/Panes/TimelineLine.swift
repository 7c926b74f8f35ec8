import RiskAPI
import RiskServices
import RiskStore
import TerminalUI

/// A line of the timeline: a time, a level or a word, and what it is about.
struct TimelineLine {
  let row: Int
  let nameColumn: Int
  /// Columns of the longest event name, so that the digests line up.
  let longestName: Int
  let isSelected: Bool
  let isFocused: Bool
  let words: TimeFormatter

  private static let wordColumn = 9

  /// An event; one that the account gives no longer is dim and says so.
  func draw(_ event: RiskEvent, isGone: Bool = false, in frame: inout Frame) {
    let time = event.timestamp.map { SafeText(words.clock($0)) } ?? "  —  "
    drawHead(
      time,
      SafeText(level: event.riskLevel),
      isGone ? Style(.dim) : .risk(event.riskLevel),
      in: &frame
    )
    let hasDigest = frame.width >= 56
    let nameWidth =
      hasDigest ? nameWidth(within: frame.width - nameColumn) : frame.width - nameColumn - 2
    let name = SafeText(event.name)
    frame.write(
      isGone ? TimelinePane.gone + name : name,
      row: row,
      column: nameColumn,
      style: isGone && !isSelected ? Style(.dim) : nameStyle,
      limit: nameWidth
    )
    guard let details = event.details else { return }
    if hasDigest {
      let column = nameColumn + nameWidth + 2
      frame.write(
        details.digest,
        row: row,
        column: column,
        style: Style(.dim),
        limit: frame.width - column - 3
      )
    }
    frame.write("▸", row: row, column: frame.width - 2, style: Style(.dim))
  }

  func draw(_ note: CaseNote, in frame: inout Frame) {
    drawHead(
      SafeText(words.clock(note.at)),
      note.verdict == nil ? "note" : "verdict",
      Style(.news),
      in: &frame
    )
    drawText(RecordFormatter.text(of: note), in: &frame)
  }

  func draw(_ change: Change<RiskState>, in frame: inout Frame) {
    drawHead(
      SafeText(change.at.map(words.clock) ?? ""),
      SafeText(change.kind.historyWord),
      Style(change.kind.role),
      in: &frame
    )
    drawText(RecordFormatter.text(of: change), in: &frame)
  }

  func draw(_ entry: AuditEntry, in frame: inout Frame) {
    drawHead(
      SafeText(words.clock(entry.intent.time)),
      SafeText(entry.intent.action),
      Style((entry.outcome?.result).role),
      in: &frame
    )
    drawText(RecordFormatter.text(of: entry), in: &frame)
  }

  private var nameStyle: Style { RowStyle.name(isSelected: isSelected, isFocused: isFocused) }

  private func drawHead(
    _ time: SafeText,
    _ word: SafeText,
    _ style: Style,
    in frame: inout Frame
  ) {
    if isSelected {
      frame.write("▌", row: row, column: 0, style: RowStyle.mark(isFocused: isFocused))
    }
    frame.write(time, row: row, column: 2, style: Style(.dim))
    frame.write(
      word,
      row: row,
      column: Self.wordColumn,
      style: style,
      limit: nameColumn - Self.wordColumn - 1
    )
  }

  private func drawText(_ text: SafeText, in frame: inout Frame) {
    frame.write(
      text,
      row: row,
      column: nameColumn,
      style: isSelected ? nameStyle : Style(.text),
      limit: max(0, frame.width - nameColumn - 2)
    )
  }

  /// Columns for the events' names: what the longest needs, as long as the digest keeps its share.
  private func nameWidth(within room: Int) -> Int {
    min(longestName, max(20, room - 16))
  }
}
