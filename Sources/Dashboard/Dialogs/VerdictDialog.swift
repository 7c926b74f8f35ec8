import RiskAPI
import RiskServices
import RiskStore
import TerminalUI

/// Takes down what an analyst concluded about users, for whoever looks next.
///
/// It changes nothing for the account: verdicts and notes stay on this machine. Whom it is about is
/// frozen when it opens.
struct VerdictDialog: Dialog {
  enum FieldID { case verdict, note }

  enum Message: Equatable, Sendable {
    case form(FormMessage<FieldID>)
    case scrolled(ListMotion)
  }

  private var list: TargetList
  /// The verdict that stands, where it is about one user.
  private let earlier: Verdict?
  private var form: Form<FieldID>
  private var isSaving = false
  private var remark: SafeText?

  /// The verdicts in the order of their digits: 2 is a false positive for a reset, too.
  private static let choices: [Verdict] = [.truePositive, .falsePositive, .benign, .undetermined]
  private static let choiceIDs: [BindingID] = [
    .verdictTruePositive, .verdictFalsePositive, .verdictBenign, .verdictUndetermined,
  ]
  private static let saysNothing: SafeText = "pick a verdict or add a note"

  /// Asks about some users; `earlier` is the verdict that stands, where it is about one.
  init(_ targets: [UserTarget], earlier: Verdict?) {
    list = TargetList(targets)
    self.earlier = earlier
    let words = Self.choices.map { SafeText($0.words) }
    let picked = earlier.flatMap(Self.choices.firstIndex)
    form = Form(
      question: [
        .init(id: .verdict, label: "Verdict", input: .choice(words, picked: picked)),
        .init(id: .note, label: "Note:", input: .text(TextField())),
      ],
      confirm: "Save"
    )
  }

  /// Whom it is about.
  var userIDs: [UserID] { list.targets.map(\.id) }

  /// Who it is about, in words: a name, or how many.
  var who: SafeText {
    list.targets.count == 1
      ? list.targets[0].name : SafeText(list.targets.count.counted("user"))
  }

  /// What is saved: a verdict, a note, or both.
  var savedWords: SafeText { verdict == nil ? "note" : "verdict" }

  private var verdict: Verdict? { form.picked(.verdict).map { Self.choices[$0] } }
  private var note: String { form.text(.note) }
  private var refusal: SafeText? {
    verdict == nil && note.allSatisfy(\.isWhitespace) ? Self.saysNothing : nil
  }

  // MARK: Draft

  var slot: DialogDraft.Slot? { DialogDraft.Slot(.verdict, about: userIDs.map(\.rawValue)) }

  var draft: DialogDraft? {
    guard let first = list.targets.first, !note.isEmpty || verdict != earlier else { return nil }
    return DialogDraft(
      .verdict,
      about: userIDs.map(\.rawValue),
      name: first.name.string,
      text: note,
      choice: verdict?.rawValue
    )
  }

  mutating func takeBack(_ draft: DialogDraft) {
    form.set(.text(TextField(draft.text)), .note)
    if let choice = draft.choice.flatMap(Verdict.init(rawValue:)) {
      form.pick(Self.choices.firstIndex(of: choice), .verdict)
    }
  }

  // MARK: Keys

  private struct Asked: Equatable {
    var users: [UserID]
  }

  var question: AskedQuestion? { isSaving ? nil : AskedQuestion(Asked(users: userIDs)) }

  func isAnswer(_ message: Message) -> Bool {
    if case .form(let message) = message { form.isAnswer(message) } else { true }
  }

  func extraHints(_ keys: KeyMap) -> [(key: SafeText, words: SafeText)] {
    form.isTyping ? [] : [(keys.range(of: Self.choiceIDs), "verdict")] + list.hints(keys)
  }

  func message(for edit: TextEdit) -> Message? { form.isTyping ? .form(.edited(edit)) : nil }

  var cancel: Message { .form(.canceled) }

  var bindings: [Binding<Message>] {
    let own = form.bindings(confirmUnavailable: refusal).map { $0.lifted(Message.form) }
    if form.isTyping { return own }
    let choices = zip(Self.choiceIDs, Self.choices.indices).map { id, place in
      Binding<Message>(id, .form(.picked(.verdict, place)))
    }
    let note = Binding<Message>(.verdictNote, .form(.opened(.note)))
    return choices + [note] + own
      + list.bindings.map { $0.lifted(Message.scrolled) }
  }

  mutating func update(_ message: Message) -> DialogStep {
    if isSaving { return .stay }
    guard case .form(let message) = message else {
      if case .scrolled(let motion) = message { list.move(motion) }
      return .stay
    }
    switch form.update(message) {
    case .canceled: return .close
    case .changed, .pasteRefused: return .stay
    case .confirmed:
      remark = refusal
      if remark != nil { return .stay }
      isSaving = true
      return .start([.assess(userIDs, verdict, note: note)])
    }
  }

  /// It could not be kept: says why, and loses nothing that was typed.
  mutating func showFailure(_ reason: SafeText) {
    remark = reason
    isSaving = false
  }

  // MARK: View

  mutating func page(in room: DialogRoom) -> DialogPage {
    let width = TargetList.width(in: room)
    var text = DialogText(width: width - 4)
    text.addBlank()
    text.add("Saved on this machine only; not sent to Cloudflare.")
    if let remark { text.add(remark, Style(.warning, .bold)) }
    text.addBlank()
    text.addChoices(
      zip(Self.choiceIDs, Self.choices).map { (room.keys.name(of: $0), SafeText($1.words)) },
      picked: form.picked(.verdict)
    )
    return list.page(
      "Verdict on \(who)",
      in: room,
      above: text,
      foot: form.foot(
        note: .note,
        opensWith: room.keys.name(of: .verdictNote),
        width: width - 2
      )
    )
  }
}
