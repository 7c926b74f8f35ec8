import Foundation
import RiskAPI
package import TerminalUI

// MARK: Keys

extension Dashboard {
  /// The rows that work everywhere.
  var commandBindings: [KeyBinding<BindingMessage>] {
    let noExport: SafeText? = !hasRows(focus) ? "nothing to export" : nil
    let noCopy: SafeText? = copyChoices(of: focus).isEmpty ? "nothing to copy" : nil
    let rows: [KeyBinding<Command>] = [
      KeyBinding("focus.users", ["1"], "focus Users", .focus(.users)),
      KeyBinding("focus.timeline", ["2"], "focus Timeline", .focus(.timeline)),
      KeyBinding("focus.integrations", ["3"], "focus Integrations", .focus(.integrations)),
      KeyBinding("focus.behaviors", ["4"], "focus Behaviors", .focus(.behaviors)),
      KeyBinding("focus.next", [.tab], "next pane", .focusNext, footerRank: 9),
      KeyBinding("focus.previous", [.shiftTab], "previous pane", .focusPrevious),
      KeyBinding("zoom", ["z"], "zoom the pane, and back", .zoom),
      KeyBinding("filter", ["/"], "filter", .filter, footerRank: 4),
      KeyBinding("palette", [":"], "commands", .palette, footerRank: 8),
      KeyBinding("help", ["?"], "help", .help, footerRank: 0),
      KeyBinding("refresh", ["r"], "refresh", .refresh, footerRank: 7),
      KeyBinding("copy", ["y"], "copy", .copy, unavailable: noCopy),
      KeyBinding("export", ["e"], "export", .export, unavailable: noExport),
      KeyBinding("news", ["="], "what changed since you last looked", .news),
      KeyBinding("mark-seen", [], "mark all changes as seen", .markSeen),
      KeyBinding("log", ["!"], "messages", .log),
      KeyBinding("repaint", [.control("l")], "repaint", .repaint),
      KeyBinding("suspend", [.control("z")], "suspend", .suspend),
      KeyBinding("back", [.escape], "back", .back),
      KeyBinding("quit", ["q", .control("c")], "quit", .quit, footerRank: 10),
      KeyBinding(
        "unlock",
        [],
        "allow changes",
        .unlock,
        unavailable: options.isOffline
          ? Self.offlineRefusal : mayWrite ? "changes are already allowed" : nil
      ),
      KeyBinding(
        "lock",
        [],
        "read-only mode",
        .lock,
        unavailable: mayWrite ? nil : "already read-only"
      ),
      KeyBinding(
        "drop-notes",
        [],
        "discard the unsaved notes",
        .dropNotes,
        unavailable: dialogDrafts.contains(where: \.isAboutUsers) ? nil : "no unsaved notes"
      ),
    ]
    return rows.map { $0.lifted(BindingMessage.command).rebound(by: options.keys) }
  }

  /// The rows of one pane.
  func paneBindings(of pane: PaneID) -> [KeyBinding<BindingMessage>] {
    let context = context(for: pane)
    let rows: [KeyBinding<BindingMessage>] =
      switch pane {
      case .users: users.bindings(in: context).map { $0.lifted(BindingMessage.users) }
      case .timeline: timeline.bindings(in: context).map { $0.lifted(BindingMessage.timeline) }
      case .integrations:
        integrations.bindings(in: context).map { $0.lifted(BindingMessage.integrations) }
      case .behaviors: behaviors.bindings(in: context).map { $0.lifted(BindingMessage.behaviors) }
      }
    return rows.map { $0.rebound(by: options.keys) }
  }

  /// The keys that work here: the focused pane's before those of everywhere.
  var bindings: [KeyBinding<BindingMessage>] {
    paneBindings(of: focus) + commandBindings
  }

  /// A binding's first key as words, such as `4`.
  func keyName(_ binding: String) -> SafeText {
    SafeText(options.keys[binding]?.first?.name ?? Self.defaultKeyNames[binding] ?? "")
  }

