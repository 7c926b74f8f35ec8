package import RiskAPI
package import RiskServices
package import RiskStore
package import TerminalUI

/// Asks before users are reset, wants a reason, and follows the resets to their end.
///
/// Whom it resets is frozen when it opens: a refresh under it changes nothing.
package struct ResetDialog: DialogContent {
  /// How far the question is.
  package enum Stage: Equatable, Sendable {
    case asking
    case editingNote
    /// For more than one user: their number must be typed.
    case counting
    /// Resets are under way; `isStopping` lets the one under way be the last.
    case sending(isStopping: Bool)
    /// Not everything went well; this is read before it goes away.
    case reporting
  }

  var list: TargetList
  package private(set) var stage = Stage.asking
  package private(set) var reason: ResetReason?
  private(set) var note = TextField()
  private(set) var count = TextField(limit: 9)
  /// What ended otherwise than reset, in words.
  private(set) var failures: [SafeText] = []
  /// How many users the account shows as reset.
  private(set) var doneCount = 0
  /// Why the question stands again, or what is wrong with the answer.
  private(set) var remark: SafeText?

  /// True from the moment the question stands again until a key shows that somebody looked.
  ///
  /// The second tap of a nervous `y` must not answer what was not read.
  private var isReopened = false
  /// That some of them were reset lately, in words.
  private(set) var earlier: SafeText?

  /// Whom it resets.
  package var targets: [UserTarget] { list.targets }

  /// Who is reset, as far as the account shows it.
  private var done: Set<UserID> = []
  /// The target whose turn it is.
  private(set) var next = 0
  private(set) var buttons: ButtonRow
  private let requiresReason: Bool
  let hiddenCount: Int
  let exportedTo: [SafeText]

  /// Asks about some users, of whom the filter hides `hiddenCount`.
  package init(
    _ targets: [UserTarget],
    requiresReason: Bool,
    hiddenCount: Int = 0,
    exportedTo: [SafeText]
  ) {
    list = TargetList(targets)
    self.hiddenCount = hiddenCount
    self.requiresReason = requiresReason
    self.exportedTo = exportedTo.map { $0.truncated(to: 40) }
    buttons = ButtonRow(
      confirm: targets.count == 1 ? "Reset" : "Reset \(targets.count.counted("user"))"
    )
  }

  package var isSending: Bool { if case .sending = stage { true } else { false } }

  var mustBeWhole: Bool {
    switch stage {
    case .asking, .editingNote, .counting: true
    case .sending, .reporting: false
    }
  }

  var question: AskedQuestion? {
    switch stage {
    case .asking, .editingNote: .reset(targets, warning: earlier)
    case .counting: .resetCount(targets, warning: earlier)
    case .sending, .reporting: nil
    }
  }

  var extraHints: [(key: SafeText, words: SafeText)] {
    let scroll: [(key: SafeText, words: SafeText)] = list.range == nil ? [] : [("↑↓", "read all")]
    return switch stage {
    case .asking: [("1–5", "reason")] + scroll
    case .counting: scroll
    case .editingNote, .sending, .reporting: []
    }
  }

  var isTyping: Bool { stage == .editingNote || stage == .counting }

  var slot: DialogDraft.Slot? { DialogDraft.Slot(.reset, about: targets.map(\.id.rawValue)) }

  var draft: DialogDraft? {
    let rest = targets.filter { !done.contains($0.id) }
    guard let first = rest.first, !note.isEmpty || reason != nil else { return nil }
    return DialogDraft(
      .reset,
      about: rest.map(\.id.rawValue),
      name: first.name.string,
      text: note.text,
      choice: reason?.rawValue
    )
  }

  // MARK: Keys

  var bindings: [KeyBinding<DialogMessage>] {
    switch stage {
    case .asking:
      let refusal: SafeText? =
        requiresReason && reason == nil
        ? "pick a reason first: 1 to 5"
        : isReopened ? "review the new events first: pick the reason again, then y" : nil
      return zip(ResetReason.allCases, ["1", "2", "3", "4", "5"] as [Key]).map { reason, key in
        KeyBinding(
          "reset.reason-\(key.name)",
          [key],
          SafeText(reason.words),
          .reasonPicked(reason)
        )
      } + [
        KeyBinding("reset.note", ["i"], "edit the note", .noteOpened, footerRank: 3)
      ] + buttons.bindings(confirmUnavailable: refusal)
        + TargetList.bindings(list, isTyping: false)
    case .editingNote:
      return [
        KeyBinding("dialog.press", [.enter], "done", .buttonPressed, footerRank: 1),
        KeyBinding("dialog.cancel", [.escape], "back", .canceled, footerRank: 2),
      ]
    case .counting:
      return [
        KeyBinding(
          "dialog.press",
          [.enter],
          "reset \(targets.count.counted("user"))",
          .buttonPressed,
          footerRank: 1
        ),
        KeyBinding("dialog.cancel", [.escape], "cancel", .canceled, footerRank: 2),
      ] + TargetList.bindings(list, isTyping: true)
    case .sending:
      return [KeyBinding("dialog.cancel", [.escape], "stop", .canceled, footerRank: 1)]
    case .reporting:
      return [
        KeyBinding("dialog.cancel", [.escape, .enter, "n"], "close", .canceled, footerRank: 1)
      ]
    }
  }

  mutating func update(_ message: DialogMessage) -> DialogStep {
    switch (stage, message) {
    case (.asking, .reasonPicked(let reason)):
      self.reason = reason
      isReopened = false
      remark = nil
      if reason == .other { stage = .editingNote }
    case (.asking, .noteOpened):
      stage = .editingNote
      isReopened = false
    case (.asking, .buttonMoved):
      buttons.move()
      isReopened = false
    case (.asking, .buttonPressed): return update(buttons.pressed)
    case (.asking, .confirmed): return confirm()
    case (.asking, .scrolled(let motion)), (.counting, .scrolled(let motion)): list.move(motion)
    case (.asking, .canceled): return .close

    case (.editingNote, .typed(let key)): _ = note.press(key)
    case (.editingNote, .pasted(let text)): note.insert(text)
    case (.editingNote, .buttonPressed), (.editingNote, .canceled): stage = .asking

    case (.counting, .typed(let key)): _ = count.press(key)
    // A number that is pasted was not counted by anybody.
    case (.counting, .pasted): return .tell("type the number: pasting is not accepted")
    case (.counting, .buttonPressed):
      guard Int(count.text) == targets.count else {
        remark = "type \(targets.count) to confirm"
        return .stay
      }
      return send()
    case (.counting, .canceled): return .close

    case (.sending, .canceled):
      if targets.count == 1 { return .tell("already sent: waiting for the outcome") }
      stage = .sending(isStopping: true)
    case (.reporting, .canceled): return .close
    default: break
    }
    return .stay
  }

  private mutating func confirm() -> DialogStep {
    guard reason != nil || !requiresReason else {
      remark = "pick a reason first: 1 to 5"
      return .stay
    }
    remark = nil
    guard targets.count == 1 else {
      stage = .counting
      return .stay
    }
    return send()
  }

  // MARK: Sending

  private mutating func send() -> DialogStep {
    stage = .sending(isStopping: false)
    remark = nil
    return .start([effect(for: targets[next])])
  }

  private func effect(for target: UserTarget) -> Effect {
    .resetUser(
      ResetRequest(userID: target.id, seen: target.seen, reason: reason, note: note.text)
    )
  }

  /// One reset ended: goes on to the next, asks again, or is done.
  package mutating func receive(
    _ request: ResetRequest,
    _ outcome: WriteResult<ShownUser>
  ) -> DialogStep {
    guard case .sending(let isStopping) = stage, targets.indices.contains(next),
      targets[next].id == request.userID
    else { return .stay }
    let target = targets[next]
    switch outcome {
    case .done:
      doneCount += 1
      done.insert(target.id)
    case .changedMeanwhile(let shown):
      let fresh = shown.seen ?? target.seen
      if targets.count == 1 {
        askAgain(about: fresh)
        return .stay
      }
      failures.append("\(target.name): not reset, \(Self.news(fresh, since: target.seen))")
    case .notDone(let error):
      let words = ErrorWords(error, operation: "reset the user").line
      failures.append("\(target.name): not reset, \(words)")
    case .unknown(let doubt, _):
      let words = ErrorWords(doubt, operation: "reset the user").line
      failures.append("\(target.name): unknown whether reset, \(words)")
    }
    next += 1
    let rest = targets.count - next
    if rest > 0, isStopping || outcome.meetsEveryWrite {
      let reason: SafeText = isStopping ? "stopped" : "given up after that"
      failures.append("\(rest.counted("user")) not tried: \(reason)")
      let left = targets[next...].compactMap { effect(for: $0).subject }
      next = targets.count
      var step = finish()
      step.effects.append(.noteStopped(left, isStopping ? .interrupted : .givenUp))
      return step
    }
    guard next >= targets.count else { return .start([effect(for: targets[next])]) }
    return finish()
  }

  private mutating func askAgain(about fresh: SeenRisk) {
    remark = "\(Self.news(fresh, since: targets[next].seen)): look again before you confirm"
    list.update(next, seen: fresh)
    stage = .asking
    isReopened = true
    buttons.focusCancel()
  }

  mutating func takeBack(_ draft: DialogDraft) {
    note = TextField(draft.text)
    reason = draft.choice.flatMap(ResetReason.init(rawValue:))
  }

  /// Tells of earlier resets, by user; the newest of each first.
  package mutating func showEarlier(_ resets: [UserID: [AuditEntry]], words: TimeWords) {
    // The answer to a question that was closed meanwhile is about somebody else.
    let again = targets.filter { resets[$0.id]?.isEmpty == false }
    let resets = again.compactMap { resets[$0.id] }
    guard !resets.isEmpty else { return }
    if targets.count > 1 {
      let words: [(UserID, SafeText)] = zip(again, resets).compactMap { target, resets in
        guard let last = resets.first else { return nil }
        let ago = words.ago(last.intent.time)
        return (target.id, "reset \(ago) (\(EarlierResetWords.reason(last)))")
      }
      list.warn(Dictionary(words) { first, _ in first })
    }
    if targets.count == 1, let own = resets.first.flatMap({ EarlierResetWords.line($0, words) }) {
      earlier = SafeText(own)
      return
    }
    let verb = resets.count == 1 ? "was" : "were"
    let isSure = resets.allSatisfy { $0.contains { $0.outcome?.result == .done } }
    earlier =
      "\(resets.count) of them \(verb) reset\(isSure ? "" : ", or may have been,")"
      + " within the last 7 days: \(Self.reasons(zip(again, resets)))"
  }

  /// The first few of those who were reset lately, with the newest reason.
  private static func reasons(_ again: Zip2Sequence<[UserTarget], [[AuditEntry]]>) -> SafeText {
    let all = again.map { target, resets -> SafeText in
      "\(target.name.truncated(to: 20)) (\(resets.first.map(EarlierResetWords.reason) ?? ""))"
    }
    let more: SafeText = all.count > 3 ? " and \(all.count - 3) more" : ""
    return "\(all.prefix(3).map { $0 }.joined(separator: ", "))\(more)"
  }

  private static func news(_ fresh: SeenRisk, since seen: SeenRisk) -> SafeText {
    // Counts are the account's word, so their difference may not fit.
    let (added, isOverflow) = fresh.eventCount.subtractingReportingOverflow(seen.eventCount)
    let events: SafeText =
      added > 0 && !isOverflow ? SafeText(added.counted("new event")) : "something new"
    return fresh.level == seen.level
      ? "\(events) since" : "\(events) since, now \(fresh.level.words)"
  }

  private mutating func finish() -> DialogStep {
    // Not sending any more, which is what the refresh after the last reset waits for.
    stage = .reporting
    let suffix: SafeText = reason.map { " (\($0.words))" } ?? ""
    if failures.isEmpty {
      let who = targets.count == 1 ? targets[0].name : SafeText(targets.count.counted("user"))
      return DialogStep(closes: true, notice: Notice.Draft("\(who) reset\(suffix)", .success))
    }
    return .tell("\(doneCount) of \(targets.count.counted("user")) reset", .error)
  }
}
