import TerminalUI

// MARK: Layout

/// Where the panes are.
struct DashboardLayout {
  /// The panes on the screen and their places, frames included.
  var panes: [(pane: PaneID, rect: Rect)]
  /// The row of the tab line; nil when all panes show.
  var tabRow: Int?
}

extension Dashboard {
  /// Four panes from 100×28 up; below, the focused one behind a line of tabs.
  var layout: DashboardLayout {
    let area = Rect(row: 1, column: 0, width: size.columns, height: size.rows - 2)
    if size.columns < 100 || size.rows < 28 {
      let (_, rest) = area.split(top: 1)
      return DashboardLayout(panes: [(focus, rest)], tabRow: area.row)
    }
    if isZoomed { return DashboardLayout(panes: [(focus, area)], tabRow: nil) }
    let (left, right) = area.split(left: size.columns * 48 / 100)
    let wanted = max(
      account.behaviors.value?.count ?? 0,
      account.integrations.value?.count ?? 0,
      3
    )
    let bottomHeight = min(wanted + 4, area.height * 38 / 100)
    let (users, behaviors) = left.split(top: left.height - bottomHeight)
    let (timeline, integrations) = right.split(top: right.height - bottomHeight)
    return DashboardLayout(
      panes: [
        (.users, users), (.timeline, timeline), (.integrations, integrations),
        (.behaviors, behaviors),
      ],
      tabRow: nil
    )
  }

  /// What dialogs have: all but the top line and the footer.
  var dialogRoom: DialogRoom {
    DialogRoom(columns: size.columns, rows: size.rows - 2, keys: keys)
  }

  func isVisible(_ pane: PaneID) -> Bool {
    layout.panes.contains { $0.pane == pane }
  }

  /// What a pane sees.
  ///
  /// A pane that is not on the screen gets the room it would have.
  func context(for pane: PaneID) -> PaneContext {
    let rect = layout.panes.first { $0.pane == pane }?.rect ?? layout.panes[0].rect
    let height = rect.height - failureLines(of: pane, in: rect).count
    return PaneContext(
      account: account,
      now: now,
      timeZone: options.timeZone,
      isFocused: pane == focus,
      size: Size(columns: rect.width, rows: height),
      isOffline: options.isOffline,
      writeRefusal: writeRefusal,
      spinner: loading.spinner,
      keys: keys
    )
  }
}
