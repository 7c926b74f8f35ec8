import RiskAPI
import RiskServices
import RiskStore
import TerminalUI

/// Asks before users are reset, wants a reason, and follows the reset of a single one to its end.
///
/// Whom it resets is frozen when it opens: a refresh under it changes nothing.
struct ResetDialog: Dialog {
  enum FieldID { case reason, note, count }

  enum Message: Equatable, Sendable {
    case form(FormMessage<FieldID>)
    case scrolled(ListMotion)
    /// Leaves what is sent, or was reported.
    case left
  }

  /// How far the question is.
  enum Stage: Equatable, Sendable {
    case asking
    /// For more than one user: their number must be typed.
    case counting
    /// The reset of a single user is under way.
    case sending
    /// It did not go well, in words that are read before they go away.
    case reporting(SafeText)
    /// Several are reset from here on by the root, which keeps what was typed.
    case handedOver
  }

  private var list: TargetList
  private(set) var stage = Stage.asking
  /// The reason, the note and the buttons.
  private(set) var form: Form<FieldID>
  /// Their number, typed.
  private var counting: Form<FieldID>
  /// Why the question stands again, or what is wrong with the answer.
  private var remark: SafeText?
  /// True from the moment the question stands again until a key shows that somebody looked.
  ///
  /// The second tap of a nervous `y` must not answer what was not read.
  private var isReopened = false
  /// That some of them were reset lately, in words.
  private var earlier: SafeText?
  private let requiresReason: Bool
  private let hiddenCount: Int
  private let exportedTo: [SafeText]

  /// Asks about some users, of whom the filter hides `hiddenCount`.
  init(
    _ targets: [UserTarget],
    requiresReason: Bool,
    hiddenCount: Int = 0,
    exportedTo: [SafeText]
  ) {
    list = TargetList(targets)
    self.hiddenCount = hiddenCount
    self.requiresReason = requiresReason
    self.exportedTo = exportedTo.map { $0.truncated(to: 40) }
    let reasons = ResetReason.allCases.map { SafeText($0.words) }
    form = Form(
      question: [
        .init(id: .reason, label: "Reason", input: .choice(reasons, picked: nil)),
        .init(id: .note, label: "Note:", input: .text(TextField())),
      ],
      confirm: targets.count == 1 ? "Reset" : "Reset \(targets.count.counted("user"))"
    )
    counting = Form(
      prompt: .init(
        id: .count,
        label: "Type \(targets.count) to reset them all:",
        input: .words(TextField(limit: 9), expected: "\(targets.count)")
      ),
      confirm: "reset \(targets.count.counted("user"))"
    )
  }

  /// Whom it resets.
  var targets: [UserTarget] { list.targets }

  var reason: ResetReason? { form.picked(.reason).map { ResetReason.allCases[$0] } }
  var note: String { form.text(.note) }

  var isSending: Bool { stage == .sending }

  // MARK: Draft

  var slot: DialogDraft.Slot? { DialogDraft.Slot(.reset, about: targets.map(\.id.rawValue)) }

  var draft: DialogDraft? {
    stage == .handedOver ? nil : .reset(targets, reason, note)
  }

  mutating func takeBack(_ draft: DialogDraft) {
    form.set(.text(TextField(draft.text)), .note)
    let reason = draft.choice.flatMap(ResetReason.init(rawValue:))
    form.pick(reason.flatMap(ResetReason.allCases.firstIndex), .reason)
  }

  // MARK: Keys

  private struct Asked: Equatable {
    var targets: [UserTarget]
    var warning: SafeText?
    var isCounting: Bool
  }

  var question: AskedQuestion? {
    switch stage {
    case .asking, .counting:
      AskedQuestion(Asked(targets: targets, warning: earlier, isCounting: stage == .counting))
    case .sending, .reporting, .handedOver: nil
    }
  }

  func isAnswer(_ message: Message) -> Bool {
    guard case .form(let message) = message else { return true }
    return (stage == .counting ? counting : form).isAnswer(message)
  }

