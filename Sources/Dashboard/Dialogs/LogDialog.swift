import Foundation
import RiskServices
import TerminalUI

/// The notices of this session, the newest first.
struct LogDialog: Dialog {
  enum Message: Equatable, Sendable {
    case scrolled(ListMotion)
    case canceled
  }

  private let notices: [Notice]
  private let timeZone: TimeZone
  private var scroll = ListState<Never>()

  /// Shows notices that come in their own order, the oldest first.
  init(_ notices: [Notice], timeZone: TimeZone) {
    self.notices = notices.reversed()
    self.timeZone = timeZone
  }

  var cancel: Message { .canceled }

  var bindings: [Binding<Message>] {
    [
      Binding(.dialogClose, .canceled), Binding(.dialogPress, .canceled).unlisted,
      Binding(.log, .canceled).unlisted,
    ] + ListMotion.bindings(Message.scrolled)
  }

  mutating func update(_ message: Message) -> DialogStep {
    switch message {
    case .canceled: return .close
    case .scrolled(let motion): scroll.scroll(motion)
    }
    return .stay
  }

  mutating func page(in room: DialogRoom) -> DialogPage {
    let width = min(room.columns, 100)
    let rows = ReadLines(notices.count)
    scroll.follow(rows)
    scroll.follow(height: room.rows - 2, in: rows)
    let shown =
      notices.isEmpty
      ? [StyledLine("no messages yet", at: 1, Style(.dim))]
      : scroll.visible.map { line(notices[$0], width: width - 2) }
    return DialogPage("Messages", width: width, in: room, shown)
  }

  private func line(_ notice: Notice, width: Int) -> StyledLine {
    let words = TimeFormatter(now: notice.time, timeZone: timeZone)
    var line = StyledLine(SafeText(words.clockWithSeconds(notice.time)), at: 1, Style(.dim))
    line.add(notice.text, at: 11, Style(notice.role), limit: width - 12)
    return line
  }
}