  mutating func receive(_ event: InputEvent) -> [Effect] {
    switch event {
    case .key(let key): return press(key)
    case .paste(let text): return paste(text)
    case .resized(let size): self.size = size
    case .resumed: return [.terminal(.repaint)]
    case .ended: return [.terminal(.quit)]
    }
    return []
  }

  mutating func press(_ key: Key) -> [Effect] {
    if !dialogs.isEmpty { return pressInDialog(key) }
    if filter(of: focus).isEditing { return pressInFilter(key) }
    guard let binding = bindings.first(where: { $0.keys.contains(key) }) else { return [] }
    if let reason = binding.unavailableReason {
      notices.post(Notice.Draft(reason, .warning), at: now)
      return []
    }
    openingKey = key
    return run(binding.message)
  }

  private mutating func pressInDialog(_ key: Key) -> [Effect] {
    // The terminal's own keys work in every state.
    if let binding = commandBindings.first(where: { $0.keys.contains(key) }) {
      if [.command(.repaint), .command(.suspend)].contains(binding.message) {
        return run(binding.message)
      }
      // A write that hangs must not lock the analyst in.
      if binding.message == .command(.quit), writesUnderWay > 0, !dialogs.isTyping,
        !(dialogs.top is QuitDialog)
      {
        return run(binding.message)
      }
    }
    if key == .control("c") { return carryOut(dialogs.cancel()) }
    return carryOut(dialogs.press(key, openingKey: openingKey))
  }

  private mutating func pressInFilter(_ key: Key) -> [Effect] {
    var filter = filter(of: focus)
    switch key {
    case .enter: filter.keep()
    case .escape, .control("c"): filter.clear()
    case .up, .down, .pageUp, .pageDown:
      // The list is visible below the field, so moving in it must not need a key first.
      guard let binding = paneBindings(of: focus).first(where: { $0.keys.contains(key) })
      else { return [] }
      return run(binding.message)
    case .control("l"): return [.terminal(.repaint)]
    case .control("z"): return [.terminal(.suspend)]
    default: _ = filter.press(key)
    }
    setFilter(filter, of: focus)
    return []
  }

  private mutating func paste(_ text: String) -> [Effect] {
    if let step = dialogs.paste(text) { return carryOut(step) }
    if dialogs.isEmpty, filter(of: focus).isEditing {
      var filter = filter(of: focus)
      filter.paste(text)
      setFilter(filter, of: focus)
      return []
    }
    notices.post(
      Notice.Draft("paste ignored: there is no text field", .warning),
      at: now
    )
    return []
  }

  /// Default keys by name, for words on the screen.
  private static let defaultKeyNames: [String: String] = [
    "export": "e", "focus.behaviors": "4", "news": "=", "palette": ":", "users.reset": "R",
    "users.verdict": "v",
  ]

  /// The key tables with their defaults, for the settings' checks and the documentation.
  ///
  /// `scope` is the pane's title, or `everywhere`; a scope's keys must differ among themselves and
  /// from those of everywhere.
  package static func keyTable() -> [(name: String, scope: String, keys: [Key], hint: SafeText)] {
    let options = DashboardOptions(accountName: "")
    let dashboard = Dashboard(
      options: options,
      size: Size(columns: 80, rows: 24),
      now: .distantPast
    )
    var rows = dashboard.commandBindings.map { ($0.name, "everywhere", $0.keys, $0.hint) }
    for pane in PaneID.allCases {
      rows += dashboard.paneBindings(of: pane)
        .map { ($0.name, pane.title.string, $0.keys, $0.hint) }
    }
    let event = RiskEvent(id: "", name: "", riskLevel: nil, timestamp: nil)
    rows += TimelinePane.evidenceBindings(of: EventDetails(event))
      .map { ($0.name, "evidence", $0.keys, $0.hint) }
    return rows.map { (name: $0.0, scope: $0.1, keys: $0.2, hint: $0.3) }
  }
}
