import RiskServices
import TerminalUI

/// A question whose middle is a ``ConflictTable``: words above it, words below it, buttons.
struct ConflictPage<Settings: MergeableSettings> {
  var table: ConflictTable<Settings>
  /// What happened, above the table.
  var intro: SafeText
  /// What confirming does, below it.
  var notes: [SafeText]
  var buttons: ButtonRow
  var isSending: Bool

  /// The last row of the room stays free: the notice line is there, with what a key was refused for.
  func size(within limit: Size) -> Size {
    let width = boxWidth(within: limit)
    let text = texts(width: width - 4)
    let table = layout(width: width - 4)
    let rows = text.above.lines.count + table.count + text.below.lines.count + 4
    return Size(columns: width, rows: min(limit.rows - 1, rows))
  }

  /// How many rows it takes to read one field at a time; nil when the room has them.
  func rowsNeeded(in room: Size) -> Int? {
    let width = boxWidth(within: room)
    let text = texts(width: width - 4)
    let lines = layout(width: width - 4)
    let tallest = table.places.indices.map { place in
      lines.body.count { $0.place == place }
    }.max()
    let rows =
      text.above.lines.count + lines.header.count + (tallest ?? 0) + text.below.lines.count + 5
    return rows > room.rows ? rows : nil
  }

  /// Whether some of the table is out of sight.
  func isCut(in room: Size) -> Bool {
    let wanted = size(within: Size(columns: room.columns, rows: .max))
    return wanted.rows > room.rows - 1
  }

  /// Why it cannot be confirmed in such a room; nil when it can.
  func refusal(in room: Size) -> SafeText? {
    isCut(in: room) && !table.isWalkedThrough
      ? "review every field first: ↓ goes to the next one" : nil
  }

  private func boxWidth(within limit: Size) -> Int {
    let natural = ConflictLayout<Settings>(table, width: .max).naturalWidth + 4
    return min(limit.columns, natural <= limit.columns ? max(74, natural) : 100)
  }

  private func layout(width: Int) -> ConflictLayout<Settings> {
    ConflictLayout(table, width: width)
  }

  private func texts(width: Int) -> (above: DialogText, below: DialogText) {
    var above = DialogText()
    above.add(intro, width: width, Style(.warning, .bold))
    above.addBlank()
    var below = DialogText()
    below.addBlank()
    if table.openCount > 0 {
      below.add(
        "\(table.openCount.counted("field")) to choose: 1 keeps theirs, 2 takes yours.",
        width: width,
        Style(.warning, .bold)
      )
    }
    // A tenant's name of a thousand letters must not push the table out of the box.
    for note in notes { below.add(note.truncated(to: 3 * width - 20), width: width) }
    return (above, below)
  }

  func view(in frame: inout Frame) {
    let lines = layout(width: frame.width - 4)
    let text = texts(width: frame.width - 4)
    var box = PaneFrame(dialog: "Changed by someone else: keep which?")
    let fixed = text.above.lines.count + lines.header.count + text.below.lines.count + 4
    let height = max(0, frame.height - fixed)
    if height < lines.body.count {
      box.footer = "field \(table.selection + 1) of \(table.places.count) · ↓ for more"
    }
    let inner = box.draw(in: &frame)
    frame.inside(inner) { frame in
      let area = frame.bounds.inset(rows: 0, columns: 1)
      var (part, rest) = area.split(top: text.above.lines.count)
      text.above.view(in: &frame, rows: part)
      (part, rest) = rest.split(top: lines.header.count)
      draw(lines.header, in: &frame, rows: part)
      (part, rest) = rest.split(top: min(height, lines.body.count))
      draw(lines.visible(height: part.height), in: &frame, rows: part)
      text.below.view(in: &frame, rows: rest.split(top: text.below.lines.count).top)
      if isSending {
        frame.write("saving …", row: frame.height - 1, column: 1, style: Style(.dim))
      } else {
        buttons.view(in: &frame, row: frame.height - 1)
      }
    }
  }

  private func draw(_ lines: [ConflictLine], in frame: inout Frame, rows: Rect) {
    frame.inside(rows) { frame in
      for (row, line) in lines.prefix(frame.height).enumerated() {
        for part in line.parts {
          frame.write(part.text, row: row, column: part.column, style: part.style)
        }
      }
    }
  }
}
