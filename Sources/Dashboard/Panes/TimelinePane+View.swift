import Foundation
import RiskAPI
import RiskServices
import RiskStore
package import TerminalUI

// MARK: View

extension TimelinePane {
  /// The user's line, the histogram or the filter, and why the user is at risk, above the list.
  func parts(in context: PaneContext) -> PaneParts {
    PaneParts(context.size, head: 2 + whyLines(in: context))
  }

  /// How many lines say why: none where nothing is to be said, or the list would have no room.
  private func whyLines(in context: PaneContext) -> Int {
    guard !tallies.isEmpty, context.size.rows >= 12 else { return 0 }
    return decisiveEvent != nil && context.size.rows >= 14 ? 2 : 1
  }

  package func view(in frame: inout Frame, context: PaneContext) {
    let inner = chrome(in: context).draw(in: &frame)
    frame.inside(inner) { frame in
      guard userID != nil else {
        EmptyState(lines: ["no user selected"])
          .view(in: &frame, rows: frame.bounds)
        return
      }
      if opened != nil { frame.onWheel(frame.bounds, Message.wheeled) }
      switch opened {
      case .event(let details): draw(details, in: &frame, context: context)
      case .record(let details):
        let room = RecordDetails.parts(context.size).list
        let words = TimeFormatter(now: context.now, timeZone: context.timeZone)
        details.view(in: &frame, room: room, words)
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
    let area = parts(in: context).list
    guard !rows.isEmpty else {
      emptyState(in: context).view(in: &frame, rows: area)
      return
    }
    let layout = Table.timeline.layout(
      width: frame.width,
      longestLevel: longestLevel,
      longestName: longestName
    )
    let words = TimeFormatter(now: context.now, timeZone: context.timeZone)
    Table.timeline.draw(
      lines(in: context),
      list,
      layout,
      in: &frame,
      area: area,
      isFocused: context.isFocused,
      onClick: { Message.clicked($0, of: userID) },
      onWheel: Message.wheeled
    ) { item, index in row(rows[index], isSelected: item == selected, words, context) }
  }

  package func reading(in context: PaneContext) -> SafeText? {
    let words = TimeFormatter(now: context.now, timeZone: context.timeZone)
    return Table.timeline.reading(list) { _, index in
      row(rows[index], isSelected: true, words, context)
    }
  }

  private func row(
    _ row: Row,
    isSelected: Bool,
    _ words: TimeFormatter,
    _ context: PaneContext
  ) -> TimelineRow? {
    let style = RowStyle.name(isSelected: isSelected, isFocused: context.isFocused)
    switch row {
    case .day: return nil
    case .caseNote(let place): return TimelineRow(caseNotes(in: context)[place], style, words)
    case .change(let place): return TimelineRow(changes(in: context)[place], style, words)
    case .write(let place): return TimelineRow(writes(in: context)[place], style, words)
    case .event, .pastEvent:
      guard let event = event(of: row, in: context) else { return nil }
      let isGone = if case .pastEvent = row { true } else { false }
      return TimelineRow(
        event,
        isGone: isGone,
        digest: digests[event.id] ?? "",
        nameStyle: style,
        isSelected: isSelected,
        words
      )
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
    let lines = whyLines(in: context)
    if lines > 0 { drawTallies(row: 2, in: &frame) }
    if lines > 1, let decisiveEvent { draw(decisive: decisiveEvent, row: 3, words, in: &frame) }
  }

  /// The behaviors with their counts, the worst first; where not all fit, by shorter names.
  private func drawTallies(row: Int, in frame: inout Frame) {
    let room = frame.width - 2
    let line = [40, 22].lazy.map { TallyLine(tallies, nameLimit: $0, width: room) }
      .first { $0.isWhole }
    (line ?? TallyLine(tallies, nameLimit: 22, width: room)).draw(in: &frame, row: row)
  }

  /// What made the user's level and when, such as `made HIGH 3 min ago by Impossible travel: Lisbon PT → Lagos NG`.
  private func draw(
    decisive event: RiskEvent,
    row: Int,
    _ words: TimeFormatter,
    in frame: inout Frame
  ) {
    guard let time = event.timestamp else { return }
    let what: SafeText = decisiveDigest.isEmpty ? "" : ": \(decisiveDigest)"
    let line: SafeText =
      "made \(SafeText(level: event.riskLevel)) \(words.ago(time)) by \(SafeText(event.name, limit: 40))\(what)"
    frame.write(line, row: row, column: 1, style: Style(.dim), limit: frame.width - 2)
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
    let count = Self.counted(events?.count ?? 0, gone: past.count)
    let total: SafeText = "\(count), \(tallies.count.counted("behavior"))"
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
    let isHidden =
      filter.isActive
      && (risk.value?.events.isEmpty == false || !archivedEvents(in: context).isEmpty)
    return EmptyState(
      of: risk,
      "this user's events",
      match: isHidden ? "no event matches “\(filter.text)”" : nil,
      none: ["no events", "the account has none for this user"],
      noneKept: ["this machine has no data about this user"],
      in: context
    )
  }
}
