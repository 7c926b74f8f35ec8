import Presentation
import RiskAPI
import RiskServices
import TerminalUI

/// Asks before an integration is turned on or off, and says what that means for the export.
///
/// Where somebody else changed the integration, it shows what was seen, theirs and yours, field by
/// field, and asks which of them shall hold.
struct ToggleIntegrationDialog: Dialog {
  enum Message: Equatable, Sendable {
    case form(FormMessage<Never>)
    case conflict(ConflictMessage)
  }

  /// The integration as far as it is known now.
  private var integration: Integration
  private var isSending = false
  /// Both sides, where somebody else changed the integration.
  private var conflict: ConflictTable<IntegrationSettings>?
  /// The conflict as it was shown, whatever was settled since.
  private var shown: IntegrationConflict?
  private var seen: IntegrationSettings
  private var wanted: IntegrationSettings
  private var form: Form<Never>

  private static let alreadySent: SafeText = "already sent: waiting for the outcome"

  init(_ integration: Integration) {
    self.integration = integration
    seen = integration.settings
    wanted = integration.settings
    wanted.isActive.toggle()
    form = Form(question: [], confirm: integration.isActive ? "Turn off" : "Turn on")
  }

  // MARK: Draft

  var slot: DialogDraft.Slot? { DialogDraft.Slot(.integration, about: [integration.id]) }

  var draft: DialogDraft? {
    guard let sides = conflict?.picked, !sides.isEmpty else { return nil }
    return DialogDraft(.integration, about: [integration.id], sides: sides, conflict: shown)
  }

  /// Goes back to the conflict, where the account still has what it showed.
  mutating func takeBack(_ draft: DialogDraft) {
    guard let shown = draft.conflict, shown.theirs == integration.settings else { return }
    seen = shown.seen
    wanted = shown.wanted
    showConflict(with: integration, isReopened: false)
    conflict?.takeBack(draft.sides ?? [])
  }

  // MARK: Keys

  private struct Asked: Equatable {
    var integration: Integration
    var isConflict: Bool
  }

  var question: AskedQuestion? {
    isSending ? nil : AskedQuestion(Asked(integration: integration, isConflict: conflict != nil))
  }

  func isAnswer(_ message: Message) -> Bool {
    if case .form(let message) = message { form.isAnswer(message) } else { true }
  }

  func isConfirmation(_ message: Message) -> Bool {
    if case .form(let message) = message, !isSending { form.isConfirmation(message) } else { false }
  }

  var cancel: Message { .form(.canceled) }

  var bindings: [Binding<Message>] {
    let refusal = isSending ? Self.alreadySent : conflict?.refusal
    guard conflict == nil else {
      return (page?.form ?? form)
        .bindings(confirmUnavailable: refusal, withArrows: false)
        .map { $0.lifted(Message.form) }
        + ConflictTable<IntegrationSettings>.bindings.map { $0.lifted(Message.conflict) }
    }
    return form.bindings(confirmUnavailable: refusal).map { $0.lifted(Message.form) }
  }

  mutating func update(_ message: Message) -> DialogStep {
    guard !isSending else { return .tell(Self.alreadySent) }
    switch message {
    case .form(let message):
      if case .moved = message { conflict?.touch() }
      switch form.update(message) {
      case .confirmed: return conflict == nil ? .start(send()) : settle()
      case .canceled: return .close
      case .changed, .pasteRefused: break
      }
    case .conflict(let message):
      if let reason = conflict?.update(message) { return .tell(reason) }
    }
    return .stay
  }

  private mutating func send() -> IntegrationUpdate {
    isSending = true
    return IntegrationUpdate(id: integration.id, seen: seen, wanted: wanted)
  }

  mutating func receive(_ ended: EndedWrite) -> DialogStep? {
    guard isSending, let (update, outcome) = ended.of(IntegrationUpdate.self),
      update.id == integration.id
    else { return nil }
    switch outcome {
    case .changedMeanwhile(let current): return showConflict(with: current)
    case .done: conflict = nil
    // What was picked in a conflict is kept for the next try.
    case .notDone, .unknown: break
    }
    return .close
  }

