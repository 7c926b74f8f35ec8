import TerminalUI

/// The parts of a pane inside its frame: what stands above its list, the list, and what stands below.
struct PaneParts: Equatable {
  let head: Rect
  let list: Rect
  let foot: Rect
  /// List and foot: the room of the words of an empty list.
  let rest: Rect

  /// Cuts the room of a pane, frame included; the list keeps a row, however low the pane is.
  init(_ size: Size, head: Int = 0, foot: Int = 0) {
    let inner = Rect(row: 0, column: 0, width: size.columns - 2, height: size.rows - 2)
    (self.head, rest) = inner.split(top: head)
    (list, self.foot) = rest.split(top: max(1, rest.height - foot))
  }
}
