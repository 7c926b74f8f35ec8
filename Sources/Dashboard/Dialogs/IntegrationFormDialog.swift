import Foundation
import Presentation
import RiskAPI
package import RiskServices
package import RiskStore
import TerminalUI

/// Asks for an integration's settings: of a new one, or other ones of one that is there.
struct IntegrationFormDialog: Dialog {
  enum FieldID { case tenant, reference, paused }

  private var form: Form<FieldID>
  /// The integration that is edited, as it was shown; nil for a new one.
  private var edited: Integration?
  /// The integrations that the account had when it was last looked at; nil where nobody could tell.
  private var known: [Integration]?
  /// Why nothing was sent.
  private var remark: SafeText?
  private var isSending = false

  private static let alreadySent: SafeText = "already sent: waiting for the outcome"

  /// A form for a new integration, or with the settings of one.
  init(editing integration: Integration? = nil, known: [Integration]?) {
    edited = integration
    self.known = known
    form = Self.form(Values(integration?.settings), isNew: integration == nil)
  }

  // MARK: Values

  /// What was typed and switched.
  private struct Values: Codable, Equatable {
    var tenant = ""
    var reference = ""
    var isPaused = false

    init(_ settings: IntegrationSettings?) {
      guard let settings else { return }
      tenant = settings.tenantURL
      reference = settings.referenceID
      isPaused = !settings.isActive
    }

    var settings: IntegrationSettings {
      IntegrationSettings(tenantURL: tenant, isActive: !isPaused, referenceID: reference)
    }
  }

  private static func form(_ values: Values, isNew: Bool) -> Form<FieldID> {
    Form(
      fillIn: [
        .init(
          id: .tenant,
          label: "Okta tenant URL",
          input: .text(TextField(values.tenant, limit: 2_000))
        ),
        .init(
          id: .reference,
          label: "Reference ID",
          input: .text(TextField(values.reference, limit: 2_000))
        ),
        .init(
          id: .paused,
          label: isNew ? "Start paused" : "Paused",
          input: .toggle(values.isPaused)
        ),
      ],
      confirm: isNew ? "Add" : "Save"
    )
  }

  private var values: Values {
    var values = Values(nil)
    values.tenant = form.text(.tenant).trimmingCharacters(in: .whitespaces)
    values.reference = form.text(.reference).trimmingCharacters(in: .whitespaces)
    values.isPaused = form.isOn(.paused)
    return values
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

  private func update(of edited: Integration) -> IntegrationUpdate {
    IntegrationUpdate(id: edited.id, seen: edited.settings, wanted: values.settings)
  }

  // MARK: Draft

  var slot: DialogDraft.Slot? {
    DialogDraft.Slot(.integrationForm, about: edited.map { [$0.id] } ?? [])
  }

  var draft: DialogDraft? {
    guard values != Values(edited?.settings), let text = try? JSONText.encode(values) else {
      return nil
    }
    return DialogDraft(.integrationForm, about: edited.map { [$0.id] } ?? [], text: text)
  }

  mutating func takeBack(_ draft: DialogDraft) {
    guard let values = JSONText.decode(Values.self, draft.text) else { return }
    form = Self.form(values, isNew: edited == nil)
  }

  // MARK: Keys

  private struct Asked: Equatable {
    var values: Values
    var edited: Integration?
    var twins: Set<String>?
  }

  var question: AskedQuestion? {
    guard !isSending else { return nil }
    return AskedQuestion(Asked(values: values, edited: edited, twins: new.seenTwins))
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
      confirmUnavailable: isSending
        ? Self.alreadySent : isAtButton ? nil : "go to \(form.confirm) first"
    )
  }

  mutating func update(_ message: FormMessage<FieldID>) -> DialogStep {
    guard !isSending else { return .tell(Self.alreadySent) }
    switch form.update(message) {
    case .canceled: return .close
    case .changed, .pasteRefused: return .stay
    case .confirmed: return send()
    }
  }

  // MARK: Sending

  private mutating func send() -> DialogStep {
    remark = nil
    var problems: [FieldID: SafeText] = [:]
    // What the account has already is its own affair.
    if values.tenant != edited?.tenantURL, TenantURL(values.tenant) == nil {
      problems[.tenant] = "an https address is needed (https://acme.okta.com)"
    }
    if edited != nil, values.reference.isEmpty {
      problems[.reference] = "a reference is needed: the account would make one up"
    }
    form.show(problems)
    guard problems.isEmpty else { return .stay }
    guard let edited else {
      isSending = true
      return .start(new)
    }
    guard values != Values(edited.settings) else { return .tell("no change needed: already set") }
    isSending = true
    return .start(update(of: edited))
  }

  mutating func receive(_ ended: EndedWrite) -> DialogStep? {
    guard isSending else { return nil }
    let end: End
    if let edited, let (sent, outcome) = ended.of(IntegrationUpdate.self),
      sent == update(of: edited)
    {
      end = receive(outcome)
    } else if edited == nil, let (sent, outcome) = ended.of(NewIntegration.self), sent == new {
      end = receive(outcome.ending)
    } else {
      return nil
    }
    isSending = false
    form.focusCancel()
    switch end {
    case .done:
      // What was typed has done its work.
      form = Self.form(Values(edited?.settings), isNew: edited == nil)
      return .close
    case .unknown: return .close
    // The reason stands in the dialog, and what was typed can be sent again.
    case .refused(let reason):
      remark = reason
      return .stay
    }
  }

