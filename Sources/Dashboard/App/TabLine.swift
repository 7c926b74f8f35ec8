import TerminalUI

/// The line that names the panes where only one of them is on the screen.
struct TabLine {
  let focus: PaneID
  let hasUnsavedBehaviors: Bool

  /// Draws it into a row; a click on a name turns to its pane.
  func draw(in frame: inout Frame, row: Int) {
    var column = 1
    for pane in PaneID.allCases {
      let isFocused = pane == focus
      // Where not all names fit, the one that matters does.
      let name: SafeText =
        frame.width >= 60 || isFocused ? "\(pane.rawValue) \(pane.title)" : "\(pane.rawValue)"
      let label: SafeText = isFocused ? "[\(name)]" : " \(name) "
      let unsaved: SafeText = pane == .behaviors && hasUnsavedBehaviors ? "*" : ""
      let start = column
      column = frame.write(
        label + unsaved,
        row: row,
        column: start,
        style: isFocused ? Style(.focusTitle, .bold) : Style(.title)
      )
      let tab = Rect(row: row, column: start, width: column - start, height: 1)
      frame.on(.press, tab, Command.focus(pane))
      column += 1
    }
  }
}
