import TerminalUI

/// How a dialog stands in a room, as a value: what is drawn, and whether it can be answered there.
struct DialogPage: Equatable, Sendable {
  let title: SafeText
  /// What stands in the lower edge, such as which lines show.
  var footer: SafeText = ""
  /// Columns and rows that it takes, frame included.
  let size: Size
  /// The key that leaves it, in words.
  private let cancelKey: SafeText
  /// What stands inside the frame, from its first row on.
  let lines: [StyledLine]
  /// How many rows it takes to read and answer it; nil where the room has them.
  var rowsNeeded: Int?
  /// Why it cannot be confirmed before more of it was read; nil where it can.
  var unread: SafeText?

  /// A page of some lines, and of others that stay at its foot where the room is low.
  ///
  /// `isWhole` is for a question that must not be answered by somebody who sees only half of it.
  init(
    _ title: SafeText,
    width: Int,
    in room: DialogRoom,
    _ body: [StyledLine],
    foot: [StyledLine] = [],
    isWhole: Bool = false
  ) {
    self.title = title
    cancelKey = room.keys.name(of: .dialogCancel)
    let rows = body.count + foot.count + 2
    size = Size(columns: width, rows: min(room.rows, rows))
    let height = max(0, size.rows - 2)
    lines = Array(body.prefix(max(0, height - foot.count)) + foot.suffix(height))
    rowsNeeded = isWhole && rows > room.rows ? rows : nil
  }

  /// Draws the page in the middle of the region, over what is there.
  func view(in frame: inout Frame) {
    if let rowsNeeded { return tooLow(rowsNeeded, in: frame.bounds).draw(in: &frame) }
    draw(in: &frame)
  }

  private func draw(in frame: inout Frame) {
    let box = frame.bounds.centered(width: size.columns, height: size.rows)
    frame.inside(box) { frame in
      frame.fill(frame.bounds)
      var edge = Box(title: title, borderRole: .dialogBorder, titleRole: .dialogTitle)
      edge.footer = footer
      let inner = edge.draw(in: &frame)
      frame.inside(inner) { frame in
        for (row, line) in lines.enumerated() { frame.write(line, row: row) }
      }
    }
  }

  private func tooLow(_ rows: Int, in room: Rect) -> DialogPage {
    // The top line and the footer are not the dialog's.
    let lines = TextWrap.lines(
      of: "This question needs a screen of \(rows + 2) rows. \(cancelKey) cancels it.",
      width: min(50, room.width - 4)
    )
    return DialogPage(
      "Screen too low",
      width: 54,
      in: DialogRoom(columns: room.width, rows: room.height),
      lines.map { StyledLine($0, at: 1, Style(.warning)) }
    )
  }
}