  func extraHints(_ keys: KeyMap) -> [(key: SafeText, words: SafeText)] {
    switch stage {
    case .asking where form.isTyping: []
    case .asking: [(keys.range(of: Self.reasonIDs), "reason")] + list.hints(keys)
    case .counting: list.hints(keys)
    case .sending, .reporting, .handedOver: []
    }
  }

  func message(for edit: TextEdit) -> Message? {
    switch stage {
    case .asking where form.isTyping, .counting: .form(.edited(edit))
    case .asking, .sending, .reporting, .handedOver: nil
    }
  }

  var cancel: Message {
    switch stage {
    case .asking, .counting: .form(.canceled)
    case .sending, .reporting, .handedOver: .left
    }
  }

  private static let reasonIDs: [BindingID] = [
    .resetReason1, .resetReason2, .resetReason3, .resetReason4, .resetReason5,
  ]

  var bindings: [Binding<Message>] {
    switch stage {
    case .asking where form.isTyping: form.bindings().map { $0.lifted(Message.form) }
    case .asking: askingBindings
    case .counting:
      counting.bindings().map { $0.lifted(Message.form) }
        + list.bindings.map { $0.lifted(Message.scrolled) }
    case .sending, .reporting, .handedOver:
      [
        Binding(.dialogCancel, .left, as: "close", rank: 1),
        Binding(.dialogPress, .left).unlisted,
      ]
    }
  }

  private var askingBindings: [Binding<Message>] {
    let refusal: SafeText? =
      requiresReason && reason == nil
      ? "pick a reason first"
      : isReopened ? "review the new events first: pick the reason again, then confirm" : nil
    let reasons = zip(Self.reasonIDs, ResetReason.allCases.indices).map { id, place in
      Binding<Message>(id, .form(.picked(.reason, place)))
    }
    let note = Binding<Message>(.resetNote, .form(.opened(.note)))
    return reasons + [note]
      + form.bindings(confirmUnavailable: refusal).map { $0.lifted(Message.form) }
      + list.bindings.map { $0.lifted(Message.scrolled) }
  }

  mutating func update(_ message: Message) -> DialogStep {
    switch (stage, message) {
    case (.asking, .form(let message)): return answer(message)
    case (.counting, .form(let message)): return count(message)
    case (.asking, .scrolled(let motion)), (.counting, .scrolled(let motion)): list.move(motion)
    case (.sending, .left): return .tell("already sent: waiting for the outcome")
    case (.reporting, .left): return .close
    default: break
    }
    return .stay
  }

  private mutating func answer(_ message: FormMessage<FieldID>) -> DialogStep {
    switch message {
    case .picked: (isReopened, remark) = (false, nil)
    case .opened, .moved, .turned: isReopened = false
    default: break
    }
    switch form.update(message) {
    case .canceled: return .close
    case .confirmed: return confirm()
    case .changed, .pasteRefused:
      // What another reason is has to be said.
      if case .picked = message, reason == .other { _ = form.update(.opened(.note)) }
      return .stay
    }
  }

  private mutating func confirm() -> DialogStep {
    guard reason != nil || !requiresReason else {
      remark = "pick a reason first"
      return .stay
    }
    remark = nil
    guard targets.count == 1 else {
      stage = .counting
      return .stay
    }
    return send()
  }

  private mutating func count(_ message: FormMessage<FieldID>) -> DialogStep {
    switch counting.update(message) {
    case .canceled: return .close
    case .confirmed: return send()
    // A number that is pasted was not counted by anybody.
    case .pasteRefused: return .tell("type the number: pasting is not accepted")
    case .changed:
      remark = counting.problems[.count]
      return .stay
    }
  }

  // MARK: Sending

  private mutating func send() -> DialogStep {
    remark = nil
    guard targets.count == 1, let target = targets.first else {
      stage = .handedOver
      let job = ResetJob(targets, reason: reason, note: note)
      return DialogStep(closes: true, request: .startResets(job))
    }
    stage = .sending
    let request = ResetRequest(userID: target.id, seen: target.seen, reason: reason, note: note)
    return .start(request)
  }

