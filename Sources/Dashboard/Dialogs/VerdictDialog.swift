package import RiskAPI
import RiskServices
package import RiskStore
package import TerminalUI

/// Takes down what an analyst concluded about a user, for whoever looks next.
///
/// It changes nothing for the account: verdicts and notes are kept on this machine alone.
package struct VerdictDialog: DialogContent {
  package let userID: UserID
  package let name: SafeText
  package private(set) var verdict: Verdict?
  private(set) var note: TextField
  private(set) var isEditing = false
  private var isSaving = false
  private var remark: SafeText?
  private var buttons = ButtonRow(confirm: "Keep")

  /// Asks about one user; `earlier` is the verdict that stands.
  package init(_ user: RiskUser, earlier: Verdict?, note: String = "") {
    userID = user.id
    name = SafeText(user.name.isEmpty ? user.email : user.name)
    verdict = earlier
    self.note = TextField(note)
  }

  private var saysNothing: Bool { verdict == nil && note.characters.allSatisfy(\.isWhitespace) }

  var unsentNote: KeptNote? {
    guard !note.isEmpty else { return nil }
    return KeptNote(question: .verdict, userIDs: [userID], name: name.string, note: note.text)
  }

  var question: AskedQuestion? { isSaving ? nil : .verdict(userID) }
  var isTyping: Bool { isEditing }
  var mustBeWhole: Bool { true }
  var extraHints: [(key: SafeText, words: SafeText)] { isEditing ? [] : [("1–4", "verdict")] }

  var bindings: [KeyBinding<DialogMessage>] {
    if isEditing {
      return [
        KeyBinding("dialog.press", [.enter], "keep the note", .buttonPressed, footerRank: 1),
        KeyBinding("dialog.cancel", [.escape], "back", .canceled, footerRank: 2),
      ]
    }
    let nothing: SafeText? = saysNothing ? "pick a verdict, 1 to 4, or write a note" : nil
    return zip(Verdict.allCases, ["1", "2", "3", "4"] as [Key]).map { verdict, key in
      KeyBinding(
        "verdict.\(verdict.rawValue)",
        [key],
        SafeText(verdict.words),
        .verdictPicked(verdict)
      )
    } + [KeyBinding("verdict.note", ["i"], "edit the note", .noteOpened, footerRank: 3)]
      + ButtonRow.bindings(confirmUnavailable: nothing)
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
    case .confirmed:
      guard !saysNothing else {
        remark = "pick a verdict, 1 to 4, or write a note"
        return .stay
      }
      isSaving = true
      return .start([.assess(userID, verdict, note: note.text)])
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
    let width = min(limit.columns, 74)
    return Size(columns: width, rows: min(limit.rows, text(width: width - 4).lines.count + 7))
  }

  func view(in frame: inout Frame) {
    let inner = PaneFrame(dialog: "Verdict on \(name)").draw(in: &frame)
    frame.inside(inner) { frame in
      let rows = frame.bounds.inset(rows: 0, columns: 1)
      text(width: rows.width).view(in: &frame, rows: rows.split(top: rows.height - 5).top)
      let foot = frame.height - 4
      frame.write("Note", row: foot, column: 1, style: Style(.header))
      if isEditing {
        note.view(in: &frame, row: foot, column: 6, width: frame.width - 7)
      } else {
        let text: SafeText = note.isEmpty ? "none · i to write one" : SafeText(note.text)
        frame.write(text, row: foot, column: 6, style: Style(.dim), limit: frame.width - 7)
      }
      buttons.view(in: &frame, row: foot + 2)
    }
  }

  private func text(width: Int) -> DialogText {
    var text = DialogText()
    text.add("Kept in the journal of this machine; the account is not told.", width: width)
    if let remark { text.add(remark, width: width, Style(.warning, .bold)) }
    text.addBlank()
    text.addPairs(
      Verdict.allCases.enumerated().map { number, choice in
        (text: "\(number + 1)  \(choice.words)", isChosen: choice == verdict)
      },
      width: width
    )
    return text
  }
}
