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

  /// The room for the lines of an entry that is no event.
  static func recordSize(in context: PaneContext) -> Size {
    Size(
      columns: context.size.columns - 2,
      rows: max(1, context.size.rows - 2 - RecordDetails.headRows)
    )
  }

  static func detailHeight(in context: PaneContext) -> Int {
    max(1, context.size.rows - 2 - 3)
  }

  package func view(in frame: inout Frame, context: PaneContext) {
    let inner = chrome(in: context).draw(in: &frame)
    frame.inside(inner) { frame in
      guard userID != nil else {
        EmptyState(lines: ["no user selected"])
          .view(in: &frame, rows: frame.bounds)
        return
      }
      switch opened {
      case .event(let details): draw(details, in: &frame, context: context)
      case .record(let details):
        details.view(in: &frame, TimeFormatter(now: context.now, timeZone: context.timeZone))
      case nil: drawList(in: &frame, context: context)
      }
    }
  }

  /// The user's name, from the list, from their own page or from what is kept.
  func userName(in context: PaneContext) -> SafeText {
    guard let userID else { return "" }
    let row = context.account.anyUser(userID)
    let name = row?.name ?? context.account.risk(of: userID).value?.name ?? userID.rawValue
    return SafeText(name.isEmpty ? row?.email ?? userID.rawValue : name)
  }

  private func chrome(in context: PaneContext) -> Box {
    var box = Box(pane: .timeline, subtitle: userName(in: context), context: context)
    let risk = risk(in: context)
    if let (text, role) = StatusFormatter.status(of: risk, in: context) {
      box.status = text
      box.statusRole = role
    } else if let failure = risk.failure, !rows.isEmpty {
      box.status = "\(StatusFormatter.shortWords(for: failure)): saved data only"
      box.statusRole = .warning
    } else if let value = risk.value, !value.isComplete, let total = value.totalEventCount {
      box.status = "\(value.events.count.grouped) of \(total.grouped) events shown"
      box.statusRole = .warning
    }
    switch opened {
    case .event(let details): box.footer = details.isRaw ? "raw JSON" : "evidence"
    case .record: box.footer = "details"
    case nil: box.footer = footer(in: context)
    }
    return box
  }

  /// How many events show; of those that the account gives no longer, apart.
  private func footer(in context: PaneContext) -> SafeText {
    let given = rows.count { if case .event = $0 { true } else { false } }
    let gone = rows.count { if case .pastEvent = $0 { true } else { false } }
    guard given + gone > 0 else { return "" }
    let all = Self.counted(events(in: context).count, gone: archivedEvents(in: context).count)
    return !filter.query.isEmpty ? "\(given + gone) of \(all)" : all
  }

  /// `6 events`, `6 events + 2 gone`.
  private static func counted(_ given: Int, gone: Int) -> SafeText {
    gone == 0 ? "\(given.counted("event"))" : "\(given.counted("event")) + \(gone.grouped) gone"
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
    let past = archivedEvents(in: context)
    let words = TimeFormatter(now: context.now, timeZone: context.timeZone)
    let levels = events.map(\.riskLevel) + past.map(\.event.riskLevel)
    let nameColumn = 11 + LevelWidth.of(levels, listWidth: frame.width)
    for row in top..<min(rows.count, top + list.height) {
      let line = TimelineLine(
        row: list.row + row - top,
        nameColumn: nameColumn,
        longestName: longestName,
        isSelected: selected != nil && item(of: rows[row], in: context) == selected,
        isFocused: context.isFocused,
        words: words
      )
      switch rows[row] {
      case .day(let date):
        let heading = date.map(words.dayHeading) ?? "Without a time"
        frame.write(SafeText(heading), row: line.row, column: 1, style: Style(.header, .bold))
      case .event(let place): line.draw(events[place], in: &frame)
      case .pastEvent(let place): line.draw(past[place].event, isGone: true, in: &frame)
      case .caseNote(let place): line.draw(caseNotes(in: context)[place], in: &frame)
      case .change(let place): line.draw(changes(in: context)[place], in: &frame)
      case .write(let place): line.draw(writes(in: context)[place], in: &frame)
      }
    }
  }

  private func drawHead(in frame: inout Frame, context: PaneContext) {
    guard let userID else { return }
    let risk = context.account.risk(of: userID).value
    let summary = context.account.anyUser(userID)
    let goneAt = context.account.goneAt(userID)
    let level = risk.map(\.riskLevel) ?? summary?.maxRiskLevel
    let words = TimeFormatter(now: context.now, timeZone: context.timeZone)
    let column = frame.write(
      SafeText(level: level),
      row: 0,
      column: 1,
      style: goneAt == nil ? .risk(level) : Style(.dim),
      limit: 12
    )
    let reset: SafeText =
      risk.flatMap(\.lastReset).map { "last reset \(words.ago($0))" }
      ?? (risk == nil ? "" : "never reset")
    let gone: SafeText = goneAt.map { "left the list \(words.ago($0))" } ?? ""
    let both = [gone, reset].filter { !$0.isEmpty }.joined(separator: " · ")
    // Where there is no room for both, that the level is of the past matters more.
    let resetStart = frame.writeTrailing(
      both.width > frame.width - 20 && !gone.isEmpty ? gone : both,
      row: 0,
      inset: 1,
      style: Style(.dim)
    )
    frame.write(
      SafeText(risk?.email ?? summary?.email ?? ""),
      row: 0,
      column: column + 2,
      limit: max(0, resetStart - column - 4)
    )
    if filter.isEditing || filter.isActive {
      filter.view(in: &frame, row: 1)
    } else {
      drawHistogram(of: risk?.events, in: &frame, context: context)
    }
  }

  /// Events over time, those that the account gives no longer among them.
  private func drawHistogram(
    of events: [RiskEvent]?,
    in frame: inout Frame,
    context: PaneContext
  ) {
    let past = archivedEvents(in: context)
    let all = (events ?? []) + past.map(\.event)
    guard !all.isEmpty else { return }
    let kinds = Set(all.map(\.name)).count
    let count = Self.counted(events?.count ?? 0, gone: past.count)
    let total: SafeText = "\(count), \(kinds.counted("behavior"))"
    let columns = min(56, frame.width - total.width - 16)
    guard columns >= 6 else {
      frame.write(total, row: 1, column: 1, style: Style(.dim), limit: frame.width - 2)
      return
    }
    let histogram = Histogram(all, now: context.now, columns: columns)
    let start = frame.write(histogram.span, row: 1, column: 1, style: Style(.dim)) + 2
    let end = histogram.view(in: &frame, row: 1, column: start)
    frame.write(total, row: 1, column: end + 2, style: Style(.dim))
  }

  private func emptyState(in context: PaneContext) -> EmptyState {
    let risk = risk(in: context)
    guard let value = risk.value else {
      if let failure = risk.failure {
        return EmptyState(
          lines: StatusFormatter.paragraphs(for: failure, operation: "read this user's events")
            + ["this machine has no data about this user"],
          role: .warning
        )
      }
      return EmptyState(lines: context.spinner == nil ? [] : ["loading the events"])
    }
    if filter.isActive, !value.events.isEmpty || !archivedEvents(in: context).isEmpty {
      return EmptyState(lines: ["no event matches “\(filter.text)”", "Esc shows all again"])
    }
    return EmptyState(lines: ["no events", "the account has none for this user"])
  }
}
