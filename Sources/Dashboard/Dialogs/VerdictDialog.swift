package import RiskAPI
import RiskServices
package import RiskStore
package import TerminalUI

/// Takes down what an analyst concluded about users, for whoever looks next.
///
/// It changes nothing for the account: verdicts and notes stay on this machine. Whom it is about is
/// frozen when it opens.
package struct VerdictDialog: DialogContent {
  private(set) var list: TargetList
  /// The verdict that stands, where it is about one user.
  private let earlier: Verdict?
  package private(set) var verdict: Verdict?
  private(set) var note: TextField
  private(set) var isEditing = false
  /// The verdicts in the order of their digits: 2 is a false positive for a reset, too.
  private static let choices: [Verdict] = [.truePositive, .falsePositive, .benign, .undetermined]
  private var isSaving = false
  private var remark: SafeText?
  private var buttons = ButtonRow(confirm: "Save")

  /// Asks about some users; `earlier` is the verdict that stands, where it is about one.
  package init(_ targets: [UserTarget], earlier: Verdict?) {
    list = TargetList(targets)
    self.earlier = earlier
    verdict = earlier
    note = TextField()
  }

  /// Whom it is about.
  package var userIDs: [UserID] { list.targets.map(\.id) }

  /// Who it is about, in words: a name, or how many.
  package var who: SafeText {
    list.targets.count == 1
      ? list.targets[0].name : SafeText(list.targets.count.counted("user"))
  }

  mutating func takeBack(_ draft: DialogDraft) {
    note = TextField(draft.text)
    if let choice = draft.choice.flatMap(Verdict.init(rawValue:)) { verdict = choice }
  }

  /// What is saved: a verdict, a note, or both.
  var savedWords: SafeText { verdict == nil ? "note" : "verdict" }

  private var saysNothing: Bool { verdict == nil && note.characters.allSatisfy(\.isWhitespace) }

  var slot: DialogDraft.Slot? { DialogDraft.Slot(.verdict, about: userIDs.map(\.rawValue)) }

  var draft: DialogDraft? {
    guard let first = list.targets.first, !note.isEmpty || verdict != earlier else { return nil }
    return DialogDraft(
      .verdict,
      about: userIDs.map(\.rawValue),
      name: first.name.string,
      text: note.text,
      choice: verdict?.rawValue
    )
  }

  var question: AskedQuestion? { isSaving ? nil : .verdict(userIDs) }
  var isTyping: Bool { isEditing }
  var mustBeWhole: Bool { true }
  var extraHints: [(key: SafeText, words: SafeText)] {
    guard !isEditing else { return [] }
    return [("1–4", "verdict")] + (list.range == nil ? [] : [("↑↓", "read all")])
  }

  var bindings: [KeyBinding<DialogMessage>] {
    if isEditing {
      return [
        KeyBinding("dialog.press", [.enter], "done", .buttonPressed, footerRank: 1),
        KeyBinding("dialog.cancel", [.escape], "back", .canceled, footerRank: 2),
      ]
    }
    let nothing: SafeText? = saysNothing ? "pick a verdict (1 to 4) or add a note" : nil
    return zip(Self.choices, ["1", "2", "3", "4"] as [Key]).map { verdict, key in
      KeyBinding(
        "verdict.\(verdict.rawValue)",
        [key],
        SafeText(verdict.words),
        .verdictPicked(verdict)
      )
    } + [KeyBinding("verdict.note", ["i"], "edit the note", .noteOpened, footerRank: 3)]
      + buttons.bindings(confirmUnavailable: nothing)
      + TargetList.bindings(list, isTyping: false)
  }

  mutating func update(_ message: DialogMessage) -> DialogStep {
    switch message {
    case _ where isSaving: break
    case .verdictPicked(let verdict): self.verdict = verdict
    case .noteOpened: isEditing = true
    case .typed(let key): _ = note.press(key)
    case .pasted(let text): note.insert(text)
    case .buttonPressed where isEditing, .canceled where isEditing: isEditing = false
    case .buttonMoved: buttons.move()
    case .buttonPressed: return update(buttons.pressed)
    case .canceled: return .close
    case .scrolled(let motion): list.move(motion)
    case .confirmed:
      guard !saysNothing else {
        remark = "pick a verdict (1 to 4) or add a note"
        return .stay
      }
      isSaving = true
      return .start([.assess(userIDs, verdict, note: note.text)])
    default: break
    }
    return .stay
  }

  /// It could not be kept: says why, and loses nothing that was typed.
  package mutating func showFailure(_ reason: SafeText) {
    remark = reason
    isSaving = false
  }

  // MARK: View

  func size(within limit: Size) -> Size {
    list.size(within: limit, below: rowsBelowList(in: limit))
  }

  func rowsNeeded(in room: Size) -> Int? {
    list.rowsNeeded(in: room, below: rowsBelowList(in: room))
  }

  mutating func follow(_ room: Size) {
    let below = rowsBelowList(in: room)
    list.follow(room, below: below)
  }

  private func rowsBelowList(in room: Size) -> Int {
    text(width: TargetList.width(within: room) - 4).lines.count + 7
  }

  func view(in frame: inout Frame) {
    var box = PaneFrame(dialog: "Verdict on \(who)")
    if let range = list.range { box.footer = range }
    let inner = box.draw(in: &frame)
    frame.inside(inner) { frame in
      let rows = frame.bounds.inset(rows: 0, columns: 1)
      let text = text(width: rows.width)
      let top = rows.split(top: rows.height - 5).top
      list.view(in: &frame, rows: top, above: text)
      let foot = frame.height - 4
      frame.write("Note:", row: foot, column: 1, style: Style(.header))
      if isEditing {
        note.view(in: &frame, row: foot, column: 7, width: frame.width - 8)
      } else {
        let text: SafeText = note.isEmpty ? "none (i to add)" : SafeText(note.text)
        frame.write(text, row: foot, column: 7, style: Style(.dim), limit: frame.width - 8)
      }
      buttons.view(in: &frame, row: foot + 2)
    }
  }

  private func text(width: Int) -> DialogText {
    var text = DialogText()
    text.addBlank()
    text.add("Saved on this machine only; not sent to Cloudflare.", width: width)
    if let remark { text.add(remark, width: width, Style(.warning, .bold)) }
    text.addBlank()
    text.addPairs(
      Self.choices.enumerated().map { number, choice in
        (text: "\(number + 1)  \(choice.words)", isChosen: choice == verdict)
      },
      width: width
    )
    return text
  }
}
