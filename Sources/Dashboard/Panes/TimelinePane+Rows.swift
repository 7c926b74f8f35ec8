import Foundation
import RiskAPI
import RiskServices
import RiskStore
import TerminalUI

// MARK: Rows

/// What stands in the list, and where the selection is in it.
extension TimelinePane {
  mutating func arrange(_ context: PaneContext) {
    let events = events(in: context)
    let past = archivedEvents(in: context).map(\.event)
    longestName = max(Self.longest(events), past.isEmpty ? 0 : Self.longest(past) + Self.gone.width)
    let words = TimeFormatter(now: context.now, timeZone: context.timeZone)
    var previousDay: Int?
    rows = []
    for (row, time) in sortedRows(events, past, context) {
      let day = time.map(words.daysAgo)
      if rows.isEmpty || day != previousDay { rows.append(.day(time)) }
      previousDay = day
      rows.append(row)
    }
    let kept = selected.flatMap { item in
      rows.firstIndex { self.item(of: $0, in: context) == item }
    }
    // What came first may be a note; where nobody has chosen it, the first event is wanted.
    let chosen = kept.flatMap { hasMoved || isEvent(rows[$0]) ? $0 : nil }
    selectedRow =
      chosen ?? rows.firstIndex(where: isEvent) ?? rows.firstIndex(where: canSelect) ?? 0
    selected =
      rows.indices.contains(selectedRow) ? item(of: rows[selectedRow], in: context) : nil
  }

  /// What stands before the name of an event that the account gives no longer.
  static let gone: SafeText = "gone · "

  private static func longest(_ events: [RiskEvent]) -> Int {
    Set(events.map(\.name)).map { SafeText($0, limit: 80).width }.max() ?? 0
  }

  /// All rows but the days', the newest first, those without a time last.
  ///
  /// A filter is for events alone.
  private mutating func sortedRows(
    _ events: [RiskEvent],
    _ past: [RiskEvent],
    _ context: PaneContext
  ) -> [(row: Row, time: Date?)] {
    var rows: [(row: Row, time: Date?)] = []
    if filter.query.isEmpty {
      // What is of one moment keeps the order in which it came, the later above.
      rows += caseNotes(in: context).enumerated().reversed()
        .map { (.caseNote($0), $1.at) }
      rows += changes(in: context).enumerated().reversed().map { (.change($0), $1.at) }
      rows += writes(in: context).enumerated().reversed().map { (.write($0), $1.intent.time) }
    }
    let all = events + past
    rows += matching(all, context).sorted().map { place in
      let row: Row = place < events.count ? .event(place) : .pastEvent(place - events.count)
      return (row, all[place].timestamp)
    }
    return rows.sorted { ($0.time ?? .distantPast) > ($1.time ?? .distantPast) }
  }

  /// Positions of the events that the filter lets through.
  private mutating func matching(_ events: [RiskEvent], _ context: PaneContext) -> [Int] {
    guard !filter.query.isEmpty else { return Array(events.indices) }
    let index = index ?? SearchIndex(events: events)
    self.index = index
    return filter.query.events(
      events,
      index,
      behaviors: context.account.behaviors.value ?? [],
      now: context.now
    )
  }

  /// The user's verdicts and notes, in the order in which they were made.
  func caseNotes(in context: PaneContext) -> [CaseNote] {
    userID.flatMap { context.account.caseNotes[$0] } ?? []
  }

  /// How the user's standing changed, oldest first.
  func changes(in context: PaneContext) -> [Change<RiskState>] {
    context.account.shownRecord.userID == userID ? context.account.shownRecord.changes : []
  }

  /// What was done about the user from here, oldest first.
  func writes(in context: PaneContext) -> [AuditEntry] {
    userID.flatMap(context.account.record)?.writes ?? []
  }

  private func isEvent(_ row: Row) -> Bool {
    switch row {
    case .event, .pastEvent: true
    case .day, .caseNote, .change, .write: false
    }
  }

  private func canSelect(_ row: Row) -> Bool {
    if case .day = row { false } else { true }
  }

  func item(of row: Row, in context: PaneContext) -> Item? {
    switch row {
    case .day: nil
    case .event(let place): .event(events(in: context)[place].id)
    case .pastEvent(let place): .event(archivedEvents(in: context)[place].id)
    case .caseNote(let place): .caseNote(place)
    case .change(let place): .change(place)
    case .write(let place): .write(writes(in: context)[place].id)
    }
  }

  /// The words of the selected line, where it is none of the events.
  func selectedWords(in context: PaneContext) -> SafeText? {
    switch selected {
    case .caseNote(let place): RecordFormatter.text(of: caseNotes(in: context)[place])
    case .change(let place): RecordFormatter.text(of: changes(in: context)[place])
    case .write(let id):
      writes(in: context).first { $0.id == id }.map { RecordFormatter.text(of: $0) }
    case .event, nil: nil
    }
  }

  /// The selected line whole, where it is none of the events.
  func selectedRecord(in context: PaneContext) -> RecordDetails? {
    switch selected {
    case .caseNote(let place): RecordDetails(caseNotes(in: context)[place])
    case .change(let place): RecordDetails(changes(in: context)[place])
    case .write(let id): writes(in: context).first { $0.id == id }.map(RecordDetails.init)
    case .event, nil: nil
    }
  }

  /// Moves over all but the days' headings.
  mutating func move(_ motion: ListMotion, in context: PaneContext) {
    let lines = rows.indices.filter { canSelect(rows[$0]) }
    let position = lines.firstIndex { $0 >= selectedRow } ?? 0
    let page = Self.listHeight(in: context)
    guard let target = motion.moved(from: position, count: lines.count, page: page)
    else { return }
    hasMoved = true
    selectedRow = lines[target]
    selected = item(of: rows[selectedRow], in: context)
    scroll(context)
  }

  mutating func scroll(_ context: PaneContext) {
    let height = Self.listHeight(in: context)
    // A day's heading comes along with the line below it: nobody could ever select it.
    if rows.indices.contains(selectedRow), selectedRow > 0, !canSelect(rows[selectedRow - 1]),
      height > 1
    {
      top = min(top, selectedRow - 1)
    }
    top = Viewport.top(
      after: top,
      selected: rows.isEmpty ? nil : selectedRow,
      count: rows.count,
      height: height
    )
  }
}
