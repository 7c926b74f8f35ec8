package import Foundation
import RiskAPI
import RiskServices
import RiskStore
import TerminalUI

/// Lists what changed since the analyst last looked, or since a time they set.
package struct NewsDialog: DialogContent {
  package private(set) var rows: [NewsRow] = []
  private(set) var selected = 0
  /// The time as typed, which waits while the list has the keys.
  private(set) var time = TextField(limit: 40)
  private(set) var isTyping = false
  private var remark: SafeText?
  private var title: SafeText = ""
  private var empty: SafeText = ""
  private let now: Date
  private let timeZone: TimeZone

  /// Shows what is known; more may come while it is open.
  ///
  /// The cursor goes on where the analyst left the list: there, or where that was read, at the next
  /// change that was not.
  package init(_ news: NewsWatch, now: Date, timeZone: TimeZone) {
    self.now = now
    self.timeZone = timeZone
    show(news)
    let left = rows.firstIndex { $0.subject == news.place }
    if let left, !rows[left].isRead {
      selected = left
    } else {
      let unread = rows.indices.filter { !rows[$0].isRead }
      selected = unread.first { $0 > left ?? -1 } ?? unread.first ?? left ?? 0
    }
  }

  /// What the cursor is on; nil in an empty list.
  var selectedSubject: ChangeSubject? {
    rows.indices.contains(selected) ? rows[selected].subject : nil
  }

  /// Takes an answer; the cursor stays on its row.
  package mutating func show(_ news: NewsWatch) {
    let chosen = selectedSubject
    let words = TimeWords(now: now, timeZone: timeZone)
    rows = news.found.map { NewsRow.rows($0, words) } ?? []
    selected = rows.firstIndex { $0.subject == chosen } ?? 0
    let moment = SafeText(words.absolute(news.shownSince))
    title = "Changed since \(moment)"
    empty =
      if news.isBlind {
        "no journal: what was before is not known"
      } else {
        news.found == nil ? "the account has not answered yet" : "nothing changed"
      }
  }

  // MARK: Keys

  var question: AskedQuestion? { .news }

  var slot: DialogDraft.Slot? { DialogDraft.Slot(.news) }
  var draft: DialogDraft? { time.isEmpty ? nil : DialogDraft(.news, text: time.text) }

  mutating func takeBack(_ draft: DialogDraft) { time = TextField(draft.text, limit: 40) }

  var bindings: [KeyBinding<DialogMessage>] {
    if isTyping {
      return [
        KeyBinding("dialog.press", [.enter], "show changes since", .buttonPressed, footerRank: 1),
        KeyBinding("dialog.cancel", [.escape], "back", .canceled, footerRank: 2),
      ]
    }
    let nothing: SafeText? = rows.isEmpty ? "nothing changed" : nil
    return [
      KeyBinding(
        "news.open",
        [.enter],
        "open",
        .buttonPressed,
        unavailable: nothing,
        footerRank: 1
      ),
      KeyBinding("news.seen", ["m"], "mark all seen", .seenConfirmed, footerRank: 2),
      KeyBinding("news.since", ["t"], "change time", .timeOpened, footerRank: 3),
      KeyBinding("dialog.cancel", [.escape, "q", "="], "close", .canceled, footerRank: 4),
    ] + ListMotion.bindings(DialogMessage.scrolled)
  }

  mutating func update(_ message: DialogMessage) -> DialogStep {
    switch message {
    case .typed(let key): _ = time.press(key)
    case .pasted(let text): time.insert(text)
    case .canceled where isTyping:
      isTyping = false
      remark = nil
    case .canceled: return .close
    case .buttonPressed where isTyping: return takeTime()
    case .buttonPressed: return open()
    case .seenConfirmed: return DialogStep(closes: true, command: .command(.markSeen))
    case .timeOpened:
      isTyping = true
      time.selectAll()
    case .scrolled(let motion):
      selected = motion.moved(from: selected, count: rows.count, page: 10) ?? 0
    default: break
    }
    return .stay
  }

  /// Asks again since the time that was typed; nothing typed means since the last visit.
  private mutating func takeTime() -> DialogStep {
    var date: Date?
    if !time.isEmpty {
      guard let moment = SinceMoment(time.text) else {
        remark = "a time is 8h, 30m, 2d, 08:40, 2026-11-21, or 2026-11-21T08:40Z"
        return .stay
      }
      date = moment.date(now: now, timeZone: timeZone)
      guard date ?? now <= now else {
        remark = "that time is in the future"
        return .stay
      }
    }
    time = TextField(limit: 40)
    isTyping = false
    remark = nil
    return DialogStep(command: .command(.newsSince(date)))
  }

  private func open() -> DialogStep {
    guard let subject = selectedSubject else { return .stay }
    return DialogStep(closes: true, command: .command(.openChange(subject)))
  }

  // MARK: View

  func size(within limit: Size) -> Size {
    Size(columns: min(limit.columns, 100), rows: min(limit.rows, max(3, rows.count) + 4))
  }

  func view(in frame: inout Frame) {
    var box = PaneFrame(dialog: title)
    let height = frame.height - 4
    let top = Viewport.top(after: 0, selected: selected, count: rows.count, height: height)
    if rows.count > height {
      let last = min(rows.count, top + height)
      box.footer = "\((top + 1).grouped)–\(last.grouped) of \(rows.count.grouped)"
    }
    let inner = box.draw(in: &frame)
    frame.inside(inner) { frame in
      if isTyping {
        let start = frame.write("since ", row: 0, column: 1, style: Style(.header))
        time.view(in: &frame, row: 0, column: start, width: min(26, frame.width - start - 1))
        let words = remark ?? "8h, 08:40 or a date; empty = since your last visit"
        frame.write(
          words,
          row: 1,
          column: 1,
          style: Style(remark == nil ? .dim : .warning),
          limit: frame.width - 2
        )
      } else {
        let words = rows.isEmpty ? empty : NewsRow.summary(of: rows)
        frame.write(words, row: 0, column: 1, style: Style(.news), limit: frame.width - 2)
      }
      for (offset, row) in rows.dropFirst(top).prefix(max(0, height)).enumerated() {
        row.view(in: &frame, at: offset + 2, isSelected: top + offset == selected)
      }
    }
  }
}
