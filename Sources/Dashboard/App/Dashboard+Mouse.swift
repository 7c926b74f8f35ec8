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

/// Tells a second click on the same thing from a first one.
struct ClickWatch: Equatable {
  private var last: (target: MouseTarget, time: Date)?

  private static let pause: TimeInterval = 0.4

  /// Whether the same was clicked a moment ago; a third click is a first one again.
  mutating func isSecond(_ target: MouseTarget, at time: Date) -> Bool {
    let isSecond = last.map { last in
      last.target == target && (0...Self.pause).contains(time.timeIntervalSince(last.time))
    }
    last = isSecond == true ? nil : (target, time)
    return isSecond == true
  }

  static func == (left: ClickWatch, right: ClickWatch) -> Bool {
    left.last?.target == right.last?.target && left.last?.time == right.last?.time
  }
}
