import Foundation
package import RiskAPI
import RiskServices
package import RiskStore
package import TerminalUI

/// Shows one user's events by day, and the evidence of one event.
package struct TimelinePane: Pane {
  // MARK: State

  /// Whose events; nil before anybody was looked at.
  package private(set) var userID: UserID?
  /// The selected line, and what of the list shows.
  package internal(set) var list = ListState<Item>()
  /// What is on the screen in place of the list; nil for the list.
  package private(set) var opened: Opened?
  package var filter = Filter(.events)

  /// Days, events and what is kept beside them, in the order of the screen.
  var rows: [Row] = []
  /// What each of them names.
  var items: [Item?] = []

  /// Columns of the longest event name, so that the digests line up, and of the longest level.
  var longestName = 0
  var longestLevel = 0
  /// The behaviors that the events are of, those of events that are gone included.
  var tallies: [BehaviorTally] = []
  /// What made the user's level; nil where that is not known.
  var decisiveEvent: RiskEvent?
  /// A glance at its details; empty where it has none.
  var decisiveDigest: SafeText = ""
  /// Glances at the details of events that were on the screen, by their ids.
  var digests: [String: SafeText] = [:]
  private var followedNotes = 0
  private var followedRevision = 0
  private var followedRecord = 0
  private var filteredText = ""
  private var arrangedAt = Date.distantPast
  /// Texts of the events, given or not; nil before a filter needs them.
  var index: SearchIndex?

  package init() {}

  static func lift(_ message: Message) -> BindingMessage { .timeline(message) }

  var hasRows: Bool { !rows.isEmpty }

  /// A line of the list.
  enum Row: Equatable {
    case day(Date?)
    /// Position in the user's events.
    case event(Int)
    /// Position in the events that the account gives no longer.
    case pastEvent(Int)
    /// Position in the user's verdicts and notes.
    case caseNote(Int)
    /// Position in the changes of the user's standing.
    case change(Int)
    /// Position in the writes that were about the user.
    case write(Int)
  }

  /// Names a line of the list, wherever it stands.
  package enum Item: Hashable, Sendable {
    /// An event's id, given or not.
    case event(String)
    /// The others are only ever added to: their position is their name.
    case caseNote(Int)
    case change(Int)
    case write(AuditID)
  }

  /// An entry of the list, whole.
  package enum Opened: Equatable, Sendable {
    /// An event's evidence.
    case event(EventDetails)
    /// A verdict, a note, a change or a write.
    case record(RecordDetails)
  }

  /// The evidence on the screen; nil while there is none.
  package var details: EventDetails? {
    if case .event(let details)? = opened { details } else { nil }
  }

  /// The selected line; nil for none.
  package var selected: Item? { list.selection }

  /// The selected event; nil while another line is selected.
  package var selection: String? {
    if case .event(let id)? = selected { id } else { nil }
  }

  /// The user's risk, as far as it is known.
  func risk(in context: PaneContext) -> Loadable<UserDetail> {
    userID.map(context.account.risk) ?? Loadable()
  }

  func events(in context: PaneContext) -> [RiskEvent] { risk(in: context).value?.events ?? [] }

  /// Events that the account gives no longer.
  func archivedEvents(in context: PaneContext) -> [ArchivedEvent] {
    userID.map(context.account.archivedEvents) ?? []
  }

  /// The selected event, and where it is known from when the account gives it no longer.
  func selectedEvent(in context: PaneContext) -> (event: RiskEvent, origin: ArchivedEvent.Origin?)?
  {
    guard let selection else { return nil }
    if let event = events(in: context).first(where: { $0.id == selection }) { return (event, nil) }
    return archivedEvents(in: context).first { $0.id == selection }.map { ($0.event, $0.origin) }
  }

  // MARK: Messages

  package enum Message: Equatable, Sendable {
    case moved(ListMotion)
    /// An item of the list, and whose timeline that was.
    case clicked(Item, of: UserID?)
    case wheeled(Int)
    case entryOpened
    case detailsClosed
    case foldToggled
    case rawToggled
    /// To the next event in the order of the list, or to the one before, with what is open following.
    case eventStepped(Int)
    case resetRequested
    case verdictRequested
    case markRequested
  }

  /// Turns to another user, with the filter as it is: who looks for one behavior looks for it user by user.
  ///
  /// Their events come from the account's data, or when they arrive.
  package mutating func show(_ id: UserID, in context: PaneContext) {
    guard id != userID else { return }
    let kept = filter
    self = TimelinePane()
    filter = kept
    userID = id
    follow(context)
  }

  package mutating func update(_ message: Message, in context: PaneContext) -> [Effect] {
    switch message {
    case .moved(let motion):
      switch opened {
      case .event(var details):
        details.move(motion, page: EventDetails.parts(context.size).list.height)
        opened = .event(details)
      case .record(var details):
        details.move(motion, RecordDetails.parts(context.size).list)
        opened = .record(details)
      case nil: list.move(motion, in: lines(in: context))
      }
    case .clicked(let item, let user):
      if user == userID, opened == nil { list.select(item, in: lines(in: context)) }
    case .wheeled(let rows): turn(by: rows, in: context)
    case .entryOpened:
      if let (event, origin) = selectedEvent(in: context) {
        opened = .event(EventDetails(event, origin))
      } else {
        opened = selectedRecord(in: context).map(Opened.record)
      }
    case .detailsClosed: opened = nil
    case .foldToggled: changeDetails { $0.toggleFold() }
    case .rawToggled: changeDetails { $0.toggleRaw() }
    case .eventStepped(let offset): step(by: offset, in: context)
    // The root does these: they concern more than this pane.
    case .resetRequested, .verdictRequested, .markRequested: break
    }
    return []
  }

  /// Turns the wheel: over the list the rows move, over an entry it goes on line by line.
  private mutating func turn(by rows: Int, in context: PaneContext) {
    guard opened != nil else { return list.scroll(by: rows) }
    for _ in 0..<abs(rows) { _ = update(.moved(rows > 0 ? .down : .up), in: context) }
  }

  private mutating func step(by offset: Int, in context: PaneContext) {
    guard let item = eventItem(beside: offset) else { return }
    list.select(item, in: lines(in: context))
    guard let (event, origin) = selectedEvent(in: context) else { return }
    let isRaw = details?.isRaw == true
    opened = .event(EventDetails(event, origin))
    if isRaw { changeDetails { $0.toggleRaw() } }
  }

  /// The event after the selected line, or the one before it; nil where there is none.
  private func eventItem(beside offset: Int) -> Item? {
    guard let selected, let place = items.firstIndex(of: selected) else { return nil }
    let rest = offset > 0 ? Array(items[(place + 1)...]) : items[..<place].reversed()
    return rest.lazy.compactMap(\.self).first { if case .event = $0 { true } else { false } }
  }

  private mutating func changeDetails(_ change: (inout EventDetails) -> Void) {
    guard var details else { return }
    change(&details)
    opened = .event(details)
  }

  package mutating func follow(_ context: PaneContext) {
    let revision = risk(in: context).revision
    let notes = caseNotes(in: context).count
    let record = context.account.shownRecord.revision
    let isNewData = revision != followedRevision || record != followedRecord
    if isNewData {
      index = nil
      digests = [:]
      weigh(context)
    }
    let isLate =
      filter.query.dependsOnTime && abs(context.now.timeIntervalSince(arrangedAt)) >= 60
    let isTyped = filter.text != filteredText
    if isNewData || isTyped || notes != followedNotes || isLate {
      filteredText = filter.text
      arrangedAt = context.now
      followedRevision = revision
      followedNotes = notes
      followedRecord = record
      arrange(context, isTyped: isTyped)
    }
    list.settle(filter)
    list.follow(height: parts(in: context).list.height, in: lines(in: context))
    glance(at: list.visible, context)
  }

  // MARK: Keys

  package func bindings(in context: PaneContext) -> [Binding<Message>] {
    let own: [Binding<Message>] =
      switch opened {
      case .event(let details): Self.evidenceBindings(of: details) + stepBindings
      case .record: Self.recordBindings + stepBindings
      case nil: listBindings
      }
    return own + userBindings(in: context)
  }

  /// What can be done about the timeline's user.
  private func userBindings(in context: PaneContext) -> [Binding<Message>] {
    let nobody: SafeText? =
      userID.flatMap(context.account.anyUser) == nil ? "no user selected" : nil
    let left: SafeText? =
      userID.flatMap(context.account.goneAt) == nil
      ? nil : "no longer at risk: nothing to reset"
    // One whose row is not there yet could not be shown as marked.
    let noMark =
      nobody ?? left ?? (userID.flatMap(context.account.user) == nil ? "not in the list" : nil)
    return [
      Binding(.timelineReset, .resetRequested, unavailable: context.writeRefusal ?? nobody ?? left),
      Binding(.timelineVerdict, .verdictRequested, unavailable: nobody),
      Binding(.timelineMark, .markRequested, unavailable: noMark),
    ]
  }

  private var listBindings: [Binding<Message>] {
    let nothing: SafeText? = selected == nil ? "nothing to open" : nil
    return ListMotion.bindings(Message.moved) + [
      Binding(.timelineOpen, .entryOpened, unavailable: nothing)
    ]
  }

  /// What goes on from an opened entry to another event.
  private var stepBindings: [Binding<Message>] {
    [
      Binding(
        .timelineNext,
        .eventStepped(1),
        unavailable: eventItem(beside: 1) == nil ? "this is the last event" : nil
      ),
      Binding(
        .timelinePrevious,
        .eventStepped(-1),
        unavailable: eventItem(beside: -1) == nil ? "this is the first event" : nil
      ),
    ]
  }

  /// The rows that work while an entry that is no event is open.
  private static var recordBindings: [Binding<Message>] {
    ListMotion.bindings(Message.moved) + [
      Binding(.timelineClose, .detailsClosed, rank: 1),
      Binding(.timelineOpen, .detailsClosed, as: "back to the timeline").unlisted,
    ]
  }

  /// The rows that work while an event's evidence is open.
  static func evidenceBindings(of details: EventDetails) -> [Binding<Message>] {
    let noFold: SafeText? = details.canFold ? nil : "nothing to fold on this line"
    return ListMotion.bindings(Message.moved) + [
      Binding(.timelineFold, .foldToggled, unavailable: noFold),
      Binding(.timelineRaw, .rawToggled),
      Binding(.timelineClose, .detailsClosed),
    ]
  }

  package func canCopy(in context: PaneContext) -> Bool { opened != nil || selected != nil }

  package func copyChoices(in context: PaneContext) -> [CopyChoice] {
    if case .record(let details)? = opened {
      let words = TimeFormatter(now: context.now, timeZone: context.timeZone)
      return [CopyChoice("entry", details.copied(words))]
    }
    // What is being read may have left the list.
    let read = details.map { ($0.event, $0.origin) } ?? selectedEvent(in: context)
    guard let (event, origin) = read else {
      return selectedWords(in: context).map { [CopyChoice("line", $0)] } ?? []
    }
    let evidence = event.details.map { SafeText(lines: $0.rawText) }
    let gone: SafeText = origin == nil ? "" : " (no longer in the account)"
    let line: SafeText =
      "\(event.timestamp.map(Timestamp.format) ?? "") \(event.riskLevel.words) \(event.name)\(gone)"
    return (evidence.map { [CopyChoice("evidence", $0)] } ?? []) + [
      CopyChoice("event", line), CopyChoice("event id", SafeText(event.id)),
    ]
  }

  package func export(in context: PaneContext) -> ExportContent? {
    let (events, past) = (events(in: context), archivedEvents(in: context))
    let shown = rows.compactMap { row -> ListedEvent? in
      switch row {
      case .event(let place): ListedEvent(events[place])
      case .pastEvent(let place): ListedEvent(past[place].event, goneAt: past[place].origin.moment)
      case .day, .caseNote, .change, .write: nil
      }
    }
    guard !shown.isEmpty else { return nil }
    return past.isEmpty ? .events(shown.map(\.event)) : .listedEvents(shown)
  }
}
