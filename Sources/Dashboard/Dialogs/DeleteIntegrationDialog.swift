import Presentation
package import RiskAPI
package import RiskServices
package import RiskStore
import TerminalUI

/// Deletes an integration once its tenant's host was typed: there is no way back.
struct DeleteIntegrationDialog: Dialog {
  enum FieldID { case host }

  /// The integration as it was shown.
  private var integration: Integration
  private var form: Form<FieldID>
  private var remark: SafeText?
  private var isSending = false

  private static let alreadySent: SafeText = "already sent: waiting for the outcome"

  init(_ integration: Integration) {
    self.integration = integration
    form = Self.form(integration)
  }

  private static func form(_ integration: Integration) -> Form<FieldID> {
    let host = TenantFormatter.host(of: integration.tenantURL)
    return Form(
      prompt: .init(
        id: .host,
        label: "Type the host:",
        input: .words(TextField(limit: 300), expected: host.string)
      ),
      confirm: "delete"
    )
  }

  private var deletion: IntegrationDeletion {
    IntegrationDeletion(id: integration.id, seen: integration.settings)
  }

  // MARK: Keys

  private struct Asked: Equatable {
    var integration: Integration
  }

  var question: AskedQuestion? {
    isSending ? nil : AskedQuestion(Asked(integration: integration))
  }

  var cancel: FormMessage<FieldID> { .canceled }
  var bindings: [Binding<FormMessage<FieldID>>] { form.bindings() }

  func message(for edit: TextEdit) -> FormMessage<FieldID>? { isSending ? nil : .edited(edit) }
  func isAnswer(_ message: FormMessage<FieldID>) -> Bool { form.isAnswer(message) }
  func isConfirmation(_ message: FormMessage<FieldID>) -> Bool { message == .pressed }

  mutating func update(_ message: FormMessage<FieldID>) -> DialogStep {
    guard !isSending else { return .tell(Self.alreadySent) }
    switch form.update(message) {
    case .canceled: return .close
    case .pasteRefused: return .tell("type the host: pasting is not accepted")
    case .changed:
      remark = form.problems[.host]
      return .stay
    case .confirmed:
      isSending = true
      return .start(deletion)
    }
  }

  mutating func receive(_ ended: EndedWrite) -> DialogStep? {
    guard isSending, let (sent, outcome) = ended.of(IntegrationDeletion.self), sent == deletion
    else { return nil }
    guard case .changedMeanwhile(let current?) = outcome else { return .close }
    isSending = false
    integration = current
    form = Self.form(current)
    remark = "Nothing was sent: someone else changed this integration. Look again."
    return .stay
  }

  // MARK: View

  func page(in room: DialogRoom) -> DialogPage {
    let width = min(room.columns, 74)
    let host = TenantFormatter.host(of: integration.tenantURL)
    var text = DialogText(width: width - 4)
    text.addLine("\(integration.type)  \(integration.tenantURL)", Style(.text, .bold))
    text.addLine("ref \(integration.referenceID)", Style(.dim))
    text.addLine("id  \(integration.id)", Style(.dim))
    text.addBlank()
    let words = ExportFormatter.deletion(of: integration)
    text.add(SafeText(words.sent))
    text.add(SafeText(words.end), Style(.warning))
    if let remark { text.add(remark, Style(.error)) }
    text.addBlank()
    var line = StyledLine()
    if case .words(let field, _)? = form.input(.host), let label = form.label(.host) {
      let start = line.add(label, at: 1) + 1
      field.add(to: &line, column: start, width: width - start - 3)
    }
    return DialogPage(
      "Delete \(host)?",
      width: width,
      in: room,
      text.lines,
      foot: [isSending ? .saving : line, StyledLine()],
      isWhole: !isSending
    )
  }
}

/// The end of an integration, as it was shown.
package struct IntegrationDeletion: AccountWrite {
  /// The integration's id.
  package var id: String
  /// What was on the screen.
  package var seen: IntegrationSettings

  /// The end of one integration.
  package init(id: String, seen: IntegrationSettings) {
    self.id = id
    self.seen = seen
  }

  package var subject: WriteSubject { .integration(id: id) }
  package var intent: AuditIntent { .delete(id, seen) }

  package func carryOut(with service: RiskService) async -> WriteResult<Integration?> {
    await service.carryOut(.delete(id, seen: seen))
  }

  package func notice(of outcome: WriteResult<Integration?>) -> Notice.Draft? {
    let host = TenantFormatter.host(of: seen.tenantURL)
    let deleting = "delete the integration"
    switch outcome {
    case .done: return Notice.Draft("\(host) deleted: nothing is sent to it any more", .success)
    case .changedMeanwhile:
      return Notice.Draft("\(host) not deleted: someone else changed it", .warning)
    case .unknown(let doubt, _):
      let words = ErrorFormatter(doubt, operation: deleting)
      return Notice.Draft("unknown whether \(host) was deleted: \(words.line)", .error)
    case .notDone(let error):
      let words = ErrorFormatter(error, operation: deleting)
      return Notice.Draft("\(host) not deleted: \(words.line)", .error)
    }
  }
}
