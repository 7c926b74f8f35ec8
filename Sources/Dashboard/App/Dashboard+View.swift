import Foundation
import RiskAPI
import RiskServices
import RiskStore
package import TerminalUI

// MARK: View

extension Dashboard {
  package func view(in frame: inout Frame) {
    guard frame.width >= 40, frame.height >= 10 else {
      drawTooSmall(in: &frame)
      return
    }
    drawTopLine(in: &frame)
    if let tabRow = layout.tabRow { drawTabs(in: &frame, row: tabRow) }
    for place in layout.places {
      let box = place.rect.split(top: place.size.rows).top
      frame.on(.press, place.rect, Command.focus(place.pane))
      frame.inside(box) { frame in draw(place.pane, in: &frame) }
      frame.inside(place.rect) { frame in draw(place.failure, belowListOf: place.pane, in: &frame) }
    }
    if let notice = notices.current { draw(notice, in: &frame) }
    drawFooter(in: &frame)
    let area = Rect(row: 1, column: 0, width: frame.width, height: frame.height - 2)
    if !dialogs.isEmpty { frame.discardMouse() }
    frame.inside(area) { frame in dialogs.view(in: &frame) }
  }

  private func draw(_ pane: PaneID, in frame: inout Frame) {
    let context = context(for: pane)
    switch pane {
    case .users: users.view(in: &frame, context: context)
    case .timeline: timeline.view(in: &frame, context: context)
    case .integrations: integrations.view(in: &frame, context: context)
    case .behaviors: behaviors.view(in: &frame, context: context)
    }
  }

  /// What failed and what to do, between the pane's list and the lower edge of its box, which goes down.
  private func draw(_ lines: [SafeText], belowListOf pane: PaneID, in frame: inout Frame) {
    guard !lines.isEmpty else { return }
    let first = frame.height - 1 - lines.count
    frame.copy(row: first, to: frame.height - 1)
    let border = Style(pane == focus ? .focusBorder : .border)
    for (offset, line) in lines.enumerated() {
      let row = first + offset
      frame.fill(Rect(row: row, column: 0, width: frame.width, height: 1))
      for column in [0, frame.width - 1] {
        frame.write("│", row: row, column: column, style: border)
      }
      frame.write(line, row: row, column: 2, style: Style(.warning), limit: frame.width - 4)
    }
  }

  /// The notice as it stands above the footer, in up to three rows: its end says what to do.
  var noticeLines: [SafeText] {
    guard let notice = notices.current else { return [] }
    let lines = TextWrap.lines(of: notice.text, width: size.columns - 2)
    return lines.prefix(2) + (lines.count > 2 ? [lines[2...].joined(separator: " ")] : [])
  }

  private func draw(_ notice: Notice, in frame: inout Frame) {
    let lines = noticeLines
    let width = frame.width - 2
    let top = frame.height - 1 - lines.count
    frame.fill(Rect(row: top, column: 0, width: frame.width, height: lines.count))
    for (row, line) in lines.enumerated() {
      frame.write(line, row: top + row, column: 1, style: Style(notice.role, .bold), limit: width)
    }
  }

  private func drawTooSmall(in frame: inout Frame) {
    let lines: [SafeText] = [
      "ztriage needs 40×10", "this screen has \(frame.width)×\(frame.height)",
    ]
    for (row, line) in lines.enumerated() {
      frame.write(line, row: row, column: 0, limit: frame.width)
    }
  }

  // MARK: Top line

  private func drawTopLine(in frame: inout Frame) {
    var column = frame.write("ztriage", row: 0, column: 1, style: Style(.title, .bold))
    let access: SafeText = mayWrite ? "read-write" : "read-only"
    // How old the data is outranks what the account is called.
    let nameRoom = frame.width - column - 6 - freshness.text.width - access.width
    column = frame.write(
      "  \(options.accountName)",
      row: 0,
      column: column,
      limit: min(30, max(0, nameRoom))
    )
    let right = frame.writeTrailing(
      access,
      row: 0,
      inset: 1,
      style: Style(mayWrite ? .dim : .warning)
    )
    let freshness = freshness
    let room = right - column - 4
    if let news = newsWords.first(where: { freshness.text.width + $0.width + 4 <= room }) {
      frame.write(news, row: 0, column: right - news.width - 3, style: Style(.news))
    }
    let isWhole = freshness.text.width <= room
    frame.write(
      freshness.text,
      row: 0,
      column: column + (isWhole ? 3 : 2),
      style: Style(freshness.role),
      limit: max(0, room)
    )
  }

  /// How old the users on the screen are, and whether that is as it should be.
  var freshness: (text: SafeText, role: Role) {
    let users = account.users
    let words = TimeFormatter(now: now, timeZone: options.timeZone)
    guard let fetchedAt = users.fetchedAt else {
      if let failure = users.failure {
        return ("\(shortWords(for: failure)), nothing to show", .error)
      }
      return (loading.spinner == nil ? "" : "loading", .dim)
    }
    if options.isOffline {
      return (StatusFormatter.old("offline", from: fetchedAt, words), .warning)
    }
    if let failure = users.failure {
      return (StatusFormatter.old(shortWords(for: failure), from: fetchedAt, words), .warning)
    }
    let isStale = now.timeIntervalSince(fetchedAt) >= staleAfter
    let missing: SafeText =
      users.value.flatMap { summary in
        summary.isComplete
          ? nil
          : ", \(summary.receivedCount.grouped) of \((summary.totalCount ?? 0).grouped) users"
      } ?? ""
    if isStale { return ("old · data from \(words.moment(fetchedAt))\(missing)", .warning) }
    let role: Role = missing.isEmpty ? .dim : .warning
    let time = SafeText(words.clockWithSeconds(fetchedAt))
    return (size.columns >= 60 ? "live, as of \(time)\(missing)" : "live \(time)\(missing)", role)
  }

