import Foundation
import Presentation
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
    case .timeline(.markRequested): toggleMark()
    case .timeline(let message): return timeline.update(message, in: context(for: .timeline))
    case .integrations(let message):
      return integrations.update(message, in: context(for: .integrations))
    case .behaviors(.draftDiscarded):
      let count = behaviors.draft.count
      behaviors.discardDraft()
      dialogDrafts.forget { $0.kind == .behaviors }
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
    case .palette: dialogs.open(PaletteDialog(bindings, keys))
    case .help:
      dialogs.open(HelpDialog(focus, paneBindings(of: focus), everywhere: commandBindings, keys))
    case .refresh: return refreshAll()
    case .copy: return copy()
    case .export:
      if let content = pane(focus).export(in: context(for: focus)) { open(ExportDialog(content)) }
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
      let count = dialogDrafts.noteCount
      notices.post(Notice.Draft("discarded \(count.counted("note"))"), at: now)
      dialogDrafts.forget(where: \.isAboutUsers)
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

  /// Goes to the integration that was looked for, unless nobody waits for it any more.
  mutating func show(
    _ found: Result<Integration, APIError>,
    of referenceID: String
  ) -> [Effect] {
    guard dialogs.first(FindIntegrationDialog.self)?.wanted == referenceID else { return [] }
    switch found {
    case .failure(let error):
      dialogs.update(FindIntegrationDialog.self) { $0.showFailure(error) }
      return []
    case .success(let integration):
      dialogs.close(FindIntegrationDialog.self)
      focus = .integrations
      integrations.select(integration.id, in: context(for: .integrations))
      // What is looked at is the list's, which may be older than what was found.
      guard account.integration(integration.id) != nil else {
        let host = TenantFormatter.host(of: integration.tenantURL)
        notices.post(Notice.Draft("found \(host): the list is asked for again"), at: now)
        return fetch(.integrations)
      }
      open(by: .integrationsOpen)
      return []
    }
  }

  /// Marks the timeline's user, or takes the mark off, and says so: the list may not be on the screen.
  private mutating func toggleMark() {
    guard let id = timeline.userID else { return }
    users.toggleMark(id, in: account)
    let words: SafeText = users.marks.contains(id) ? "marked" : "no longer marked:"
    let name = timeline.userName(in: context(for: .timeline))
    notices.post(
      Notice.Draft("\(words) \(name), \(users.marks.count.grouped) marked in all"),
      at: now
    )
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
    let question = QuitDialog(
      draftCount: behaviors.draft.count,
      writesUnderWay: writesUnderWay,
      unsent: resets?.unsent ?? []
    )
    guard let question else { return [.terminal(.quit)] }
    dialogs.open(question)
    return []
  }

  /// Asks once more before what is unsaved would be gone for good.
  mutating func askToLoseDrafts(_ reason: String) -> [Effect] {
    let question = QuitDialog(
      losing: behaviors.draft.count,
      noteCount: unsavedDialogs.count(where: \.isNote),
      reason
    )
    guard let question else { return [.terminal(.quitLosingDrafts)] }
    // Another answer may have opened one meanwhile.
    dialogs.close(QuitDialog.self)
    dialogs.open(question)
    return []
  }

  /// Copies the most wanted text; the same key again copies the next one.
  private mutating func copy() -> [Effect] {
    let choices = pane(focus).copyChoices(in: context(for: focus))
    let text = clipboard.copy(from: choices, of: focus, exportKey: keys.name(of: .export))
    return text.map { [.terminal(.copy($0))] } ?? []
  }

  // MARK: Panes by id

  func pane(_ id: PaneID) -> any Pane {
    switch id {
    case .users: users
    case .timeline: timeline
    case .integrations: integrations
    case .behaviors: behaviors
    }
  }

  func filter(of pane: PaneID) -> Filter { self.pane(pane).filter }

  mutating func setFilter(_ filter: Filter, of pane: PaneID) {
    switch pane {
    case .users: users.filter = filter
    case .timeline: timeline.filter = filter
    case .integrations: integrations.filter = filter
    case .behaviors: behaviors.filter = filter
    }
  }
}
