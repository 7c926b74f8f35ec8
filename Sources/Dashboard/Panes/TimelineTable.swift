import Presentation
import RiskAPI
import RiskServices
import RiskStore
import TerminalUI

/// A line of the timeline: a time, a level or a word, and what it is about.
struct TimelineRow: Sendable {
  let time: SafeText
  let word: SafeText
  let wordStyle: Style
  /// The event's name, or the words of an entry that is no event.
  let text: SafeText
  let textStyle: Style
  /// A glance at an event's details; nil for an entry that is no event, whose words may take its room.
  var digest: SafeText?
  var hasDetails = false
}

extension Table<TimelineRow> {
  /// The timeline's columns.
  static let timeline = Table(
    [
      Column("time", width: 5...5) { .dim($0.time) },
      Column("level", width: 7...7) { .text($0.word, $0.wordStyle) },
      Column("name", width: 20...400, before: 1) { row in
        row.digest == nil ? .wide(row.text, row.textStyle) : .text(row.text, row.textStyle)
      },
      Column("digest", width: 1...400, from: 56, after: 1) { .dim($0.digest ?? "") },
      Column("details", width: 1...1, before: 0, spoken: { _ in "" }) {
        $0.hasDetails ? .dim("▸") : .blank
      },
    ],
    lead: 2
  )

  /// Places the columns for the longest level and the longest name, so that the digests line up.
  func layout(width: Int, longestLevel: Int, longestName: Int) -> TableLayout {
    let word = LevelWidth.fitting(longestLevel, listWidth: width) + 1
    let room = width - 10 - word
    // The digest keeps its half, however long the names are: it says what happened.
    let name = width >= 56 ? ["name": min(longestName, max(24, room / 2))] : [:]
    return layout(width: width, widths: ["level": word].merging(name) { first, _ in first })
  }
}

extension TimelineRow {
  /// An event; one that the account gives no longer is dim and says so.
  init(
    _ event: RiskEvent,
    isGone: Bool = false,
    digest: SafeText,
    nameStyle: Style,
    isSelected: Bool,
    _ words: TimeFormatter
  ) {
    let name = SafeText(event.name)
    self.init(
      time: event.timestamp.map { SafeText(words.clock($0)) } ?? "  —  ",
      word: SafeText(level: event.riskLevel),
      wordStyle: isGone ? Style(.dim) : .risk(event.riskLevel),
      text: isGone ? TimelinePane.gone + name : name,
      textStyle: isGone && !isSelected ? Style(.dim) : nameStyle,
      digest: digest,
      hasDetails: event.details != nil
    )
  }

  init(_ note: CaseNote, _ style: Style, _ words: TimeFormatter) {
    self.init(
      time: SafeText(words.clock(note.at)),
      word: note.verdict == nil ? "note" : "verdict",
      wordStyle: Style(.news),
      text: RecordFormatter.text(of: note),
      textStyle: style
    )
  }

  init(_ change: Change<RiskState>, _ style: Style, _ words: TimeFormatter) {
    self.init(
      time: SafeText(change.at.map(words.clock) ?? ""),
      word: SafeText(change.kind.historyWord),
      wordStyle: Style(change.kind.role),
      text: RecordFormatter.text(of: change),
      textStyle: style
    )
  }

  init(_ entry: AuditEntry, _ style: Style, _ words: TimeFormatter) {
    self.init(
      time: SafeText(words.clock(entry.time)),
      word: SafeText(entry.intent.action),
      wordStyle: Style((entry.outcome?.result).role),
      text: RecordFormatter.text(of: entry),
      textStyle: style
    )
  }
}
