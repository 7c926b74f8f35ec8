/// A name that every theme gives an appearance to.
///
/// Views speak of roles only, so that a theme, or a terminal without colors, changes nothing else.
package enum Role: String, CaseIterable, Sendable {
  case text
  /// Text that matters less: units, separators, explanations.
  case dim
  case header
  /// The frame of a pane without the focus.
  case border
  /// The title of a pane without the focus.
  case title
  /// The frame of the focused pane: the one accent of the screen.
  case focusBorder = "focus.border"
  /// The title of the focused pane.
  case focusTitle = "focus.title"
  /// The name in the selected row of the focused pane.
  case selection
  /// The name in the selected row of a pane without the focus.
  case selectionUnfocused = "selection.unfocused"
  case riskHigh = "risk.high"
  case riskMedium = "risk.medium"
  case riskLow = "risk.low"
  /// No level: after a reset, or never scored.
  case riskNone = "risk.none"
  /// A level that is not one of the documented three.
  case riskOther = "risk.other"
  /// The sign of a marked row.
  case mark
  /// What changed lately, such as a new or raised user.
  case news
  /// An edit that is not written yet.
  case unsaved
  case on
  case off
  case success
  case warning
  case error
  /// A key in the footer or in help.
  case key
  /// The words after a key.
  case hint
  case dialogBorder = "dialog.border"
  case dialogTitle = "dialog.title"
  case button
  case buttonFocused = "button.focused"
  /// A text field.
  case input
  /// The letters of a row that the filter matched.
  case match
  /// The names of members in an event's details.
  case detailKey = "detail.key"
  /// The values in an event's details.
  case detailValue = "detail.value"
}
