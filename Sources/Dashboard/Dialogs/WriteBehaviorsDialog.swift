import RiskAPI
import RiskServices
import TerminalUI

/// Shows the difference between a draft of behaviors and the account, and asks before writing it.
///
/// Where somebody else changed the same behaviors, it shows what was seen, theirs and yours, field by
/// field, and asks which of them shall hold.
struct WriteBehaviorsDialog: Dialog {
  enum Message: Equatable, Sendable {
    case form(FormMessage<Never>)
    case scrolled(ListMotion)
    case conflict(ConflictMessage)
  }

  private(set) var changes: [BehaviorChange]
  private(set) var isSending = false
  /// Both sides, where somebody else changed behaviors of the draft.
  private(set) var conflict: ConflictTable<BehaviorSetting>?
  /// Sides that were picked in this question before, for a conflict like that one.
  private var picked: [PickedSide] = []
  /// The first change on the screen.
  private var scroll = ListState<Never>()
  /// The furthest first change so far: what was above it has been on the screen.
  private var furthestTop = 0
  private var form = Form<Never>(question: [], confirm: "Save")

  private static let alreadySent: SafeText = "already sent: waiting for the outcome"

  init(_ changes: [BehaviorChange]) {
    self.changes = changes
    // What a refresh has brought already need not be found out by a write.
    if changes.contains(where: \.merge.mustAsk) { conflict = table(isReopened: false) }
  }

  // MARK: Draft

  var slot: DialogDraft.Slot? { DialogDraft.Slot(.behaviors) }

  var draft: DialogDraft? {
    let sides = conflict?.picked ?? picked
    return sides.isEmpty ? nil : DialogDraft(.behaviors, sides: sides)
  }

  mutating func takeBack(_ draft: DialogDraft) {
    picked = draft.sides ?? []
    conflict?.takeBack(picked)
  }

  // MARK: Keys

  private struct Asked: Equatable {
    var changes: [BehaviorChange]
    var isConflict: Bool
  }

  var question: AskedQuestion? {
    isSending ? nil : AskedQuestion(Asked(changes: changes, isConflict: conflict != nil))
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
        + ConflictTable<BehaviorSetting>.bindings.map { $0.lifted(Message.conflict) }
    }
    return form.bindings(confirmUnavailable: refusal).map { $0.lifted(Message.form) }
      + [
        Binding(.listDown, .scrolled(.down)),
        Binding(.listUp, .scrolled(.up)),
      ]
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
    case .scrolled(let motion):
      scroll.scroll(motion)
      furthestTop = max(furthestTop, scroll.top)
    }
    return .stay
  }

  private mutating func send() -> BehaviorsWrite {
    isSending = true
    let draft = changes.map { ($0.behavior.key, $0.wanted) }
    // What is on this screen is what the analyst confirms, so that is what must still hold.
    let base = changes.map { ($0.behavior.key, $0.seen) }
    return BehaviorsWrite(
      draft: Dictionary(draft) { first, _ in first },
      base: Dictionary(base) { first, _ in first }
    )
  }

  mutating func receive(_ ended: EndedWrite) -> DialogStep? {
    guard isSending, let (write, outcome) = ended.of(BehaviorsWrite.self) else { return nil }
    switch outcome {
    case .changedMeanwhile(let current) where write.vanished(from: current.value).isEmpty:
      showConflict(with: current.value)
      guard changes.allSatisfy(\.merge.isDone) else { return .stay }
      forgetPicks()
      let words: SafeText = "no change needed: someone else already made these changes"
      return DialogStep(closes: true, notice: Notice.Draft(words))
    case .done, .changedMeanwhile: forgetPicks()
    // What was picked in a conflict is kept for the next try.
    case .notDone, .unknown: break
    }
    return .close
  }

  private mutating func forgetPicks() {
    conflict = nil
    picked = []
  }

  // MARK: Conflicts

  /// Somebody else changed behaviors of the draft: shows both sides and asks anew.
  private mutating func showConflict(with behaviors: [Behavior]) {
    isSending = false
    form.focusCancel()
    for index in changes.indices {
      let key = changes[index].behavior.key
      guard let now = behaviors.first(where: { $0.key == key }) else { continue }
      changes[index].behavior = now
    }
    picked = conflict?.picked ?? picked
    conflict = table(isReopened: true)
    conflict?.takeBack(picked)
  }

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
        request: .settle(settled)
      )
    }
    var step = DialogStep.start(send())
    step.request = .settle(settled)
    return step
  }

  private var page: ConflictPage<BehaviorSetting>? {
    guard let conflict else { return nil }
    let theirs = conflict.items.count { $0.merge.mustAsk }
    var notes: [SafeText] = []
    var form = form
    if let settled {
      let writes = settled.filter { $0.wanted != $0.seen }
      let off = writes.contains { $0.seen.isEnabled && !$0.wanted.isEnabled }
      if writes.isEmpty {
        form.confirm = "Discard my changes"
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
      form: form,
      isSending: isSending
    )
  }

  // MARK: View

  mutating func page(in room: DialogRoom) -> DialogPage {
    if let page { return page.page(in: room) }
    scroll.follow(ReadLines(changes.count))
    let width = min(room.columns, 74)
    let foot = [StyledLine(), isSending ? .saving : form.buttons(width: width - 2)]
    let all = text(width: width - 4, from: 0).lines
    let shown = scroll.top == 0 ? all : text(width: width - 4, from: scroll.top).lines
    // As high as for all of them, however far it is scrolled.
    let blanks = Array(repeating: StyledLine(), count: all.count - shown.count)
    var page = DialogPage(
      "Save \(changes.count.counted("change"))?",
      width: width,
      in: room,
      shown + blanks,
      foot: foot
    )
    guard all.count + 4 > room.rows else { return page }
    page.footer =
      "from change \(scroll.top + 1) of \(changes.count) · \(room.keys.sign(of: .listDown)) for more"
    if text(width: width - 4, from: furthestTop).lines.count + 4 > room.rows {
      page.unread = "review every change first: \(room.keys.sign(of: .listDown)) shows more"
    }
    return page
  }

  private func text(width: Int, from first: Int) -> DialogText {
    var text = DialogText(width: width)
    for change in changes.dropFirst(first) {
      text.addLine(SafeText(change.behavior.name), Style(.text, .bold))
      text.add("- \(Self.words(change.seen))", Style(.dim))
      text.add("+ \(Self.words(change.wanted))", Style(.unsaved, .bold))
      if change.seen.isEnabled, !change.wanted.isEnabled {
        text.add("  Turning it off does not lower anyone's current level.", Style(.dim))
      }
    }
    text.addBlank()
    text.add("The full list of behaviors is sent; all others stay as they are.")
    text.addBlank()
    return text
  }

  private static func words(_ setting: BehaviorSetting) -> SafeText {
    let level = SafeText(setting.riskLevel.words).truncated(to: 20)
    return "\(setting.isEnabled ? "on " : "off")  \(level)"
  }
}

extension DialogDraft.Kind {
  static let behaviors = DialogDraft.Kind(rawValue: "behaviors")
}
