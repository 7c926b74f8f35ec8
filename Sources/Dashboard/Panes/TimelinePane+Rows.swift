import Foundation
import RiskAPI
import RiskServices
import RiskStore
import TerminalUI

/// The lines of a timeline, days' headings among them.
struct TimelineRows: ListRows {
  let rows: [TimelinePane.Row]
  let items: [TimelinePane.Item?]
  let words: TimeFormatter

  var count: Int { rows.count }
  func id(at row: Int) -> TimelinePane.Item? { items[row] }
  func row(of id: TimelinePane.Item) -> Int? { items.firstIndex(of: id) }

  func heading(at row: Int) -> SafeText? {
    guard case .day(let date) = rows[row] else { return nil }
    return SafeText(date.map(words.dayHeading) ?? "Without a time")
  }
}

// MARK: Rows

/// What stands in the list.
extension TimelinePane {
  func lines(in context: PaneContext) -> TimelineRows {
    let words = TimeFormatter(now: context.now, timeZone: context.timeZone)
    return TimelineRows(rows: rows, items: items, words: words)
  }

  /// Looks through the details of all events for why the user is at risk: for new data, not for each key of a filter.
  mutating func weigh(_ context: PaneContext) {
    let past = archivedEvents(in: context).map(\.event)
    tallies = BehaviorTally.tallies(of: events(in: context) + past)
    decisiveEvent = risk(in: context).value?.decisiveEvent
    decisiveDigest = decisiveEvent?.digest ?? ""
  }

  mutating func arrange(_ context: PaneContext, isTyped: Bool) {
    let events = events(in: context)
    let past = archivedEvents(in: context).map(\.event)
    let names = Set(events.map(\.name))
    let pastNames = Set(past.map(\.name))
    longestName = max(
      Self.longest(names),
      pastNames.isEmpty ? 0 : Self.longest(pastNames) + Self.gone.width
    )
    longestLevel = LevelWidth.longest(of: (events + past).lazy.map(\.riskLevel))
    let words = TimeFormatter(now: context.now, timeZone: context.timeZone)
    var previousDay: Int?
    rows = []
    for (row, time) in sortedRows(events, past, context) {
      let day = time.map(words.daysAgo)
      if rows.isEmpty || day != previousDay { rows.append(.day(time)) }
      previousDay = day
      rows.append(row)
    }
    items = rows.map { item(of: $0, in: context) }
    let lines = lines(in: context)
    let event = rows.firstIndex(where: isEvent).flatMap { items[$0] }
    let first = event ?? items.lazy.compactMap(\.self).first
    list.follow(lines, filter, isTyped: isTyped, first: first)
    // What came first may be a note; where nobody has chosen it, the first event is wanted.
    if !list.isChosen, selection == nil, let first { list.begin(at: first, in: lines) }
  }

  /// Looks into the details of events that show, once for each: they may be of any size.
  mutating func glance(at visible: Range<Int>, _ context: PaneContext) {
    for row in visible {
      guard let event = event(of: rows[row], in: context), digests[event.id] == nil
      else { continue }
      digests[event.id] = event.digest
    }
  }

  func event(of row: Row, in context: PaneContext) -> RiskEvent? {
    switch row {
    case .event(let place): events(in: context)[place]
    case .pastEvent(let place): archivedEvents(in: context)[place].event
    case .day, .caseNote, .change, .write: nil
    }
  }

  /// What stands before the name of an event that the account gives no longer.
  static let gone: SafeText = "gone · "

  private static func longest(_ names: Set<String>) -> Int {
    names.map { SafeText($0, limit: 80).width }.max() ?? 0
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
      rows += writes(in: context).enumerated().reversed().map { (.write($0), $1.time) }
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
}
