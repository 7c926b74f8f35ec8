package import TerminalUI

/// Asks before the dashboard ends while something would be lost.
package struct QuitDialog: DialogContent {
  /// What would be lost, a paragraph each.
  package let reasons: [SafeText]
  /// Whether it was tried to keep the drafts, in vain.
  private let isLosingDrafts: Bool
  private var buttons = ButtonRow(cancel: "Stay", confirm: "Quit")

  /// Names what would be lost; `isLosingDrafts` when quitting was tried and the drafts cannot be kept.
  package init(_ reasons: [SafeText], isLosingDrafts: Bool = false) {
    self.reasons = reasons
    self.isLosingDrafts = isLosingDrafts
  }

  var question: AskedQuestion? { .quit(reasons) }
  var isTyping: Bool { false }
  var bindings: [KeyBinding<DialogMessage>] { buttons.bindings() }

  mutating func update(_ message: DialogMessage) -> DialogStep {
    switch message {
    case .confirmed:
      let command: TerminalCommand = isLosingDrafts ? .quitLosingDrafts : .quit
      return DialogStep(effects: [.terminal(command)], closes: true)
    case .canceled: return .close
    case .buttonMoved: buttons.move()
    case .buttonPressed: return update(buttons.pressed)
    default: break
    }
    return .stay
  }

  func size(within limit: Size) -> Size {
    let width = min(limit.columns, 60)
    return Size(columns: width, rows: min(limit.rows, text(width: width - 4).lines.count + 5))
  }

  func view(in frame: inout Frame) {
    let inner = PaneFrame(dialog: "Quit?").draw(in: &frame)
    frame.inside(inner) { frame in
      let rows = frame.bounds.inset(rows: 0, columns: 1)
      text(width: rows.width).view(in: &frame, rows: rows.split(top: rows.height - 1).top)
      buttons.view(in: &frame, row: frame.height - 1)
    }
  }

  private func text(width: Int) -> DialogText {
    var text = DialogText()
    for reason in reasons { text.add(reason, width: width, Style(.warning)) }
    return text
  }
}
