import Foundation
import TerminalUI

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
