import TerminalUI

/// The box around a pane or dialog: title in the top edge, status right of it, counts in the lower.
struct Box {
  var title: SafeText
  var status: SafeText = ""
  var statusRole = Role.dim
  var footer: SafeText = ""
  var borderRole: Role
  var titleRole: Role

  /// Draws the box over the whole region and returns what is inside it.
  func draw(in frame: inout Frame) -> Rect {
    let width = frame.width
    let height = frame.height
    guard width >= 4, height >= 2 else { return Rect(row: 0, column: 0, width: 0, height: 0) }
    let border = Style(borderRole)
    let edge = Rect(row: 0, column: 1, width: width - 2, height: 1)
    frame.fill(edge, "─", style: border)
    frame.fill(edge.offset(rows: height - 1, columns: 0), "─", style: border)
    let side = Rect(row: 1, column: 0, width: 1, height: height - 2)
    frame.fill(side, "│", style: border)
    frame.fill(side.offset(rows: 0, columns: width - 1), "│", style: border)
    for (corner, row, column) in [
      ("╭", 0, 0), ("╮", 0, width - 1), ("╰", height - 1, 0), ("╯", height - 1, width - 1),
    ] as [(SafeText, Int, Int)] {
      frame.write(corner, row: row, column: column, style: border)
    }
    let titleEnd = frame.write(
      " \(title.truncated(to: width - 6)) ",
      row: 0,
      column: 2,
      style: Style(titleRole, .bold)
    )
    let room = width - 2 - titleEnd - 2
    if !status.isEmpty, room > 4 {
      frame.writeTrailing(
        " \(status.truncated(to: room)) ",
        row: 0,
        inset: 2,
        style: Style(statusRole)
      )
    }
    if !footer.isEmpty, footer.width + 6 < width {
      frame.writeTrailing(" \(footer) ", row: height - 1, inset: 2, style: Style(.dim))
    }
    return frame.bounds.inset()
  }
}
