import Foundation
import Presentation
import RiskAPI
package import RiskServices
package import RiskStore
import TerminalUI

/// Asks for a tenant and exports the account's risk to it, too.
struct AddIntegrationDialog: Dialog {
  enum FieldID { case tenant, reference, paused }

  private var form: Form<FieldID>
  /// The integrations that the account had when it was last looked at; nil where nobody could tell.
  private var known: [Integration]?
  /// Why nothing was made.
  private var remark: SafeText?
  private var isSending = false

  private static let alreadySent: SafeText = "already sent: waiting for the outcome"

  init(known: [Integration]?) {
    self.known = known
    form = Self.form(Values())
  }

  // MARK: Values

  /// What was typed and switched.
  private struct Values: Codable, Equatable {
    var tenant = ""
    var reference = ""
    var isPaused = false
  }

  private static func form(_ values: Values) -> Form<FieldID> {
    Form(
      fillIn: [
        .init(
          id: .tenant,
          label: "Okta tenant URL",
          input: .text(TextField(values.tenant, limit: 500))
        ),
        .init(
          id: .reference,
          label: "Reference ID",
          input: .text(TextField(values.reference, limit: 200))
        ),
        .init(id: .paused, label: "Start paused", input: .toggle(values.isPaused)),
      ],
      confirm: "Add"
    )
  }

  private var values: Values {
    Values(
      tenant: form.text(.tenant).trimmingCharacters(in: .whitespaces),
      reference: form.text(.reference).trimmingCharacters(in: .whitespaces),
      isPaused: form.isOn(.paused)
    )
  }

  private var new: NewIntegration {
    var new = NewIntegration(
      tenantURL: values.tenant,
      referenceID: values.reference.isEmpty ? nil : values.reference,
      startsPaused: values.isPaused
    )
    new.seenTwins = known.map { Set(new.twins(in: $0).map(\.id)) }
    return new
  }

  var slot: DialogDraft.Slot? { DialogDraft.Slot(.newIntegration) }

  var draft: DialogDraft? {
    guard values != Values(), let text = try? JSONText.encode(values) else { return nil }
    return DialogDraft(.newIntegration, text: text)
  }

  mutating func takeBack(_ draft: DialogDraft) {
    if let values = JSONText.decode(Values.self, draft.text) { form = Self.form(values) }
  }

  // MARK: Keys

  private struct Asked: Equatable {
    var values: Values
    var twins: Set<String>?
  }

  var question: AskedQuestion? {
    isSending ? nil : AskedQuestion(Asked(values: values, twins: new.seenTwins))
  }

  /// True where Enter presses a button; in a field it goes on to the next.
  private var isAtButton: Bool { form.focus == .cancel || form.focus == .confirm }

  func isAnswer(_ message: FormMessage<FieldID>) -> Bool {
    message == .pressed ? isAtButton : form.isAnswer(message)
  }

  func isConfirmation(_ message: FormMessage<FieldID>) -> Bool {
    !isSending && form.isConfirmation(message)
  }

  var cancel: FormMessage<FieldID> { .canceled }

  func message(for edit: TextEdit) -> FormMessage<FieldID>? { form.isTyping ? .edited(edit) : nil }

  var bindings: [Binding<FormMessage<FieldID>>] {
    form.bindings(
      // A `y` at the switch may be meant for the switch.
      confirmUnavailable: isSending ? Self.alreadySent : isAtButton ? nil : "go to Add first"
    )
  }

  mutating func update(_ message: FormMessage<FieldID>) -> DialogStep {
    guard !isSending else { return .tell(Self.alreadySent) }
    switch form.update(message) {
    case .canceled: return .close
    case .changed, .pasteRefused: return .stay
    case .confirmed: break
    }
    remark = nil
    guard TenantURL(values.tenant) != nil else {
      form.show([.tenant: "an https address is needed (https://acme.okta.com)"])
      return .stay
    }
    isSending = true
    return .start(new)
  }

