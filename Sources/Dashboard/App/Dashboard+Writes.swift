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
    if step.closes, let draft = dialogs.close() { dialogDrafts.keep(draft) }
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
    if let (write, outcome) = ended.of(BehaviorsWrite.self) {
      if let snapshot = outcome.state { account.receiveBehaviors(.success(snapshot)) }
      behaviors.receive(outcome, of: write)
    }
    if let (request, outcome) = ended.of(ResetRequest.self) {
      receiveReset(request, outcome)
      if let effects = receiveJobReset(request, outcome) { return effects }
    }
    var effects: [Effect] = []
    // The question whether to quit may stand above the dialog.
    if let (step, draft) = dialogs.receive(ended) {
      if let draft { dialogDrafts.keep(draft) }
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
    dialogDrafts.forget {
      $0.slot == DialogDraft.Slot(.reset, about: [request.userID.rawValue])
    }
  }

  mutating func receiveExport(_ request: ExportRequest, _ outcome: ExportOutcome) {
    switch outcome {
    case .written(let path, let rows):
      dialogs.close(ExportDialog.self)
      // It may have been closed before this was known.
      dialogDrafts.forget { $0.kind == .export && $0.text == request.path }
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
