import Foundation
import RiskAPI
import RiskServices
import RiskStore
import TerminalUI

/// Lists what changed since the analyst last looked, or since a time they set.
struct NewsDialog: Dialog {
  enum Message: Equatable, Sendable {
    case opened
    case moved(ListMotion)
    case seenConfirmed
    case timeOpened
    case edited(TextEdit)
    case timeEntered
    case canceled
  }

  private(set) var rows: [NewsRow] = []
  private var list = ListState<ChangeSubject>()
  /// The time as typed, which waits while the list has the keys.
  private var time = TextField(limit: 40)
  private var isTypingTime = false
  private var remark: SafeText?
  private var title: SafeText = ""
  private var empty: SafeText = ""
  private let now: Date
  private let timeZone: TimeZone

  /// Shows what is known; more may come while it is open.
  ///
  /// The cursor goes on where the analyst left the list: there, or where that was read, at the next
  /// change that was not.
  init(_ news: NewsWatch, now: Date, timeZone: TimeZone) {
    self.now = now
    self.timeZone = timeZone
    show(news)
    let left = rows.firstIndex { $0.subject == news.place }
    let unread = rows.indices.filter { !rows[$0].isRead }
    let next = left.flatMap { rows[$0].isRead ? nil : $0 }
    if let row = next ?? unread.first(where: { $0 > left ?? -1 }) ?? unread.first ?? left {
      list.select(rows[row].subject, in: items)
    }
  }

  private var items: ListItems<ChangeSubject> { ListItems(rows.map(\.subject)) }

  /// What the cursor is on; nil in an empty list.
  var selectedSubject: ChangeSubject? { list.selection }

  /// Takes an answer; the cursor stays on its row.
  mutating func show(_ news: NewsWatch) {
    let words = TimeFormatter(now: now, timeZone: timeZone)
    rows = news.found.map { NewsRow.rows($0, words) } ?? []
    list.follow(items)
    if list.selection == nil { list.selectFirst(in: items) }
    let moment = SafeText(words.absolute(news.shownSince))
    title = "Changed since \(moment)"
    empty =
      if news.isBlind {
        "no journal: what was before is not known"
      } else {
        news.found == nil ? "the account has not answered yet" : "nothing changed"
      }
  }

  var slot: DialogDraft.Slot? { DialogDraft.Slot(.news) }
  var draft: DialogDraft? { time.isEmpty ? nil : DialogDraft(.news, text: time.text) }

  mutating func takeBack(_ draft: DialogDraft) { time = TextField(draft.text, limit: 40) }

  // MARK: Keys

  private struct Asked: Equatable {}

  var question: AskedQuestion? { AskedQuestion(Asked()) }

  /// In a list one may move ahead.
  func isAnswer(_ message: Message) -> Bool {
    switch message {
    case .opened, .seenConfirmed, .timeEntered: true
    case .moved, .timeOpened, .edited, .canceled: false
    }
  }

  var cancel: Message { .canceled }

  var bindings: [Binding<Message>] {
    if isTypingTime {
      return [
        Binding(.dialogPress, .timeEntered, as: "show changes since", rank: 1),
        Binding(.dialogCancel, .canceled, as: "back"),
      ]
    }
    let nothing: SafeText? = rows.isEmpty ? "nothing changed" : nil
    return [
      Binding(.newsOpen, .opened, unavailable: nothing),
      Binding(.newsSeen, .seenConfirmed),
      Binding(.newsSince, .timeOpened),
      Binding(.dialogClose, .canceled), Binding(.news, .canceled).unlisted,
    ] + ListMotion.bindings(Message.moved)
  }

  func message(for edit: TextEdit) -> Message? { isTypingTime ? .edited(edit) : nil }

  mutating func update(_ message: Message) -> DialogStep {
    switch message {
    case .edited(let edit): time.apply(edit)
    case .canceled where isTypingTime: (isTypingTime, remark) = (false, nil)
    case .canceled: return .close
    case .timeEntered: return takeTime()
    case .opened:
      guard let subject = selectedSubject else { return .stay }
      return DialogStep(closes: true, request: .openChange(subject))
    case .seenConfirmed: return DialogStep(closes: true, request: .markSeen)
    case .timeOpened:
      isTypingTime = true
      time.selectAll()
    case .moved(let motion): list.move(motion, in: items)
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
    (isTypingTime, remark) = (false, nil)
    return DialogStep(request: .newsSince(date))
  }

  // MARK: View

  mutating func page(in room: DialogRoom) -> DialogPage {
    let width = min(room.columns, 100)
    let height = max(1, min(room.rows, max(3, rows.count) + 4) - 4)
    list.follow(height: height, in: items)
    var lines = head(width: width - 2)
    lines += list.visible.map {
      rows[$0].line(width: width - 2, isSelected: rows[$0].subject == list.selection)
    }
    lines += Array(repeating: StyledLine(), count: max(0, height + 2 - lines.count))
    var page = DialogPage(title, width: width, in: room, lines)
    if list.isCut {
      let (first, last) = (list.top + 1, list.visible.upperBound)
      page.footer = "\(first.grouped)–\(last.grouped) of \(rows.count.grouped)"
    }
    return page
  }

  /// What is unread, or the time that is being typed; always two lines.
  private func head(width: Int) -> [StyledLine] {
    guard isTypingTime else {
      let words = rows.isEmpty ? empty : NewsRow.summary(of: rows)
      return [StyledLine(words.truncated(to: width - 2), at: 1, Style(.news)), StyledLine()]
    }
    var line = StyledLine()
    let start = line.add("since ", at: 1, Style(.header))
    time.add(to: &line, column: start, width: min(26, width - start - 1))
    let words = remark ?? "8h, 08:40 or a date; empty = since your last visit"
    let style = Style(remark == nil ? .dim : .warning)
    return [line, StyledLine(words.truncated(to: width - 2), at: 1, style)]
  }
}

extension DialogDraft.Kind {
  static let news = DialogDraft.Kind(rawValue: "news")
}
