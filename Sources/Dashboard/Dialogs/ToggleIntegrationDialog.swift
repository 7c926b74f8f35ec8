package import RiskAPI
import RiskServices
import TerminalUI

/// Asks before an integration is turned on or off, and says what that means for the export.
///
/// Where somebody else changed the integration, it shows what was seen, theirs and yours, field by
/// field, and asks which of them shall hold.
package struct ToggleIntegrationDialog: DialogContent {
  /// The integration as far as it is known now.
  package private(set) var integration: Integration
  package private(set) var isSending = false
  /// Both sides, where somebody else changed the integration.
  private(set) var conflict: ConflictTable<IntegrationSettings>?
  /// The conflict as it was shown, whatever was settled since.
  private var shown: IntegrationConflict?
  private var seen: IntegrationSettings
  private var wanted: IntegrationSettings
  private var buttons: ButtonRow

  package init(_ integration: Integration) {
    self.integration = integration
    seen = integration.settings
    wanted = integration.settings
    wanted.isActive.toggle()
    buttons = ButtonRow(confirm: integration.isActive ? "Turn off" : "Turn on")
  }

  var question: AskedQuestion? {
    isSending ? nil : .toggleIntegration(integration, isConflict: conflict != nil)
  }

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

  var isTyping: Bool { false }
  var mustBeWhole: Bool { !isSending }

  var bindings: [KeyBinding<DialogMessage>] {
    let refusal: SafeText? =
      isSending ? "already sent: waiting for the outcome" : conflict?.refusal
    guard conflict == nil else {
      return (page?.buttons ?? buttons).bindings(
        confirmUnavailable: refusal,
        moving: [.tab, .shiftTab]
      )
        + ConflictTable<IntegrationSettings>.bindings
    }
    return buttons.bindings(confirmUnavailable: refusal)
  }

  mutating func update(_ message: DialogMessage) -> DialogStep {
    guard !isSending else { return .tell("already sent: waiting for the outcome") }
    switch message {
    case .confirmed: return conflict == nil ? .start([send()]) : settle()
    case .canceled: return .close
    case .buttonMoved:
      conflict?.touch()
      buttons.move()
    case .buttonPressed: return update(buttons.pressed)
    case .sidePicked(let side):
      if let reason = conflict?.choose(side) { return .tell(reason) }
    case .scrolled(let motion): conflict?.move(motion)
    default: break
    }
    return .stay
  }

  private mutating func send() -> Effect {
    isSending = true
    return .updateIntegration(id: integration.id, from: seen, to: wanted)
  }

  // MARK: Conflicts

  /// Somebody else changed the integration: shows both sides and asks anew.
  package mutating func showConflict(with current: Integration, isReopened: Bool = true) {
    isSending = false
    shown = IntegrationConflict(seen: seen, theirs: current.settings, wanted: wanted)
    let picked = conflict?.picked ?? []
    buttons.focusCancel()
    integration = current
    let merge = SettingsMerge(base: seen, theirs: current.settings, mine: wanted)
    let title: SafeText = "\(current.type)  \(current.id)"
    conflict = ConflictTable(
      [ConflictTable.Item(title: title, merge: merge)],
      isReopened: isReopened
    )
    conflict?.takeBack(picked)
  }

  /// Whether the account has everything that was wanted already.
  package var isFulfilled: Bool { conflict?.items.allSatisfy(\.merge.isDone) == true }

  /// Sends what differs from the account as it was shown, and nothing where nothing does.
  private mutating func settle() -> DialogStep {
    if let refusal = conflict?.refusal { return .tell(refusal) }
    guard let merge = conflict?.items.first?.merge, let result = merge.result else { return .stay }
    seen = merge.theirs
    wanted = result
    guard result != merge.theirs else {
      let host = TenantWords.host(of: integration.tenantURL)
      return DialogStep(
        closes: true,
        notice: Notice.Draft("nothing sent: \(host) stays as it is")
      )
    }
    return .start([send()])
  }

  private var page: ConflictPage<IntegrationSettings>? {
    guard let conflict else { return nil }
    var notes: [SafeText] = []
    var buttons = buttons
    if let merge = conflict.items.first?.merge, let result = merge.result {
      if result == merge.theirs {
        buttons.confirm = "Leave as it is"
        notes = ["Nothing to send: it stays as it is."]
      } else {
        buttons.confirm =
          result.isActive == merge.theirs.isActive
          ? "Save" : result.isActive ? "Turn on" : "Turn off"
        notes = ["\(ExportWords.consequence(from: merge.theirs, to: result))"]
      }
    }
    return ConflictPage(
      table: conflict,
      intro: "Someone else changed this integration. Nothing was sent.",
      notes: notes,
      buttons: buttons,
      isSending: isSending
    )
  }

  func rowsNeeded(in room: Size) -> Int? {
    page.map { $0.rowsNeeded(in: room) } ?? wholeRowsNeeded(in: room)
  }

  func refusal(of message: DialogMessage, in room: Size) -> SafeText? {
    guard message == .confirmed || message == .buttonPressed && buttons.pressed == .confirmed
    else { return nil }
    return page?.refusal(in: room)
  }

  // MARK: View

  func size(within limit: Size) -> Size {
    if let page { return page.size(within: limit) }
    let width = min(limit.columns, 66)
    return Size(columns: width, rows: min(limit.rows, text(width: width - 4).lines.count + 5))
  }

  func view(in frame: inout Frame) {
    if let page { return page.view(in: &frame) }
    let host = TenantWords.host(of: integration.tenantURL)
    let title: SafeText = "Turn \(integration.isActive ? "off" : "on") \(host)?"
    let inner = PaneFrame(dialog: title).draw(in: &frame)
    frame.inside(inner) { frame in
      let rows = frame.bounds.inset(rows: 0, columns: 1)
      text(width: rows.width).view(in: &frame, rows: rows.split(top: rows.height - 2).top)
      if isSending {
        frame.write("saving …", row: frame.height - 1, column: 1, style: Style(.dim))
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
        "Risk changes and resets will no longer be sent to this tenant. "
          + "What was already sent stays there.",
        width: width,
        Style(.warning)
      )
    } else {
      text.add(
        "Risk changes and resets will be sent to this tenant from now on. "
          + "Its policies may act on them.",
        width: width,
        Style(.warning)
      )
    }
    return text
  }
}
