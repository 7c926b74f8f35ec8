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

  /// Names what is not done yet, a paragraph each; nil where that is nothing.
  init?(draftCount: Int, writesUnderWay: Int, unsent: [AuditIntent]) {
    var reasons: [SafeText] = []
    if draftCount > 0 {
      let rest = draftCount == 1 ? "it is kept for next time" : "they are kept for next time"
      reasons.append("\(draftCount.counted("unsaved behavior change")); \(rest)")
    }
    if writesUnderWay > 0 {
      reasons.append("\(writesUnderWay.counted("write")) under way: the outcome is not known yet")
    }
    if !unsent.isEmpty {
      reasons.append("\(unsent.count.counted("confirmed reset")) not sent: they will not be made")
    }
    guard !reasons.isEmpty else { return nil }
    self.reasons = reasons
    self.unsent = unsent
    isLosingDrafts = false
  }

  /// Names what would be lost for good, because it cannot be kept; nil where that is nothing.
  ///
  /// What was only picked is not worth a question.
  init?(losing draftCount: Int, noteCount: Int, _ reason: String) {
    var lost: [String] = []
    if draftCount > 0 { lost.append(draftCount.counted("unsaved behavior change")) }
    if noteCount > 0 { lost.append(noteCount.counted("unsaved note")) }
    guard !lost.isEmpty else { return nil }
    reasons = ["\(lost.joined(separator: " and ")) would be lost: \(reason)"]
    unsent = []
    isLosingDrafts = true
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