  private enum End {
    case done
    case unknown
    case refused(SafeText)
  }

  private mutating func receive(_ ending: CreateEnding) -> End {
    switch ending {
    case .created, .active, .several: return .done
    case .other(.changedMeanwhile(let listed)):
      known = listed
      return .refused(
        "Nothing was sent: someone else added this tenant. Look again before you add it."
      )
    case .other(.notDone(let error)): return .refused(Self.words(error, NewIntegration.adding))
    case .other: return .unknown
    }
  }

  private mutating func receive(_ outcome: WriteResult<Integration>) -> End {
    switch outcome {
    case .done: return .done
    case .changedMeanwhile(let current):
      if let edited { merge(current, into: edited) }
      return .refused("Nothing was sent: someone else changed it. Look again before you save.")
    case .notDone(let error): return .refused(Self.words(error, "update the integration"))
    case .unknown: return .unknown
    }
  }

  /// Takes what somebody else changed; what both changed stays as it was typed, and is told.
  private mutating func merge(_ current: Integration, into edited: Integration) {
    var merge = SettingsMerge(
      base: edited.settings,
      theirs: current.settings,
      mine: values.settings
    )
    for index in merge.fields.indices where merge.fields[index].isOpen {
      merge.choose(.mine, at: index)
    }
    self.edited = current
    form = Self.form(Values(merge.result ?? values.settings), isNew: false)
  }

  private static func words(_ error: WriteError, _ operation: String) -> SafeText {
    SafeText(ErrorFormatter(error, operation: operation).line)
  }

  // MARK: View

  func page(in room: DialogRoom) -> DialogPage {
    let width = min(room.columns, 74)
    var text = DialogText(width: width - 4)
    text.addBlank()
    if let edited {
      for change in changes(of: edited) { text.addLine(change, Style(.dim)) }
      text.add(consequence(of: edited), Style(.warning))
      if let tenantWarning { text.addLine(tenantWarning, Style(.warning)) }
    } else {
      text.addLine(
        tenantWarning ?? "The tenant's own address, not a custom domain.",
        Style(tenantWarning == nil ? .dim : .warning)
      )
      text.addLine(referenceWords, Style(.dim))
      text.addBlank()
      // Its rows are there from the start, so that nothing moves while somebody types.
      text.add(consequence, Style(.warning))
    }
    if let warning { text.add(warning, Style(.error)) }
    if let remark { text.add(remark, Style(.error)) }
    return DialogPage(
      edited.map { "Edit \(TenantFormatter.host(of: $0.tenantURL))" } ?? "Add an integration?",
      width: width,
      in: room,
      [StyledLine()] + form.lines(width: width - 2) + text.lines,
      foot: [StyledLine(), isSending ? .saving : form.buttons(width: width - 2)],
      isWhole: !isSending
    )
  }

  /// What is no tenant's own address may be meant all the same: told as it is typed, and not refused.
  private var tenantWarning: SafeText? {
    guard values.tenant != edited?.tenantURL, let tenant = TenantURL(values.tenant),
      !tenant.isOktaAddress
    else { return nil }
    return "Not an Okta address: signals are not taken on a custom domain."
  }

  private var referenceWords: SafeText {
    if values.reference.isEmpty { return "Without a reference ID, one is generated." }
    return UUID(uuidString: values.reference) == nil
      ? "The reference ID is not a UUID, as generated ones are: allowed." : ""
  }

  private var consequence: SafeText {
    let host = TenantURL(values.tenant).map { TenantFormatter.host(of: $0.text) } ?? "the tenant"
    return values.isPaused
      ? "It is on for a moment, then paused: what changes in between is sent to \(host)."
      : SafeText(ExportFormatter.beginning(at: host.string))
  }

  /// What each setting is now, one line a setting that would change, and a blank for each that would not.
  private func changes(of edited: Integration) -> [SafeText] {
    let (old, new) = (edited.settings, values.settings)
    return [
      old.tenantURL == new.tenantURL ? "" : "tenant was \(old.tenantURL)",
      old.referenceID == new.referenceID ? "" : "reference was \(old.referenceID)",
    ]
  }

  private func consequence(of edited: Integration) -> SafeText {
    let wanted = values.settings
    guard wanted != edited.settings else { return "No change yet." }
    return SafeText(ExportFormatter.consequence(from: edited.settings, to: wanted))
  }

  private var warning: SafeText? {
    guard let known else {
      return "The integrations are not loaded: a second one of a tenant sends everything twice."
    }
    let twins = new.twins(in: known).filter { $0.id != edited?.id }
    guard !values.tenant.isEmpty, !twins.isEmpty else { return nil }
    return "This tenant \(ExportFormatter.twins(twins))."
  }
}

extension DialogDraft.Kind {
  static let integrationForm = DialogDraft.Kind(rawValue: "integration form")
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
