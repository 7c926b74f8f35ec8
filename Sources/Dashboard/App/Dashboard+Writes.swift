import Presentation
import RiskAPI
import RiskServices
import RiskStore
import TerminalUI

// MARK: Dialogs that write, and what came of it

extension Dashboard {
  mutating func askForReset() -> [Effect] {
    askForReset(of: users.targets(in: account), hiddenCount: users.hiddenMarks(in: account))
  }

  mutating func askForReset(of targets: [UserSummary], hiddenCount: Int = 0) -> [Effect] {
    // One after the other: who asks for more sees what is under way.
    if let resets {
      dialogs.open(ResetJobDialog(resets))
      return []
    }
    guard !targets.isEmpty else { return [] }
    let dialog = ResetDialog(
      targets.map(target),
      requiresReason: options.requiresReason,
      hiddenCount: hiddenCount,
      exportedTo: account.activeIntegrations.map { TenantFormatter.host(of: $0.tenantURL) }
    )
    open(dialog)
    return []
  }

  /// A user as a question freezes them.
  private func target(_ user: UserSummary) -> UserTarget {
    UserTarget(user, markedAt: users.stateWhenMarked(user.id), in: account)
  }

  /// Asks for a verdict on the marked users, or else on the selected one, who may have left.
  mutating func askForVerdict() -> [Effect] {
    if !users.marks.isEmpty { return askForVerdict(on: users.targets(in: account)) }
    return askForVerdict(on: users.selection.flatMap(account.knownUser).map { [$0] } ?? [])
  }

  mutating func askForVerdict(on targets: [UserSummary]) -> [Effect] {
    guard let first = targets.first else { return [] }
    let earlier = targets.count == 1 ? account.verdicts[first.id]?.verdict : nil
    open(VerdictDialog(targets.map(target), earlier: earlier))
    return []
  }

  mutating func receiveAssessed(_ ids: [UserID], _ failure: String?) {
    if let failure {
      dialogs.update(VerdictDialog.self, where: { $0.userIDs == ids }) {
        $0.showFailure("not saved: \(failure)")
      }
      return
    }
    if let dialog = dialogs.first(VerdictDialog.self, where: { $0.userIDs == ids }) {
      dialogs.close(VerdictDialog.self) { $0.userIDs == ids }
      notices.post(
        Notice.Draft("saved \(dialog.savedWords) for \(dialog.who)", .success),
        at: now
      )
    }
    assessmentCount += 1
    // Those who are left marked are those who still want a verdict.
    ids.forEach { users.unmark($0) }
  }

  mutating func receiveNews(_ found: AccountChanges?, to question: NewsWatch.Question) {
    // What was asked before the analyst said to have seen all would bring it back.
    guard question == news.question(account) else { return }
    news.receive(found)
    if let found {
      account.receiveNews(found)
      tellWhoIsBack(found)
    }
    dialogs.update(NewsDialog.self) { $0.show(news) }
  }

  /// Corrects the notice of somebody who was called new and had been here before this run.
  private mutating func tellWhoIsBack(_ found: AccountChanges) {
    let back = Set(found.users.filter { $0.kind == .back && !$0.isRead }.map(\.id))
    let changes = appeared.filter { back.contains($0.id) }
      .map { Change($0, before: nil, isBack: true) }
    appeared = []
    if let words = ChangeFormatter.notice(for: changes) { notices.tell(words, at: now) }
  }

  /// The analyst opened something: its changes count as read, but for those that are still to come.
  mutating func markRead(_ subject: ChangeSubject) -> [Effect] {
    let observation = news.markRead(subject)
    account.forgetNews(of: subject, news.found)
    return observation.map { [.markRead(subject, upTo: $0)] } ?? []
  }

  mutating func showEarlierResets(_ resets: [UserID: [AuditEntry]]) {
    let words = TimeFormatter(now: now, timeZone: options.timeZone)
    dialogs.update(ResetDialog.self) { $0.showEarlier(resets, words: words) }
  }

  /// Does what the dialog on top asks for.
  mutating func carryOut(_ step: DialogStep) -> [Effect] {
    if let dialog = dialogs.top as? NewsDialog { news.place = dialog.selectedSubject }
    if step.closes, let draft = dialogs.close() { keep(draft) }
    if let notice = step.notice { notices.post(notice, at: now) }
    return step.effects + (step.request.map { carryOut($0) } ?? [])
  }

  private mutating func carryOut(_ request: DialogRequest) -> [Effect] {
    switch request {
    case .run(let id): return bindings.first { $0.id == id }.map { press($0) } ?? []
    case .markSeen: return run(.command(.markSeen))
    case .newsSince(let moment): news.watch(since: moment)
    case .openChange(let subject): return openChange(subject)
    case .settle(let changes): behaviors.settle(changes)
    case .startResets(let job): return start(job)
    case .pauseResets: return pauseResets()
    case .stopResets: return stopResets()
    }
    return []
  }

