import Foundation
import RiskAPI
import RiskServices
import RiskStore
package import TerminalUI

// MARK: View

extension TimelinePane {
  private static let headRows = 2

  static func listHeight(in context: PaneContext) -> Int {
    max(1, context.size.rows - 2 - headRows)
  }

  static func detailHeight(in context: PaneContext) -> Int {
    max(1, context.size.rows - 2 - 3)
  }

  package func view(in frame: inout Frame, context: PaneContext) {
    let inner = chrome(in: context).draw(in: &frame)
    frame.inside(inner) { frame in
      guard userID != nil else {
        EmptyState(lines: ["nobody is selected", "choose a user in the Users pane"])
          .view(in: &frame, rows: frame.bounds)
        return
      }
      if let details {
        draw(details, in: &frame, context: context)
      } else {
        drawList(in: &frame, context: context)
      }
    }
  }

  /// The user's name, from the list or from their own page.
  func userName(in context: PaneContext) -> SafeText {
    guard let userID else { return "" }
    let row = context.account.knownUser(userID)
    let name = row?.name ?? context.account.risk(of: userID).value?.name ?? userID.rawValue
    return SafeText(name.isEmpty ? row?.email ?? userID.rawValue : name)
  }

  private func chrome(in context: PaneContext) -> PaneFrame {
    var box = PaneFrame(pane: .timeline, subtitle: userName(in: context), context: context)
    let risk = risk(in: context)
    if let (text, role) = StatusWords.status(of: risk, in: context) {
      box.status = text
      box.statusRole = role
    } else if let value = risk.value, !value.isComplete, let total = value.totalEventCount {
      box.status = "\(value.events.count.grouped) of \(total.grouped) events shown"
      box.statusRole = .warning
    }
    let shown = rows.count { if case .event = $0 { true } else { false } }
    if details == nil, shown > 0 {
      box.footer =
        filter.isActive
        ? "\(shown) of \(events(in: context).count.counted("event"))"
        : SafeText(shown.counted("event"))
    } else if let details {
      box.footer = details.isRaw ? "raw JSON" : "evidence"
    }
    return box
  }

  // MARK: The list

  private func drawList(in frame: inout Frame, context: PaneContext) {
    drawHead(in: &frame, context: context)
    let list = frame.bounds.split(top: Self.headRows).bottom
    guard !rows.isEmpty else {
      emptyState(in: context).view(in: &frame, rows: list)
      return
    }
    let events = events(in: context)
    let words = TimeWords(now: context.now, timeZone: context.timeZone)
    let nameColumn = 11 + LevelWidth.of(events.map(\.riskLevel), listWidth: frame.width)
    for row in top..<min(rows.count, top + list.height) {
      let line = list.row + row - top
      switch rows[row] {
      case .day(let date):
        let heading = date.map(words.dayHeading) ?? "Without a time"
        frame.write(SafeText(heading), row: line, column: 1, style: Style(.header, .bold))
      case .assessment(let index):
        draw(
          assessments(in: context)[index],
          row: line,
          nameColumn: nameColumn,
          in: &frame,
          words: words
        )
      case .event(let index):
        draw(
          events[index],
          row: line,
          nameColumn: nameColumn,
          in: &frame,
          words: words,
          context: context
        )
      }
    }
  }

  private func drawHead(in frame: inout Frame, context: PaneContext) {
    guard let userID else { return }
    let risk = context.account.risk(of: userID).value
    let summary = context.account.knownUser(userID)
    let level = risk.map(\.riskLevel) ?? summary?.maxRiskLevel
    let words = TimeWords(now: context.now, timeZone: context.timeZone)
    let column = frame.write(
      SafeText(level: level),
      row: 0,
      column: 1,
      style: .risk(level),
      limit: 12
    )
    let reset: SafeText =
      risk.flatMap(\.lastReset).map { "last reset \(words.ago($0))" }
      ?? (risk == nil ? "" : "never reset")
    let resetStart = frame.writeTrailing(reset, row: 0, inset: 1, style: Style(.dim))
    frame.write(
      SafeText(risk?.email ?? summary?.email ?? ""),
      row: 0,
      column: column + 2,
      limit: max(0, resetStart - column - 4)
    )
    if filter.isEditing || filter.isActive {
      filter.view(in: &frame, row: 1)
    } else if let risk, !risk.events.isEmpty {
      drawHistogram(of: risk, in: &frame, context: context)
    }
  }