  mutating func receive(_ ended: EndedWrite) -> DialogStep? {
    guard isSending, let (sent, outcome) = ended.of(NewIntegration.self), sent == new else {
      return nil
    }
    isSending = false
    form.focusCancel()
    switch outcome.ending {
    // What was typed has done its work.
    case .created, .active, .several: form = Self.form(Values())
    case .other(.changedMeanwhile(let listed)):
      known = listed
      remark = "Nothing was sent: someone else added this tenant. Look again before you add it."
      return .stay
    // The reason stands in the dialog, and what was typed can be sent again.
    case .other(.notDone(let error)):
      remark = "\(ErrorFormatter(error, operation: NewIntegration.adding).line)"
      return .stay
    case .other: break
    }
    return .close
  }

  // MARK: View

  func page(in room: DialogRoom) -> DialogPage {
    let width = min(room.columns, 74)
    var text = DialogText(width: width - 4)
    text.addBlank()
    text.add("The tenant's own address, not a custom domain.", Style(.dim))
    text.add("Without a reference ID, one is generated.", Style(.dim))
    text.addBlank()
    let tenant = TenantURL(values.tenant)
    // Its rows are there from the start, so that nothing moves while somebody types.
    text.add(
      consequence(tenant.map { TenantFormatter.host(of: $0.text) } ?? "the tenant"),
      Style(.warning)
    )
    if let warning { text.add(warning, Style(.error)) }
    if let remark { text.add(remark, Style(.error)) }
    return DialogPage(
      "Add an integration?",
      width: width,
      in: room,
      [StyledLine()] + form.lines(width: width - 2) + text.lines,
      foot: [StyledLine(), isSending ? .saving : form.buttons(width: width - 2)],
      isWhole: !isSending
    )
  }

  private func consequence(_ host: SafeText) -> SafeText {
    values.isPaused
      ? "It is on for a moment, then paused: what changes in between is sent to \(host)."
      : "Risk changes and resets will be sent to \(host) from now on. Its policies may act on them."
  }

  private var warning: SafeText? {
    guard let known else {
      return "The integrations are not loaded: a second one of a tenant sends everything twice."
    }
    let twins = new.twins(in: known)
    guard !values.tenant.isEmpty, !twins.isEmpty else { return nil }
    let names = twins.map { "\($0.id), \($0.isActive ? "on" : "off")" as SafeText }
    return "This tenant already has an integration (\(names.joined(separator: "; "))); "
      + "with one more, everything is sent twice."
  }
}

extension DialogDraft.Kind {
  static let newIntegration = DialogDraft.Kind(rawValue: "new integration")
}

extension NewIntegration: AccountWrite {
  fileprivate static let adding = "add the integration"

  package var subject: WriteSubject { .integration(id: nil) }
  package var intent: AuditIntent { .create(self) }

  package func carryOut(with service: RiskService) async -> CreateResult {
    await service.createIntegration(self)
  }

  package func notice(of outcome: CreateResult) -> Notice.Draft? {
    let host = TenantFormatter.host(of: tenantURL)
    switch outcome.ending {
    case .created(let made):
      return made.isActive
        ? Notice.Draft("\(host) added: risk changes and resets are sent to it", .success)
        : Notice.Draft("\(host) added, paused: nothing is sent to it", .success)
    case .active(_, let error):
      let reason = error.map { ErrorFormatter($0, operation: "pause it").line }
      return Notice.Draft(
        "\(host) added, but it is on: \(reason ?? "paused, but the account shows it on")",
        .error
      )
    case .several(let made):
      return Notice.Draft(
        "\(host): the account lists \(made.count) new integrations; delete those not wanted",
        .error
      )
    case .other(.notDone(let error)):
      let words = ErrorFormatter(error, operation: Self.adding)
      return Notice.Draft("\(host) not added: \(words.line)", .error)
    case .other(.unknown(let doubt, _)):
      let words = ErrorFormatter(doubt, operation: Self.adding)
      return Notice.Draft("unknown whether \(host) was added: \(words.line)", .error)
    case .other:
      return Notice.Draft("\(host) not added: someone else added this tenant", .warning)
    }
  }
}