  /// A write leaves, or has ended.
  mutating func setWriting(_ isWriting: Bool, _ subject: WriteSubject) {
    switch subject {
    case .behaviors: behaviors.setWriting(isWriting)
    case .integration(let id?): integrations.setWriting(isWriting, id)
    case .integration(nil), .user: break
    }
  }

  mutating func receive(_ ended: EndedWrite) -> [Effect] {
    writesUnderWay -= 1
    setWriting(false, ended.subject)
    if let (_, outcome) = ended.of(BehaviorsWrite.self) { return receiveBehaviors(outcome) }
    if let (request, outcome) = ended.of(ResetRequest.self) {
      receiveReset(request, outcome)
      if let effects = receiveJobReset(request, outcome) { return effects }
    }
    var effects: [Effect] = []
    // The question whether to quit may stand above the dialog.
    if let (step, draft) = dialogs.receive(ended) {
      if let draft { keep(draft) }
      var step = step
      step.notice = step.notice ?? ended.notice
      effects = carryOut(step)
    } else if let notice = ended.notice {
      notices.post(notice, at: now)
    }
    switch ended.subject {
    case .user: return effects + refreshAll()
    case .integration: return effects + fetch(.integrations)
    case .behaviors: return effects
    }
  }

  private mutating func receiveReset(_ request: ResetRequest, _ outcome: WriteResult<ShownUser>) {
    guard case .done = outcome else { return }
    ownResets.insert(request.userID)
    // Those who are left marked are those who still want a reset.
    users.unmark(request.userID)
    dialogDrafts.removeAll {
      $0.slot == DialogDraft.Slot(.reset, about: [request.userID.rawValue])
    }
  }

  private mutating func receiveBehaviors(_ outcome: WriteResult<Fetched<[Behavior]>>) -> [Effect] {
    switch outcome {
    case .done(let snapshot):
      account.receiveBehaviors(.success(snapshot))
      let count = behaviors.draft.count
      behaviors.discardDraft()
      closeWriteDialog()
      notices.post(
        Notice.Draft("saved \(count.counted("behavior change"))", .success),
        at: now
      )
    case .changedMeanwhile(let snapshot):
      account.receiveBehaviors(.success(snapshot))
      if dropVanished(snapshot.value) { return [] }
      notices.post(reopenWriteDialog(with: snapshot.value), at: now)
    case .unknown(let doubt, let snapshot?):
      account.receiveBehaviors(.success(snapshot))
      let words = ErrorFormatter(doubt, operation: Self.saving, shows: "something else")
      endWrite(words, "unknown whether the behaviors were saved, your changes stay here")
    case .notDone(let error):
      endWrite(
        ErrorFormatter(error, operation: Self.saving),
        "behaviors not saved, your changes stay here"
      )
    case .unknown(let doubt, nil):
      let words = ErrorFormatter(doubt, operation: Self.saving)
      endWrite(words, "unknown whether the behaviors were saved, your changes stay here")
    }
    return []
  }

  /// Shows both sides of a conflict, unless the account has all that was wanted already.
  private mutating func reopenWriteDialog(with current: [Behavior]) -> Notice.Draft {
    let isFulfilled = dialogs.update(WriteBehaviorsDialog.self) {
      $0.showConflict(with: current)
      return $0.isFulfilled
    }
    if isFulfilled == true {
      closeWriteDialog()
      return Notice.Draft("no change needed: someone else already made these changes")
    }
    return Notice.Draft("nothing saved: someone else changed these behaviors", .warning)
  }

  /// Drops edits of behaviors that the account no longer has: they could never be written.
  private mutating func dropVanished(_ current: [Behavior]) -> Bool {
    let gone = Set(behaviors.draft.keys).subtracting(current.map(\.key)).sorted()
    guard !gone.isEmpty else { return false }
    behaviors.forget(gone)
    closeWriteDialog()
    notices.post(
      Notice.Draft(
        "nothing saved: the account no longer has \(gone.joined(separator: ", "))",
        .warning
      ),
      at: now
    )
    return true
  }

  private static let saving = "save the behaviors"

  private mutating func endWrite(_ reason: ErrorFormatter, _ words: SafeText) {
    closeWriteDialog()
    notices.post(Notice.Draft("\(words): \(reason.line)", .error), at: now)
  }

  private mutating func closeWriteDialog() {
    dialogs.close(WriteBehaviorsDialog.self)
  }

  mutating func receiveExport(_ request: ExportRequest, _ outcome: ExportOutcome) {
    switch outcome {
    case .written(let path, let rows):
      dialogs.close(ExportDialog.self)
      // It may have been closed before this was known.
      dialogDrafts.removeAll { $0.kind == .export && $0.text == request.path }
      notices.post(
        Notice.Draft("saved \(rows.counted("row")) to \(path)", .success),
        at: now
      )
    case .failed(let reason):
      if dialogs.top is ExportDialog {
        dialogs.update(ExportDialog.self) { $0.showFailure(SafeText(reason)) }
      } else {
        notices.post(Notice.Draft(SafeText(reason), .error), at: now)
      }
    }
  }
}
