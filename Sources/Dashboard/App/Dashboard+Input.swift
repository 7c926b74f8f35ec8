import Foundation
import RiskAPI
import TerminalUI

// MARK: Keys

extension Dashboard {
  /// What keys mean everywhere.
  var commandBindings: [Binding<BindingMessage>] {
    let noExport: SafeText? = pane(focus).hasRows ? nil : "nothing to export"
    let noCopy: SafeText? =
      pane(focus).canCopy(in: context(for: focus)) ? nil : "nothing to copy"
    let noUnlock: SafeText? =
      options.isOffline
      ? Self.offlineRefusal : mayWrite ? "changes are already allowed" : nil
    let noNotes: SafeText? =
      dialogDrafts.areAboutUsers ? nil : "no unsaved notes"
    let rows: [Binding<Command>] = [
      Binding(.focusUsers, .focus(.users)), Binding(.focusTimeline, .focus(.timeline)),
      Binding(.focusIntegrations, .focus(.integrations)),
      Binding(.focusBehaviors, .focus(.behaviors)),
      Binding(.focusNext, .focusNext), Binding(.focusPrevious, .focusPrevious),
      Binding(.zoom, .zoom), Binding(.filter, .filter), Binding(.palette, .palette),
      Binding(.help, .help), Binding(.refresh, .refresh),
      Binding(.copy, .copy, unavailable: noCopy),
      Binding(.export, .export, unavailable: noExport),
      Binding(.news, .news), Binding(.markSeen, .markSeen), Binding(.log, .log),
      Binding(.repaint, .repaint), Binding(.suspend, .suspend), Binding(.back, .back),
      Binding(.quit, .quit),
      Binding(.unlock, .unlock, unavailable: noUnlock),
      Binding(.lock, .lock, unavailable: mayWrite ? nil : "already read-only"),
      Binding(.dropNotes, .dropNotes, unavailable: noNotes),
    ]
    return rows.map { $0.lifted(BindingMessage.command) }
  }

  /// What the keys of one pane mean.
  func paneBindings(of pane: PaneID) -> [Binding<BindingMessage>] {
    self.pane(pane).rootBindings(in: context(for: pane)) + openers(of: pane)
  }

  /// The keys that work here: the focused pane's before those of everywhere.
  var bindings: [Binding<BindingMessage>] { paneBindings(of: focus) + commandBindings }

  /// The terminal's own keys, which work in every state.
  private static let terminalBindings: [Binding<Effect>] = [
    Binding(.repaint, .terminal(.repaint)), Binding(.suspend, .terminal(.suspend)),
  ]

  /// The keys that end the typing of a filter.
  static let filterBindings: [Binding<FilterEnd>] = [
    Binding(.filterKeep, .kept), Binding(.filterClear, .cleared),
  ]

  enum FilterEnd: Sendable { case kept, cleared }

  /// The keys as this person has them.
  var keys: KeyMap { options.keys }

  mutating func receive(_ event: InputEvent) -> [Effect] {
    switch event {
    case .key(let key): return press(key)
    case .paste(let text): return paste(text)
    // What it means depends on what was painted, and comes as a message of its own.
    case .mouse: break
    case .resized(let size): self.size = size
    case .resumed: return [.terminal(.repaint)]
    case .ended: return [.terminal(.quit)]
    }
    return []
  }

  mutating func press(_ key: Key) -> [Effect] {
    if let binding = keys.binding(for: key, in: Self.terminalBindings) { return [binding.message] }
    if !dialogs.isEmpty { return pressInDialog(key) }
    if filter(of: focus).isEditing { return pressInFilter(key) }
    guard let binding = keys.binding(for: key, in: bindings) else { return [] }
    if binding.unavailable == nil { openingKey = key }
    return press(binding)
  }

  /// Runs a binding, or says why it cannot act.
  mutating func press(_ binding: Binding<BindingMessage>) -> [Effect] {
    guard let reason = binding.unavailable else { return run(binding.message) }
    notices.post(Notice.Draft(reason, .warning), at: now)
    return []
  }

  private mutating func pressInDialog(_ key: Key) -> [Effect] {
    // A write that hangs must not lock the analyst in.
    if writesUnderWay > 0, !dialogs.isTyping, !(dialogs.top is QuitDialog),
      keys.keys(of: .quit).contains(key)
    {
      return run(.command(.quit))
    }
    // Whatever the settings say, there is a way out.
    if key == .control("c") { return carryOut(dialogs.cancel()) }
    return carryOut(dialogs.press(key, openingKey: openingKey))
  }

  private mutating func pressInFilter(_ key: Key) -> [Effect] {
    var filter = filter(of: focus)
    if let edit = keys.edit(for: key) {
      filter.apply(edit)
    } else if let end = keys.binding(for: key, in: Self.filterBindings) {
      switch end.message {
      case .kept: filter.keep()
      case .cleared: filter.clear()
      }
    } else {
      // The list is visible below the field, so moving in it must not need a key first.
      let motions = paneBindings(of: focus).filter { $0.id.row.context == .list }
      return keys.binding(for: key, in: motions).map { run($0.message) } ?? []
    }
    setFilter(filter, of: focus)
    return []
  }

  private mutating func paste(_ text: String) -> [Effect] {
    if let step = dialogs.paste(text) { return carryOut(step) }
    if dialogs.isEmpty, filter(of: focus).isEditing {
      var filter = filter(of: focus)
      filter.apply(.pasted(text))
      setFilter(filter, of: focus)
      return []
    }
    notices.post(
      Notice.Draft("paste ignored: there is no text field", .warning),
      at: now
    )
    return []
  }
}

// MARK: The mouse

extension Dashboard {
  /// Follows a click or a turn of the wheel: a click selects and focuses, a second one opens.
  ///
  /// Nothing that writes is ever a click away. Below a dialog nothing takes the mouse, also where
  /// the click came before the dialog was painted.
  mutating func point(at target: MouseTarget, _ time: Date) -> [Effect] {
    guard dialogs.isEmpty, let message = self.message(of: target) else { return [] }
    let isSecond = clicks.isSecond(target, at: time)
    guard let pane = message.clickedPane else { return run(message) }
    var filter = filter(of: focus)
    if filter.isEditing {
      filter.keep()
      setFilter(filter, of: focus)
    }
    if case .command = message { return run(message) }
    // Not the key's way, by which the timeline would turn to whoever is selected.
    focus = pane
    let effects = run(message)
    return isSecond ? effects + (pane.opening.map { run($0) } ?? []) : effects
  }

  private func message(of target: MouseTarget) -> BindingMessage? {
    target.message(as: Command.self).map(BindingMessage.command)
      ?? PaneID.allCases.lazy.compactMap { type(of: pane($0)).message(of: target) }.first
  }
}

extension BindingMessage {
  /// The pane that was clicked; nil for the wheel, which leaves the focus where it is.
  fileprivate var clickedPane: PaneID? {
    switch self {
    case .command(.focus(let pane)): pane
    case .users(.clicked): .users
    case .timeline(.clicked): .timeline
    case .integrations(.clicked): .integrations
    case .behaviors(.clicked): .behaviors
    default: nil
    }
  }
}

extension PaneID {
  /// What a second click on an item does, as Enter does; nil for nothing.
  fileprivate var opening: BindingMessage? {
    switch self {
    case .users: .users(.userOpened)
    case .timeline: .timeline(.entryOpened)
    case .integrations: .open(.integrationsOpen)
    case .behaviors: nil
    }
  }
}
