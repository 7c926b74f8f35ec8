package import RiskAPI
import RiskServices
import TerminalUI

/// Shows the difference between a draft of behaviors and the account, and asks before writing it.
///
/// Where somebody else changed the same behaviors, it shows what was seen, theirs and yours, field by
/// field, and asks which of them shall hold.
package struct WriteBehaviorsDialog: DialogContent {
  package private(set) var changes: [BehaviorChange]
  package private(set) var isSending = false
  /// Both sides, where somebody else changed behaviors of the draft.
  private(set) var conflict: ConflictTable<BehaviorSetting>?
  /// Sides that were picked in this question before, for a conflict like that one.
  private var picked: [PickedSide] = []
  private(set) var top = 0
  /// The largest ``top`` so far: what was above it has been on the screen.
  private var furthestTop = 0
  private var buttons = ButtonRow(confirm: "Save")

  package init(_ changes: [BehaviorChange]) {
    self.changes = changes
    // What a refresh has brought already need not be found out by a write.
    if changes.contains(where: \.merge.mustAsk) { conflict = table(isReopened: false) }
  }

  var question: AskedQuestion? {
    isSending ? nil : .writeBehaviors(changes, isConflict: conflict != nil)
  }

  var slot: DialogDraft.Slot? { DialogDraft.Slot(.behaviors) }

  var draft: DialogDraft? {
    let sides = conflict?.picked ?? picked
    return sides.isEmpty ? nil : DialogDraft(.behaviors, sides: sides)
  }

  mutating func takeBack(_ draft: DialogDraft) {
    picked = draft.sides ?? []
    conflict?.takeBack(picked)
  }

  var isTyping: Bool { false }

  var bindings: [KeyBinding<DialogMessage>] {
    let refusal: SafeText? =
      isSending ? "already sent: waiting for the outcome" : conflict?.refusal
    guard conflict == nil else {
      return (page?.buttons ?? buttons).bindings(
        confirmUnavailable: refusal,
        moving: [.tab, .shiftTab]
      )
        + ConflictTable<BehaviorSetting>.bindings
    }
    return buttons.bindings(confirmUnavailable: refusal)
      + [
        KeyBinding("list.down", [.down, "j"], "down", .scrolled(.down)),
        KeyBinding("list.up", [.up, "k"], "up", .scrolled(.up)),
      ]
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
    case .scrolled(let motion):
      conflict?.move(motion)
      top = motion.moved(from: top, count: changes.count, page: 1) ?? 0
      furthestTop = max(furthestTop, top)
    default: break
    }
    return .stay
  }

  private mutating func send() -> Effect {
    isSending = true
    let draft = changes.map { ($0.behavior.key, $0.wanted) }
    // What is on this screen is what the analyst confirms, so that is what must still hold.
    let base = changes.map { ($0.behavior.key, $0.seen) }
    return .writeBehaviors(
      Dictionary(draft) { first, _ in first },
      base: Dictionary(base) { first, _ in first }
    )
  }

  // MARK: Conflicts

  /// Somebody else changed behaviors of the draft: shows both sides and asks anew.
  package mutating func showConflict(with behaviors: [Behavior]) {
    isSending = false
    buttons.focusCancel()
    for index in changes.indices {
      let key = changes[index].behavior.key
      guard let now = behaviors.first(where: { $0.key == key }) else { continue }
      changes[index].behavior = now
    }
    picked = conflict?.picked ?? picked
    conflict = table(isReopened: true)
    conflict?.takeBack(picked)
  }

  /// Whether the account has everything that was wanted already.
  package var isFulfilled: Bool { changes.allSatisfy(\.merge.isDone) }

  private func table(isReopened: Bool) -> ConflictTable<BehaviorSetting> {
    ConflictTable(
      changes.map { change in
        let name = SafeText(change.behavior.name).truncated(to: 60)
        return ConflictTable.Item(title: "\(name)  \(change.behavior.key)", merge: change.merge)
      },
      isReopened: isReopened
    )
  }

  /// The changes as the table has them settled, those that are none any more included; nil while a
  /// field waits for a choice.
  private var settled: [BehaviorChange]? {
    guard let conflict, conflict.openCount == 0 else { return nil }
    return zip(changes, conflict.items).compactMap { change, item in
      guard let wanted = item.merge.result else { return nil }
      return BehaviorChange(behavior: change.behavior, seen: item.merge.theirs, wanted: wanted)
    }
  }

  /// Writes what differs from the account as it was shown, and nothing where nothing does.
  private mutating func settle() -> DialogStep {
    if let refusal = conflict?.refusal { return .tell(refusal) }
    guard let settled else { return .stay }
    changes = settled.filter { $0.wanted != $0.seen }
    guard !changes.isEmpty else {
      return DialogStep(
        closes: true,
        notice: Notice.Draft("nothing saved: their values stay, your changes are discarded"),
        settled: settled
      )
    }
    return DialogStep(effects: [send()], settled: settled)
  }

  private var page: ConflictPage<BehaviorSetting>? {
    guard let conflict else { return nil }
    let theirs = conflict.items.count { $0.merge.mustAsk }
    var notes: [SafeText] = []
    var buttons = buttons
    if let settled {
      let writes = settled.filter { $0.wanted != $0.seen }
      let off = writes.contains { $0.seen.isEnabled && !$0.wanted.isEnabled }
      if writes.isEmpty {
        buttons.confirm = "Discard my changes"
        notes = ["Nothing to save: their values stay as they are."]
      } else {
        notes = [
          "\(writes.count.counted("behavior")) to save; the full list is sent, the others unchanged."
        ]
      }
      if off { notes.append("Turning a behavior off does not lower anyone's current level.") }
    }
    return ConflictPage(
      table: conflict,
      intro: conflict.items.count == 1
        ? "Someone else changed this behavior. Nothing was saved."
        : "Someone else changed \(theirs) of these \(conflict.items.count) behaviors. "
          + "Nothing was saved.",
      notes: notes,
      buttons: buttons,
      isSending: isSending
    )
  }

  func rowsNeeded(in room: Size) -> Int? { page?.rowsNeeded(in: room) }

  func refusal(of message: DialogMessage, in room: Size) -> SafeText? {
    guard message == .confirmed || message == .buttonPressed && buttons.pressed == .confirmed,
      !isSending
    else { return nil }
    if let page { return page.refusal(in: room) }
    let width = size(within: room).columns - 4
    let isRead = text(width: width, from: furthestTop).lines.count + 5 <= room.rows
    return isRead ? nil : "review every change first: ↓ shows more"
  }

  // MARK: View

  func size(within limit: Size) -> Size {
    if let page { return page.size(within: limit) }
    let width = min(limit.columns, 74)
    let rows = text(width: width - 4, from: 0).lines.count + 5
    return Size(columns: width, rows: min(limit.rows, rows))
  }

  func view(in frame: inout Frame) {
    if let page { return page.view(in: &frame) }
    var box = PaneFrame(dialog: "Save \(changes.count.counted("change"))?")
    let lines = text(width: frame.width - 4, from: top)
    if text(width: frame.width - 4, from: 0).lines.count + 5 > frame.height {
      box.footer = "from change \(top + 1) of \(changes.count) · ↓ for more"
    }
    let inner = box.draw(in: &frame)
    frame.inside(inner) { frame in
      let rows = frame.bounds.inset(rows: 0, columns: 1)
      lines.view(in: &frame, rows: rows.split(top: rows.height - 2).top)
      if isSending {
        frame.write("saving …", row: frame.height - 1, column: 1, style: Style(.dim))
      } else {
        buttons.view(in: &frame, row: frame.height - 1)
      }
    }
  }

  private func text(width: Int, from first: Int) -> DialogText {
    var text = DialogText()
    for change in changes.dropFirst(first) {
      let name = SafeText(change.behavior.name).truncated(to: width)
      text.add(name, width: width, Style(.text, .bold))
      text.add("- \(Self.words(change.seen))", width: width, Style(.dim))
      text.add("+ \(Self.words(change.wanted))", width: width, Style(.unsaved, .bold))
      if change.seen.isEnabled, !change.wanted.isEnabled {
        text.add(
          "  Turning it off does not lower anyone's current level.",
          width: width,
          Style(.dim)
        )
      }
    }
    text.addBlank()
    text.add("The full list of behaviors is sent; all others stay as they are.", width: width)
    return text
  }

  private static func words(_ setting: BehaviorSetting) -> SafeText {
    let level = SafeText(setting.riskLevel.words).truncated(to: 20)
    return "\(setting.isEnabled ? "on " : "off")  \(level)"
  }
}
