import Foundation
import RiskAPI
import RiskServices
import RiskStore
import TerminalUI

// MARK: What bindings do

extension Dashboard {
  mutating func run(_ message: BindingMessage) -> [Effect] {
    switch message {
    case .command(let command): return run(command)
    case .open(let id): open(by: id)
    case .users(.userOpened): return setFocus(.timeline)
    case .users(.resetRequested): return askForReset()
    case .users(.verdictRequested): return askForVerdict()
    case .users(let message): return users.update(message, in: context(for: .users))
    case .timeline(.resetRequested): return askForReset(of: timelineUser)
    case .timeline(.verdictRequested): return askForVerdict(on: timelineUser)
    case .timeline(let message): return timeline.update(message, in: context(for: .timeline))
    case .integrations(let message):
      return integrations.update(message, in: context(for: .integrations))
    case .behaviors(.draftDiscarded):
      let count = behaviors.draft.count
      behaviors.discardDraft()
      dialogDrafts.removeAll { $0.kind == .behaviors }
      notices.post(Notice.Draft("discarded \(count.counted("behavior change"))"), at: now)
    case .behaviors(let message): return behaviors.update(message, in: context(for: .behaviors))
    }
    return []
  }

  private mutating func run(_ command: Command) -> [Effect] {
    switch command {
    case .focus(let pane): return setFocus(pane)
    case .focusNext: return setFocus(Self.pane(after: focus, by: 1))
    case .focusPrevious: return setFocus(Self.pane(after: focus, by: -1))
    case .zoom: isZoomed.toggle()
    case .filter:
      var filter = filter(of: focus)
      filter.open()
      setFilter(filter, of: focus)
    case .palette: dialogs.open(PaletteDialog(paletteEntries))
    case .help: dialogs.open(help)
    case .refresh: return refreshAll()
    case .copy: return copy()
    case .export:
      if let content = export(of: focus) { open(ExportDialog(content)) }
    case .log: dialogs.open(LogDialog(notices.all, timeZone: options.timeZone))
    case .repaint: return [.terminal(.repaint)]
    case .suspend: return [.terminal(.suspend)]
    case .back: back()
    case .quit: return quit()
    case .unlock:
      mayWrite = true
      notices.post(Notice.Draft("write access on until you quit", .warning), at: now)
    case .news:
      open(NewsDialog(news, now: now, timeZone: options.timeZone))
    case .markSeen:
      account.forgetNews()
      let observation = news.markSeen(at: now)
      notices.post(Notice.Draft("marked all as seen"), at: now)
      return [.markSeen(upTo: observation)]
    case .dropNotes:
      let count = dialogDrafts.count(where: \.isNote)
      notices.post(Notice.Draft("discarded \(count.counted("note"))"), at: now)
      dialogDrafts.removeAll(where: \.isAboutUsers)
    case .lock:
      mayWrite = false
      notices.post(Notice.Draft("read-only"), at: now)
    }
    return []
  }

  /// Goes to what changed, which counts as read then.
  mutating func openChange(_ subject: ChangeSubject) -> [Effect] {
    switch subject {
    case .user(let id):
      users.select(id, in: context(for: .users))
      let isShown = users.selection == id
      // Somebody who has to be looked for first is opened by name, not by the selection.
      return setFocus(isShown ? .timeline : .users) + (isShown ? [] : markRead(.user(id)))
    case .behavior: focus = .behaviors
    case .integration: focus = .integrations
    }
    return markRead(subject)
  }

  /// The timeline's user, as far as anything is known of them.
  private var timelineUser: [UserSummary] {
    timeline.userID.flatMap(account.anyUser).map { [$0] } ?? []
  }

  /// Turns to a pane.
  ///
  /// The timeline opens on the selected user, rested or not.
  private mutating func setFocus(_ pane: PaneID) -> [Effect] {
    focus = pane
    guard pane == .timeline, let id = users.selection ?? timeline.userID else { return [] }
    let read = markRead(.user(id))
    return id == timeline.userID ? read : showTimeline(of: id) + read
  }

  private static func pane(after pane: PaneID, by offset: Int) -> PaneID {
    let all = PaneID.allCases
    let index = all.firstIndex(of: pane) ?? 0
    return all[(index + offset + all.count) % all.count]
  }

  /// One step out: of the evidence, the filter, the zoom, the pane.
  private mutating func back() {
    if focus == .timeline, timeline.opened != nil {
      _ = timeline.update(.detailsClosed, in: context(for: .timeline))
    } else if filter(of: focus).isActive {
      var filter = filter(of: focus)
      filter.clear()
      setFilter(filter, of: focus)
    } else if isZoomed {
      isZoomed = false
    } else {
      focus = .users
    }
  }

  private mutating func quit() -> [Effect] {
    var reasons: [SafeText] = []
    let count = behaviors.draft.count
    if count > 0 {
      let rest = count == 1 ? "it is kept for next time" : "they are kept for next time"
      reasons.append("\(count.counted("unsaved behavior change")); \(rest)")
    }
    if writesUnderWay > 0 {
      reasons.append("\(writesUnderWay.counted("write")) under way: the outcome is not known yet")
    }
    let unsent = resets?.unsent ?? []
    if !unsent.isEmpty {
      reasons.append("\(unsent.count.counted("confirmed reset")) not sent: they will not be made")
    }
    guard !reasons.isEmpty else { return [.terminal(.quit)] }
    dialogs.open(QuitDialog(reasons, unsent: unsent))
    return []
  }