  /// A failure in a word or two; a pause comes with its end, to the minute after it.
  private func shortWords(for failure: APIError) -> SafeText {
    let words = StatusFormatter.shortWords(for: failure)
    guard case .rateLimited = failure, let pause, pause.end > now else { return words }
    let minute = (pause.end.timeIntervalSince1970 / 60).rounded(.up) * 60
    let clock = TimeFormatter(now: now, timeZone: options.timeZone)
      .clock(Date(timeIntervalSince1970: minute))
    return "\(words) until \(clock)"
  }

  /// Twice the refresh interval, and never under two minutes: one late answer is no alarm.
  private var staleAfter: TimeInterval {
    let seconds = options.refreshInterval.map { Double($0.components.seconds) } ?? 60
    return max(120, seconds * 2)
  }

  /// What changed since the analyst last looked: the fullest words first; none for no change.
  private var newsWords: [SafeText] {
    let back = account.news.count(of: .back)
    let raised = account.news.count(of: .raised)
    let new = account.news.count(of: .new)
    let unlisted = account.unlisted
    let counts: [(count: Int, words: SafeText)] = [
      (back, "back"), (new, "new"), (raised, "raised"), (unlisted.lowered, "lowered"),
      (unlisted.left, "no longer at risk"),
      (unlisted.behaviors, unlisted.behaviors == 1 ? "behavior" : "behaviors"),
      (unlisted.integrations, unlisted.integrations == 1 ? "integration" : "integrations"),
    ]
    let parts = counts.filter { $0.count > 0 }.map { "\($0.count) \($0.words)" as SafeText }
    guard !parts.isEmpty else { return [] }
    let words = TimeFormatter(now: now, timeZone: options.timeZone)
    // A time without its day is today's.
    let day: SafeText = words.daysAgo(news.shownSince) == 0 ? "" : "\(words.day(news.shownSince)) "
    let since: SafeText = "since \(day)\(words.clock(news.shownSince))"
    let total = counts.reduce(0) { $0 + $1.count }.counted("change")
    let key: SafeText = "(\(keys.name(of: .news)))"
    let most: SafeText = back > 0 ? "\(back) back of \(total)" : "\(total)"
    return [
      "\(parts.joined(separator: " · ")) \(since) \(key)", "\(most) \(since) \(key)",
      "\(most) \(key)",
    ]
  }

  // MARK: Tabs and footer

  private func drawTabs(in frame: inout Frame, row: Int) {
    var column = 1
    for pane in PaneID.allCases {
      let isFocused = pane == focus
      // Where not all names fit, the one that matters does.
      let name: SafeText =
        frame.width >= 60 || isFocused ? "\(pane.rawValue) \(pane.title)" : "\(pane.rawValue)"
      let label: SafeText = isFocused ? "[\(name)]" : " \(name) "
      let unsaved: SafeText = pane == .behaviors && !behaviors.draft.isEmpty ? "*" : ""
      let start = column
      column = frame.write(
        label + unsaved,
        row: row,
        column: start,
        style: isFocused ? Style(.focusTitle, .bold) : Style(.title)
      )
      let tab = Rect(row: row, column: start, width: column - start, height: 1)
      frame.on(.press, tab, Command.focus(pane))
      column += 1
    }
  }

  /// The keys that work here and now, the most wanted first, as many as fit.
  private func drawFooter(in frame: inout Frame) {
    let row = frame.height - 1
    var column = 1
    var limit = frame.width - 1
    if let standing = standingWords {
      limit = frame.writeTrailing(standing.text, row: row, inset: 1, style: standing.style) - 2
    }
    for hint in footerHints {
      let width = hint.key.width + 1 + hint.words.width
      guard column + width <= limit else { continue }
      column = frame.write(hint.key, row: row, column: column, style: Style(.key, .bold)) + 1
      column = frame.write(hint.words, row: row, column: column, style: Style(.hint)) + 2
    }
  }

  /// What must not be forgotten, however long it stands.
  private var standingWords: (text: SafeText, style: Style)? {
    if let resets {
      let key = keys.name(of: .usersReset)
      let style = Style(resets.phase == .paused ? .warning : .focusTitle, .bold)
      return ("\(resets.progress) (\(key))", style)
    }
    let marked = users.marks.count
    if marked > 0 { return ("\(marked.grouped) marked", Style(.mark)) }
    let unsaved = dialogDrafts.count(where: \.isNote)
    return unsaved > 0 ? ("\(unsaved.counted("unsaved note"))", Style(.unsaved)) : nil
  }

  private var footerHints: [(key: SafeText, words: SafeText)] {
    if !dialogs.isEmpty { return dialogs.hints }
    if filter(of: focus).isEditing {
      return keys.footer(Self.filterBindings) + [(keys.moves, "move")]
    }
    return [(keys.moves, "move")] + keys.footer(bindings)
  }
}
