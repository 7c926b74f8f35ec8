package import TerminalUI

/// Asks before the dashboard ends while something would be lost.
package struct QuitDialog: DialogContent {
  /// What would be lost, a line each.
  package let reasons: [SafeText]
  private var buttons = ButtonRow(cancel: "Stay", confirm: "Quit")

  package init(_ reasons: [SafeText]) {
    self.reasons = reasons
  }

  var isTyping: Bool { false }
  var bindings: [KeyBinding<DialogMessage>] { ButtonRow.bindings() }

  mutating func update(_ message: DialogMessage) -> DialogStep {
    switch message {
    case .confirmed: return DialogStep(effects: [.terminal(.quit)], closes: true)
    case .canceled: return .close
    case .buttonMoved: buttons.move()
    case .buttonPressed: return update(buttons.pressed)
    default: break
    }
    return .stay
  }

  func size(within limit: Size) -> Size {
    Size(columns: min(limit.columns, 60), rows: min(limit.rows, reasons.count + 5))
  }

  func view(in frame: inout Frame) {
    let inner = PaneFrame(dialog: "Quit?").draw(in: &frame)
    frame.inside(inner) { frame in
      for (row, reason) in reasons.enumerated() {
        frame.write(reason, row: row, column: 1, style: Style(.warning), limit: frame.width - 2)
      }
      buttons.view(in: &frame, row: frame.height - 1)
    }
  }
}
