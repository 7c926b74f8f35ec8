import RiskServices
import TerminalUI
import RiskStore

/// Asks before the dashboard ends while something would be lost.
struct QuitDialog: Dialog {
  private let reasons: [SafeText]
  private let isLosingDrafts: Bool
  /// Confirmed writes that were not sent, which the audit log names.
  private let unsent: [AuditIntent]
  private var form = Form<Never>(question: [], confirm: "Quit", cancel: "Stay")

  /// Names what would be lost, a paragraph each; `isLosingDrafts` when quitting was tried and the
  /// drafts cannot be kept.
  init(_ reasons: [SafeText], isLosingDrafts: Bool = false, unsent: [AuditIntent] = []) {
    self.reasons = reasons
    self.unsent = unsent
    self.isLosingDrafts = isLosingDrafts
  }

  private struct Asked: Equatable {
    var reasons: [SafeText]
  }

  var question: AskedQuestion? { AskedQuestion(Asked(reasons: reasons)) }
  var bindings: [Binding<FormMessage<Never>>] { form.bindings() }
  var cancel: FormMessage<Never> { .canceled }
  func isAnswer(_ message: FormMessage<Never>) -> Bool { form.isAnswer(message) }

  mutating func update(_ message: FormMessage<Never>) -> DialogStep {
    switch form.update(message) {
    case .confirmed:
      let command: TerminalCommand = isLosingDrafts ? .quitLosingDrafts : .quit
      let stopped: [Effect] = unsent.isEmpty ? [] : [.noteStopped(unsent, .interrupted)]
      return DialogStep(effects: stopped + [.terminal(command)], closes: true)
    case .canceled: return .close
    case .changed, .pasteRefused: return .stay
    }
  }

  func page(in room: DialogRoom) -> DialogPage {
    let width = min(room.columns, 60)
    var text = DialogText(width: width - 4)
    for reason in reasons { text.add(reason, Style(.warning)) }
    text.addBlank()
    text.addBlank()
    return DialogPage(
      "Quit?",
      width: width,
      in: room,
      text.lines,
      foot: [form.buttons(width: width - 2)]
    )
  }
}
