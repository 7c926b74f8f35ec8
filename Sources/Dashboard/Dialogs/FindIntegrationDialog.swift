import Foundation
import RiskAPI
import RiskServices
import TerminalUI

/// Asks for a reference id, and has the account look for its integration.
struct FindIntegrationDialog: Dialog {
  enum FieldID { case referenceID }

  /// The reference id that the account is asked for; nil while it is typed.
  private(set) var wanted: String?
  private var form = Form<FieldID>(
    prompt: .init(
      id: .referenceID,
      label: "Reference id",
      input: .text(TextField(limit: 300))
    ),
    confirm: "find"
  )
  private var remark: SafeText?

  // MARK: Keys

  var cancel: FormMessage<FieldID> { .canceled }
  var bindings: [Binding<FormMessage<FieldID>>] { form.bindings() }
  func message(for edit: TextEdit) -> FormMessage<FieldID>? { .edited(edit) }

  mutating func update(_ message: FormMessage<FieldID>) -> DialogStep {
    switch form.update(message) {
    case .canceled: return .close
    case .changed, .pasteRefused:
      // What is typed now is not what was asked for.
      wanted = nil
      remark = nil
    case .confirmed:
      let typed = form.text(.referenceID).trimmingCharacters(in: .whitespaces)
      wanted = typed.isEmpty ? nil : typed
      remark = typed.isEmpty ? "type a reference id" : nil
    }
    return .stay
  }

  /// The account has no such integration, or could not be asked: says why, and keeps what was typed.
  mutating func showFailure(_ error: APIError) {
    wanted = nil
    remark = Self.words(error)
  }

  private static func words(_ error: APIError) -> SafeText {
    if case .notFound = error { return "no integration has this reference id" }
    return SafeText(ErrorFormatter(error, operation: "look for the integration").line)
  }

  // MARK: View

  func page(in room: DialogRoom) -> DialogPage {
    let width = min(room.columns, 74)
    var text = DialogText(width: width - 4)
    text.addBlank()
    text.addLine("the id that the integration's maker gave it, letter for letter", Style(.dim))
    text.addBlank()
    if let remark {
      text.add(remark, Style(.error))
    } else {
      text.addLine(wanted == nil ? "" : "looking for it …", Style(.dim))
    }
    return DialogPage(
      "Find an integration",
      width: width,
      in: room,
      [form.line(of: .referenceID, width: width - 2, empty: "")] + text.lines
    )
  }
}