  /// The reset ended: asks again, or is done.
  mutating func receive(_ ended: EndedWrite) -> DialogStep? {
    guard let (request, outcome) = ended.of(ResetRequest.self), stage == .sending,
      let target = targets.first, target.id == request.userID
    else { return nil }
    if case .changedMeanwhile(let shown) = outcome {
      askAgain(about: shown.seen ?? target.seen)
      return .stay
    }
    guard let failure = ResetJob.failure(of: target, outcome) else {
      let suffix: SafeText = reason.map { " (\($0.words))" } ?? ""
      let notice = Notice.Draft("\(target.name) reset\(suffix)", .success)
      // What was typed has done its work.
      stage = .handedOver
      return DialogStep(closes: true, notice: notice)
    }
    stage = .reporting(failure)
    return .tell("0 of 1 user reset", .error)
  }

  private mutating func askAgain(about fresh: RiskState) {
    let news = ResetJob.news(fresh, since: targets[0].seen)
    remark = "\(news): look again before you confirm"
    list.update(0, seen: fresh)
    stage = .asking
    isReopened = true
    form.focusCancel()
  }

  /// Tells of earlier resets, by user; the newest of each first.
  mutating func showEarlier(_ resets: [UserID: [AuditEntry]], words: TimeFormatter) {
    let again = EarlierResets(of: targets, resets)
    list.warn(again.warnings(words))
    earlier = again.line(words) ?? earlier
  }

  // MARK: View

  mutating func page(in room: DialogRoom) -> DialogPage {
    let title: SafeText =
      targets.count == 1 ? "Reset \(targets[0].name)?" : "Reset \(targets.count.counted("user"))?"
    let width = TargetList.width(in: room)
    let text = text(width: width - 4, room.keys)
    switch stage {
    case .asking:
      return list.page(
        title,
        in: room,
        above: text,
        foot: form.foot(
          note: .note,
          opensWith: room.keys.name(of: .resetNote),
          width: width - 2
        )
      )
    case .counting:
      var line = StyledLine()
      if case .words(let field, _)? = counting.input(.count), let label = counting.label(.count) {
        let start = line.add(label, at: 1)
        field.add(to: &line, column: start + 1, width: 10)
      }
      let foot = [StyledLine(), line, StyledLine()]
      return list.page(title, in: room, above: text, foot: foot)
    case .sending, .handedOver:
      return DialogPage(
        title,
        width: width,
        in: room,
        text.lines,
        foot: [.init("resetting", at: 1)]
      )
    case .reporting:
      let foot = [
        StyledLine(), StyledLine("\(room.keys.name(of: .dialogCancel)) closes", at: 1, Style(.dim)),
      ]
      return DialogPage(title, width: width, in: room, text.lines, foot: foot)
    }
  }

  private func text(width: Int, _ keys: KeyMap) -> DialogText {
    var text = DialogText(width: width)
    if case .reporting(let failure) = stage {
      text.add(failure, Style(.error))
      return text
    }
    if hiddenCount > 0 {
      let verb: SafeText = hiddenCount == 1 ? "is" : "are"
      text.add("\(hiddenCount) of them \(verb) hidden by the filter", Style(.warning))
    }
    if let warning = list.warning { text.add(warning, Style(.warning, .bold)) }
    if let earlier { text.add(earlier, Style(.warning)) }
    text.addBlank()
    text.add("This cannot be undone. The score is rebuilt from the next event.")
    if !exportedTo.isEmpty {
      text.add(
        "The reset is sent to \(exportedTo.joined(separator: ", ")): "
          + "an access policy may let them in again.",
        Style(.warning)
      )
    }
    if let remark { text.add(remark, Style(.warning, .bold)) }
    if stage == .counting {
      text.addBlank()
      text.add("Reason: \(reason?.words ?? "none")")
      text.add(note.isEmpty ? "Note: none" : "Note: \(SafeText(note))")
    }
    guard stage == .asking else { return text }
    text.addBlank()
    text.addChoices(
      zip(Self.reasonIDs, ResetReason.allCases).map { (keys.name(of: $0), SafeText($1.words)) },
      picked: form.picked(.reason)
    )
    return text
  }
}