  /// Asks once more before what is unsaved would be gone for good.
  ///
  /// What was only picked is not worth a question: it is lost.
  mutating func askToLoseDrafts(_ reason: String) -> [Effect] {
    var lost: [String] = []
    if !behaviors.draft.isEmpty {
      lost.append(behaviors.draft.count.counted("unsaved behavior change"))
    }
    let notes = unsavedDialogs.count(where: \.isNote)
    if notes > 0 { lost.append(notes.counted("unsaved note")) }
    guard !lost.isEmpty else { return [.terminal(.quitLosingDrafts)] }
    // Another answer may have opened one meanwhile.
    dialogs.close(QuitDialog.self)
    let words: SafeText = "\(lost.joined(separator: " and ")) would be lost: \(reason)"
    dialogs.open(QuitDialog([words], isLosingDrafts: true))
    return []
  }

  /// Copies the most wanted text; the same key again copies the next one.
  private mutating func copy() -> [Effect] {
    let choices = copyChoices(of: focus)
    guard let choice = copies.next(of: choices, in: focus) else { return [] }
    let following = copies.following(in: choices)
    let more: SafeText = following.map { " · again for \($0.name)" } ?? ""
    let shown = SafeText(choice.text.string, limit: 60)
    let bytes = choice.text.string.utf8.count
    let size: SafeText = bytes < 1_000 ? "\(bytes) bytes" : "\((bytes / 1_000).grouped) kB"
    copying = CopyNotices(
      done: "copied \(choice.name): \(shown)\(more)",
      failed: "\(choice.name) not copied: \(size) is more than terminals take; "
        + "\(keys.name(of: .export)) saves it to a file"
    )
    return [.terminal(.copy(choice.text))]
  }

  /// Tells whether the text was sent to the terminal: what it does with it, it does not say.
  mutating func receiveCopied(_ isSent: Bool) {
    guard let words = copying else { return }
    copying = nil
    notices.post(
      isSent ? Notice.Draft(words.done) : Notice.Draft(words.failed, .error),
      at: now
    )
  }

  // MARK: Panes by id

  func filter(of pane: PaneID) -> Filter {
    switch pane {
    case .users: users.filter
    case .timeline: timeline.filter
    case .integrations: integrations.filter
    case .behaviors: behaviors.filter
    }
  }

  mutating func setFilter(_ filter: Filter, of pane: PaneID) {
    switch pane {
    case .users: users.filter = filter
    case .timeline: timeline.filter = filter
    case .integrations: integrations.filter = filter
    case .behaviors: behaviors.filter = filter
    }
  }

  func canCopy(_ pane: PaneID) -> Bool {
    let context = context(for: pane)
    return switch pane {
    case .users: users.canCopy(in: context)
    case .timeline: timeline.canCopy(in: context)
    case .integrations: integrations.canCopy(in: context)
    case .behaviors: behaviors.canCopy(in: context)
    }
  }

  func copyChoices(of pane: PaneID) -> [CopyChoice] {
    let context = context(for: pane)
    return switch pane {
    case .users: users.copyChoices(in: context)
    case .timeline: timeline.copyChoices(in: context)
    case .integrations: integrations.copyChoices(in: context)
    case .behaviors: behaviors.copyChoices(in: context)
    }
  }

  /// Whether a pane shows anything, told without gathering it: this is asked with every key.
  func hasRows(_ pane: PaneID) -> Bool {
    switch pane {
    case .users: !users.shown.isEmpty
    case .timeline: !timeline.rows.isEmpty
    case .integrations: !integrations.shown.isEmpty
    case .behaviors: !behaviors.shown.isEmpty
    }
  }

  func export(of pane: PaneID) -> ExportContent? {
    let context = context(for: pane)
    return switch pane {
    case .users: users.export(in: context)
    case .timeline: timeline.export(in: context)
    case .integrations: integrations.export(in: context)
    case .behaviors: behaviors.export(in: context)
    }
  }

  // MARK: Help and palette

  private var help: HelpDialog {
    func lines(_ rows: [Binding<BindingMessage>]) -> [HelpDialog.Line] {
      // What folds depends on the line, and comes back with the next one.
      rows.filter {
        !keys.keys(of: $0.id).isEmpty && ($0.id != .timelineFold || $0.unavailable == nil)
      }
      .map { row in
        .key(
          keys: keys.keys(of: row.id).map { SafeText($0.name) }.joined(separator: " "),
          hint: row.hint,
          unavailableReason: row.unavailable
        )
      }
    }
    return HelpDialog(
      title: "Help · \(focus.title)",
      lines: [.heading("\(focus.title)")] + lines(paneBindings(of: focus))
        + [.heading("Everywhere")] + lines(commandBindings)
    )
  }

  private var paletteEntries: [PaletteDialog.Entry] {
    bindings.filter { $0.id.row.context != .list && $0.id != .palette }.map { row in
      PaletteDialog.Entry(
        id: row.id,
        hint: row.hint,
        keys: keys.name(of: row.id),
        unavailableReason: row.unavailable
      )
    }
  }
}

/// What is told once it is known whether a text could be copied.
struct CopyNotices: Equatable {
  var done: SafeText
  var failed: SafeText
}

/// Which of several texts `y` copies next.
struct CopyCycle: Equatable {
  private var pane: PaneID?
  private var first: SafeText?
  private var position = 0

  /// The next text for the same row, or the first for another one.
  mutating func next(of choices: [CopyChoice], in pane: PaneID) -> CopyChoice? {
    guard !choices.isEmpty else { return nil }
    if pane == self.pane, choices.first?.text == first {
      position = (position + 1) % choices.count
    } else {
      self.pane = pane
      first = choices.first?.text
      position = 0
    }
    return choices[position]
  }

  /// What another press would copy; nil when there is only one text.
  func following(in choices: [CopyChoice]) -> CopyChoice? {
    choices.count > 1 ? choices[(position + 1) % choices.count] : nil
  }
}
