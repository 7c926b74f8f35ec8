package import TerminalUI

/// Every key that works where the analyst is, with what it does.
///
/// Made from the key tables.
package struct HelpDialog: DialogContent {
  /// A heading, or a key with its words.
  package enum Line: Equatable, Sendable {
    case heading(SafeText)
    case key(keys: SafeText, hint: SafeText, unavailableReason: SafeText?)
  }

  package let title: SafeText
  package let lines: [Line]
  private(set) var top = 0

  package init(title: SafeText, lines: [Line]) {
    self.title = title
    self.lines = lines
  }

  var isTyping: Bool { false }

  var bindings: [KeyBinding<DialogMessage>] {
    [
      KeyBinding(
        "dialog.cancel",
        [.escape, "q", "?", .enter],
        "close",
        .canceled,
        footerRank: 1
      )
    ] + ListMotion.bindings(DialogMessage.scrolled)
  }

  mutating func update(_ message: DialogMessage) -> DialogStep {
    switch message {
    case .canceled: return .close
    case .scrolled(let motion): top = motion.moved(from: top, count: lines.count, page: 10) ?? 0
    default: break
    }
    return .stay
  }

  func size(within limit: Size) -> Size {
    Size(columns: min(limit.columns, 70), rows: min(limit.rows, lines.count + 2))
  }

  func view(in frame: inout Frame) {
    let height = frame.height - 2
    let top = min(top, max(0, lines.count - height))
    var box = PaneFrame(dialog: title)
    if lines.count > height {
      box.footer = "\(top + 1)–\(min(lines.count, top + height)) of \(lines.count) · ↓ for more"
    }
    let inner = box.draw(in: &frame)
    frame.inside(inner) { frame in
      for (row, line) in lines.dropFirst(top).prefix(frame.height).enumerated() {
        switch line {
        case .heading(let text):
          frame.write(text, row: row, column: 1, style: Style(.header, .bold))
        case .key(let keys, let hint, let reason):
          frame.write(keys, row: row, column: 2, style: Style(.key, .bold), limit: 22)
          let text: SafeText = reason.map { "\(hint) (\($0))" } ?? hint
          frame.write(
            text,
            row: row,
            column: 25,
            style: Style(reason == nil ? .text : .dim),
            limit: frame.width - 26
          )
        }
      }
    }
  }
}