  // MARK: Conflicts

  /// Somebody else changed the integration: shows both sides and asks anew, unless the account has all
  /// that was wanted already.
  private mutating func showConflict(with current: Integration) -> DialogStep {
    showConflict(with: current, isReopened: true)
    let host = TenantFormatter.host(of: current.tenantURL)
    guard conflict?.items.allSatisfy(\.merge.isDone) == true else {
      return .tell("nothing sent: someone else changed \(host)")
    }
    conflict = nil
    let state: SafeText = current.isActive ? "on" : "off"
    let words: SafeText = "no change needed: someone else already turned \(host) \(state)"
    return DialogStep(closes: true, notice: Notice.Draft(words))
  }

  private mutating func showConflict(with current: Integration, isReopened: Bool) {
    isSending = false
    shown = IntegrationConflict(seen: seen, theirs: current.settings, wanted: wanted)
    let picked = conflict?.picked ?? []
    form.focusCancel()
    integration = current
    let merge = SettingsMerge(base: seen, theirs: current.settings, mine: wanted)
    let title: SafeText = "\(current.type)  \(current.id)"
    conflict = ConflictTable(
      [ConflictTable.Item(title: title, merge: merge)],
      isReopened: isReopened
    )
    conflict?.takeBack(picked)
  }

  /// Sends what differs from the account as it was shown, and nothing where nothing does.
  private mutating func settle() -> DialogStep {
    if let refusal = conflict?.refusal { return .tell(refusal) }
    guard let merge = conflict?.items.first?.merge, let result = merge.result else { return .stay }
    seen = merge.theirs
    wanted = result
    guard result != merge.theirs else {
      let host = TenantFormatter.host(of: integration.tenantURL)
      return DialogStep(
        closes: true,
        notice: Notice.Draft("nothing sent: \(host) stays as it is")
      )
    }
    return .start(send())
  }

  private var page: ConflictPage<IntegrationSettings>? {
    guard let conflict else { return nil }
    var notes: [SafeText] = []
    var form = form
    if let merge = conflict.items.first?.merge, let result = merge.result {
      if result == merge.theirs {
        form.confirm = "Leave as it is"
        notes = ["Nothing to send: it stays as it is."]
      } else {
        form.confirm =
          result.isActive == merge.theirs.isActive
          ? "Save" : result.isActive ? "Turn on" : "Turn off"
        notes = ["\(ExportFormatter.consequence(from: merge.theirs, to: result))"]
      }
    }
    return ConflictPage(
      table: conflict,
      intro: "Someone else changed this integration. Nothing was sent.",
      notes: notes,
      form: form,
      isSending: isSending
    )
  }

  // MARK: View

  func page(in room: DialogRoom) -> DialogPage {
    if let page { return page.page(in: room) }
    let width = min(room.columns, 66)
    let host = TenantFormatter.host(of: integration.tenantURL)
    return DialogPage(
      "Turn \(integration.isActive ? "off" : "on") \(host)?",
      width: width,
      in: room,
      text(width: width - 4).lines,
      foot: [StyledLine(), isSending ? .saving : form.buttons(width: width - 2)],
      isWhole: !isSending
    )
  }

  private func text(width: Int) -> DialogText {
    var text = DialogText(width: width)
    text.addLine("\(integration.type)  \(integration.tenantURL)", Style(.text, .bold))
    text.addLine("ref \(integration.referenceID)", Style(.dim))
    text.addBlank()
    text.add(
      integration.isActive
        ? "Risk changes and resets will no longer be sent to this tenant. "
          + "What was already sent stays there."
        : "Risk changes and resets will be sent to this tenant from now on. "
          + "Its policies may act on them.",
      Style(.warning)
    )
    text.addBlank()
    return text
  }
}

extension DialogDraft.Kind {
  static let integration = DialogDraft.Kind(rawValue: "integration")
}
