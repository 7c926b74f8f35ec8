import TerminalUI

// MARK: Layout

extension Dashboard {
  /// Where the panes are now, and what they have to say of failures.
  var newLayout: PaneLayout {
    let behaviors = account.behaviors.value?.count ?? 0
    let integrations = account.integrations.value?.count ?? 0
    var layout = PaneLayout(
      size: size,
      focus: focus,
      isZoomed: isZoomed,
      lowerRows: max(behaviors, integrations, 3) + 4
    )
    layout.makeRoom(for: failureLines)
    return layout
  }

  /// What dialogs have: all but the top line and the footer.
  var dialogRoom: DialogRoom {
    DialogRoom(columns: size.columns, rows: size.rows - 2, keys: keys)
  }

  func isVisible(_ pane: PaneID) -> Bool { layout.shows(pane) }

  /// What a pane sees.
  func context(for pane: PaneID) -> PaneContext {
    PaneContext(
      account: account,
      now: now,
      timeZone: options.timeZone,
      isFocused: pane == focus,
      size: layout.size(of: pane),
      isOffline: options.isOffline,
      writeRefusal: writeRefusal,
      spinner: loading.spinner,
      keys: keys
    )
  }
}
