package import RiskAPI
import RiskServices
import TerminalUI

/// Asks before an integration is turned on or off, and says what that means for the export.
package struct ToggleIntegrationDialog: DialogContent {
  package let integration: Integration
  package private(set) var isSending = false
  private var buttons: ButtonRow

  package init(_ integration: Integration) {
    self.integration = integration
    buttons = ButtonRow(confirm: integration.isActive ? "Turn off" : "Turn on")
  }

  var isTyping: Bool { false }
  var mustBeWhole: Bool { !isSending }

  var bindings: [KeyBinding<DialogMessage>] {
    ButtonRow.bindings(
      confirmUnavailable: isSending ? "already sent: waiting for the outcome" : nil
    )
  }

  mutating func update(_ message: DialogMessage) -> DialogStep {
    guard !isSending else { return .tell("already sent: waiting for the outcome") }
    switch message {
    case .confirmed:
      isSending = true
      var wanted = integration.settings
      wanted.isActive.toggle()
      return .start([
        .updateIntegration(id: integration.id, from: integration.settings, to: wanted)
      ])
    case .canceled: return .close
    case .buttonMoved: buttons.move()
    case .buttonPressed: return update(buttons.pressed)
    default: break
    }
    return .stay
  }

  // MARK: View

  func size(within limit: Size) -> Size {
    let width = min(limit.columns, 66)
    return Size(columns: width, rows: min(limit.rows, text(width: width - 4).lines.count + 5))
  }

  func view(in frame: inout Frame) {
    let host = TenantWords.host(of: integration.tenantURL)
    let title: SafeText = "Turn \(integration.isActive ? "off" : "on") \(host)?"
    let inner = PaneFrame(dialog: title).draw(in: &frame)
    frame.inside(inner) { frame in
      let rows = frame.bounds.inset(rows: 0, columns: 1)
      text(width: rows.width).view(in: &frame, rows: rows.split(top: rows.height - 2).top)
      if isSending {
        frame.write("writing …", row: frame.height - 1, column: 1, style: Style(.dim))
      } else {
        buttons.view(in: &frame, row: frame.height - 1)
      }
    }
  }

  private func text(width: Int) -> DialogText {
    var text = DialogText()
    text.add(
      ("\(integration.type)  \(integration.tenantURL)" as SafeText).truncated(to: width),
      width: width,
      Style(.text, .bold)
    )
    text.add(
      ("ref \(integration.referenceID)" as SafeText).truncated(to: width),
      width: width,
      Style(.dim)
    )
    text.addBlank()
    if integration.isActive {
      text.add(
        "Changes of risk and resets will no longer be exported to this tenant. "
          + "What it knows already stays there.",
        width: width,
        Style(.warning)
      )
    } else {
      text.add(
        "Changes of risk and resets will be exported to this tenant from now on. "
          + "Its policies may act on them.",
        width: width,
        Style(.warning)
      )
    }
    return text
  }
}
