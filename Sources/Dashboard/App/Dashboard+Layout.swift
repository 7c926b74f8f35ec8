import RiskAPI
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
    layout.makeRoom { pane, rect in
      // A pane with nothing to show says why inside.
      guard let resource = resource(of: pane), let error = account.failure(of: resource),
        account.isKnown(resource) || self.pane(pane).hasRows
      else { return [] }
      return PaneFailure(error, of: pane).lines(in: rect)
    }
    return layout
  }

  /// What a pane shows; nil for the timeline of nobody.
  private func resource(of pane: PaneID) -> Resource? {
    switch pane {
    case .users: .users
    case .timeline: timeline.userID.map(Resource.user)
    case .integrations: .integrations
    case .behaviors: .behaviors
    }
  }

  /// Puts a failed fetch into the messages.
  mutating func recordFailure<Value>(
    _ result: Result<Fetched<Value>, APIError>,
    of pane: PaneID,
    after earlier: APIError?
  ) {
    guard case .failure(let error) = result, error != .canceled,
      let notice = PaneFailure(error, of: pane).notice(after: earlier)
    else { return }
    notices.record(notice, at: now)
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