  private func drawHistogram(of risk: UserRisk, in frame: inout Frame, context: PaneContext) {
    let kinds = Set(risk.events.map(\.name)).count
    let total: SafeText =
      "\(risk.events.count.counted("event")), \(kinds.counted("behavior"))"
    let columns = min(56, frame.width - total.width - 16)
    guard columns >= 6 else {
      frame.write(total, row: 1, column: 1, style: Style(.dim))
      return
    }
    let histogram = Histogram(risk.events, now: context.now, columns: columns)
    let start = frame.write(histogram.span, row: 1, column: 1, style: Style(.dim)) + 2
    let end = histogram.view(in: &frame, row: 1, column: start)
    frame.write(total, row: 1, column: end + 2, style: Style(.dim))
  }

  private func draw(
    _ event: RiskEvent,
    row: Int,
    nameColumn: Int,
    in frame: inout Frame,
    words: TimeWords,
    context: PaneContext
  ) {
    let isSelected = event.id == selection
    if isSelected {
      frame.write("▌", row: row, column: 0, style: RowStyle.mark(isFocused: context.isFocused))
    }
    let time = event.timestamp.map { SafeText(words.clock($0)) } ?? "  —  "
    frame.write(time, row: row, column: 2, style: Style(.dim))
    frame.write(
      SafeText(level: event.riskLevel),
      row: row,
      column: 9,
      style: .risk(event.riskLevel),
      limit: nameColumn - 11
    )
    let name = RowStyle.name(isSelected: isSelected, isFocused: context.isFocused)
    let hasDigest = frame.width >= 56
    let nameWidth =
      hasDigest ? nameWidth(within: frame.width - nameColumn) : frame.width - nameColumn - 2
    frame.write(SafeText(event.name), row: row, column: nameColumn, style: name, limit: nameWidth)
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

  private func draw(
    _ note: Assessment,
    row: Int,
    nameColumn: Int,
    in frame: inout Frame,
    words: TimeWords
  ) {
    frame.write(SafeText(words.clock(note.at)), row: row, column: 2, style: Style(.dim))
    frame.write(note.verdict == nil ? "note" : "verdict", row: row, column: 9, style: Style(.news))
    let parts = [note.verdict.map { SafeText($0.words) }, SafeText(note.note)].compactMap(\.self)
    frame.write(
      "\(parts.filter { !$0.isEmpty }.joined(separator: ": ")) · \(note.author)",
      row: row,
      column: nameColumn,
      style: Style(.text),
      limit: max(0, frame.width - nameColumn - 2)
    )
  }

  /// Columns for the events' names: what the longest needs, as long as the digest keeps its share.
  private func nameWidth(within room: Int) -> Int {
    min(longestName, max(20, room - 16))
  }

  private func emptyState(in context: PaneContext) -> EmptyState {
    let risk = risk(in: context)
    guard let value = risk.value else {
      if let failure = risk.failure {
        return EmptyState(
          lines: StatusWords.paragraphs(for: failure, operation: "read this user's events"),
          role: .warning
        )
      }
      return EmptyState(lines: context.spinner == nil ? [] : ["loading the events"])
    }
    if filter.isActive, !value.events.isEmpty {
      return EmptyState(lines: ["no event matches “\(filter.text)”", "Esc shows all again"])
    }
    return EmptyState(lines: ["no events", "the account has none for this user"])
  }
}
