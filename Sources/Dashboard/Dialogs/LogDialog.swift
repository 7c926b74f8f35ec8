package import Foundation
import RiskServices
import TerminalUI

/// The notices of this session, the newest first.
package struct LogDialog: DialogContent {
  package let notices: [Notice]
  private let timeZone: TimeZone
  private(set) var top = 0

  package init(_ notices: [Notice], timeZone: TimeZone) {
    self.notices = notices.reversed()
    self.timeZone = timeZone
  }

  var isTyping: Bool { false }

  var bindings: [KeyBinding<DialogMessage>] {
    [
      KeyBinding(
        "dialog.cancel",
        [.escape, "q", "!", .enter],
        "close",
        .canceled,
        footerRank: 1
      )
    ] + ListMotion.bindings(DialogMessage.scrolled)
  }

  mutating func update(_ message: DialogMessage) -> DialogStep {
    switch message {
    case .canceled: return .close
    case .scrolled(let motion): top = motion.moved(from: top, count: notices.count, page: 10) ?? 0
    default: break
    }
    return .stay
  }

  func size(within limit: Size) -> Size {
    Size(columns: min(limit.columns, 100), rows: min(limit.rows, max(3, notices.count + 2)))
  }

  func view(in frame: inout Frame) {
    let inner = PaneFrame(dialog: "Messages").draw(in: &frame)
    frame.inside(inner) { frame in
      guard !notices.isEmpty else {
        frame.write("no messages yet", row: 0, column: 1, style: Style(.dim))
        return
      }
      for (row, notice) in notices.dropFirst(top).prefix(frame.height).enumerated() {
        let words = TimeWords(now: notice.time, timeZone: timeZone)
        frame.write(
          SafeText(words.clockWithSeconds(notice.time)),
          row: row,
          column: 1,
          style: Style(.dim)
        )
        frame.write(
          notice.text,
          row: row,
          column: 11,
          style: Style(notice.role),
          limit: frame.width - 12
        )
      }
    }
  }
}
