/// What a row of the key table means: for a pane, or for the whole screen.
package enum BindingMessage: Equatable, Sendable {
  case users(UsersPane.Message)
  case timeline(TimelinePane.Message)
  case integrations(IntegrationsPane.Message)
  case behaviors(BehaviorsPane.Message)
  case command(Command)
  /// Opens the dialog that this key opens.
  case open(BindingID)
}

/// What works everywhere.
package enum Command: Equatable, Sendable {
  case focus(PaneID)
  case focusNext
  case focusPrevious
  case zoom
  case filter
  case palette
  case help
  case refresh
  case copy
  case export
  case log
  case repaint
  case suspend
  case back
  case quit
  case unlock
  case lock
  case news
  case markSeen
  case dropNotes
}
