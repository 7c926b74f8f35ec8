import Foundation
package import RiskAPI
import RiskServices
import RiskStore
package import TerminalUI

/// Shows one user's events by day, and the evidence of one event.
package struct TimelinePane: Pane {
  // MARK: State

  /// Whose events; nil before anybody was looked at.
  package private(set) var userID: UserID?
  /// The selected event.
  package private(set) var selection: String?
  /// The evidence on the screen in place of the list; nil for the list.
  package private(set) var details: EventDetails?
  package var filter = Filter()

  /// Days and events in the order of the screen.
  private(set) var rows: [Row] = []
  private(set) var top = 0

  /// Columns of the longest event name, so that the digests line up.
  private(set) var longestName = 0

  private var selectedRow = 0
  private var followedNotes = 0
  private var followedRevision = 0
  private var filteredText = ""

  package init() {}

  /// A line of the list.
  enum Row: Equatable {
    case day(Date?)
    /// Position in the user's events.
    case event(Int)
    /// Position in the user's verdicts and notes.
    case assessment(Int)
  }

  /// The user's risk, as far as it is known.
  func risk(in context: PaneContext) -> Loaded<UserRisk> {
    userID.map(context.account.risk) ?? Loaded()
  }

  func events(in context: PaneContext) -> [RiskEvent] { risk(in: context).value?.events ?? [] }

  func selectedEvent(in context: PaneContext) -> RiskEvent? {
    events(in: context).first { $0.id == selection }
  }

  // MARK: Messages

  package enum Message: Equatable, Sendable {
    case moved(ListMotion)
    case eventOpened
    case detailsClosed
    case foldToggled
    case rawToggled
  }

  /// Turns to another user.
  ///
  /// Their events come from the account's data, or when they arrive.
  package mutating func show(_ id: UserID, in context: PaneContext) {
    guard id != userID else { return }
    self = TimelinePane()
    userID = id
    follow(context)
  }

  package mutating func update(_ message: Message, in context: PaneContext) -> [Effect] {
    switch message {
    case .moved(let motion):
      if details != nil {
        details?.move(motion, page: Self.detailHeight(in: context))
      } else {
        move(motion, in: context)
      }
    case .eventOpened:
      if details != nil {
        details?.toggleFold()
      } else if let event = selectedEvent(in: context) {
        details = EventDetails(event)
      }
    case .detailsClosed: details = nil
    case .foldToggled: details?.toggleFold()
    case .rawToggled: details?.toggleRaw()
    }
    return []
  }

  package mutating func follow(_ context: PaneContext) {
    let revision = risk(in: context).revision
    let notes = assessments(in: context).count
    if revision != followedRevision || filter.text != filteredText || notes != followedNotes {
      followedRevision = revision
      followedNotes = notes
      arrange(context)
    }
    scroll(context)
  }

  private mutating func arrange(_ context: PaneContext) {
    filteredText = filter.text
    let events = events(in: context)
    longestName = Set(events.map(\.name)).map { SafeText($0, limit: 80).width }.max() ?? 0
    var order = events.indices.sorted { left, right in
      let (a, b) = (events[left].timestamp, events[right].timestamp)
      return a == b ? left < right : (a ?? .distantPast) > (b ?? .distantPast)
    }
    if filter.isActive {
      let index = SearchIndex(
        events.map { "\($0.name) \($0.riskLevel.words) \($0.details?.digest.string ?? "")" }
      )
      let matching = Set(index.matches(filter.text, among: order))
      order = order.filter(matching.contains)
    }
    let words = TimeWords(now: context.now, timeZone: context.timeZone)
    var previousDay: Int?
    rows = []
    for (row, time) in merged(order, events, context) {
      let day = time.map(words.daysAgo)
      if rows.isEmpty || day != previousDay { rows.append(.day(time)) }
      previousDay = day
      rows.append(row)
    }
    let kept = rows.firstIndex { row in
      if case .event(let index) = row { events[index].id == selection } else { false }
    }
    selectedRow = kept ?? rows.firstIndex { $0 != .day(nil) && isEvent($0) } ?? 0
    selection = rows.indices.contains(selectedRow) ? eventID(at: selectedRow, in: context) : nil
  }

  /// Events, and the verdicts and notes between them, the newest first.
  ///
  /// A filter is for events alone.
  private func merged(
    _ order: [Int],
    _ events: [RiskEvent],
    _ context: PaneContext
  ) -> [(row: Row, time: Date?)] {
    var rows = order.map { (row: Row.event($0), time: events[$0].timestamp) }
    guard !filter.isActive else { return rows }
    for (index, note) in assessments(in: context).enumerated() {
      let place = rows.firstIndex { ($0.time ?? .distantPast) <= note.at } ?? rows.endIndex
      rows.insert((.assessment(index), note.at), at: place)
    }
    return rows
  }

  /// The user's verdicts and notes, in the order in which they were made.
  func assessments(in context: PaneContext) -> [Assessment] {
    userID.flatMap { context.account.assessments[$0] } ?? []
  }

  private func isEvent(_ row: Row) -> Bool {
    if case .event = row { true } else { false }
  }

  private func eventID(at row: Int, in context: PaneContext) -> String? {
    if case .event(let index) = rows[row] { events(in: context)[index].id } else { nil }
  }

  /// Moves over events only: a day's heading cannot be selected.
  private mutating func move(_ motion: ListMotion, in context: PaneContext) {
    let eventRows = rows.indices.filter { isEvent(rows[$0]) }
    let position = eventRows.firstIndex { $0 >= selectedRow } ?? 0
    let page = Self.listHeight(in: context)
    guard let target = motion.moved(from: position, count: eventRows.count, page: page)
    else { return }
    selectedRow = eventRows[target]
    selection = eventID(at: selectedRow, in: context)
    scroll(context)
  }

  private mutating func scroll(_ context: PaneContext) {
    let height = Self.listHeight(in: context)
    // Days and notes cannot be selected: unless they come along with the event next to them, nobody
    // could ever see them again.
    if rows.indices.contains(selectedRow) {
      let above = rows[..<selectedRow].lastIndex(where: isEvent) ?? -1
      top = min(top, above + 1)
      if !rows[(selectedRow + 1)...].contains(where: isEvent) {
        top = max(top, rows.count - height)
      }
    }
    top = Viewport.top(
      after: top,
      selected: rows.isEmpty ? nil : selectedRow,
      count: rows.count,
      height: height
    )
  }

  // MARK: Keys

  package func bindings(in context: PaneContext) -> [KeyBinding<Message>] {
    details.map(Self.evidenceBindings) ?? listBindings
  }

  private var listBindings: [KeyBinding<Message>] {
    let noEvent: SafeText? = selection == nil ? "there is no event to open" : nil
    return ListMotion.bindings(Message.moved) + [
      KeyBinding(
        "timeline.open",
        [.enter],
        "details",
        .eventOpened,
        unavailable: noEvent,
        footerRank: 1
      )
    ]
  }

  /// The rows that work while an event's evidence is open.
  static func evidenceBindings(of details: EventDetails) -> [KeyBinding<Message>] {
    let noFold: SafeText? = details.canFold ? nil : "nothing to fold on this line"
    return ListMotion.bindings(Message.moved) + [
      KeyBinding(
        "timeline.fold",
        [.enter, .space],
        "fold",
        .foldToggled,
        unavailable: noFold,
        footerRank: 1
      ),
      KeyBinding("timeline.raw", ["t"], "tree or raw JSON", .rawToggled, footerRank: 2),
      KeyBinding("timeline.close", [.left, "h"], "back to the events", .detailsClosed),
    ]
  }

  package func copyChoices(in context: PaneContext) -> [CopyChoice] {
    // What is being read may have left the list.
    guard let event = details?.event ?? selectedEvent(in: context) else { return [] }
    let evidence = event.details.map { SafeText(lines: $0.rawText) }
    let line: SafeText =
      "\(event.timestamp.map(Timestamp.format) ?? "") \(event.riskLevel.words) \(event.name)"
    return (evidence.map { [CopyChoice("evidence", $0)] } ?? []) + [
      CopyChoice("event", line), CopyChoice("event id", SafeText(event.id)),
    ]
  }

  package func export(in context: PaneContext) -> ExportContent? {
    let events = events(in: context)
    let shown = rows.compactMap { if case .event(let index) = $0 { events[index] } else { nil } }
    return shown.isEmpty ? nil : .events(shown)
  }
}
