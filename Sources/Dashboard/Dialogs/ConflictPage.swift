import RiskServices
import TerminalUI

/// A question whose middle is a ``ConflictTable``: words above it, words below it, buttons.
struct ConflictPage<Settings: MergeableSettings> {
  var table: ConflictTable<Settings>
  /// What happened, above the table.
  var intro: SafeText
  /// What confirming does, below it.
  var notes: [SafeText]
  var form: Form<Never>
  var isSending: Bool

  /// The page in a room whose last row stays free: the notice line is there, with what a key was
  /// refused for.
  func page(in room: DialogRoom) -> DialogPage {
    let width = boxWidth(in: room)
    let (above, below) = texts(width: width - 4, room.keys)
    let layout = ConflictLayout(table, width: width - 4, room.keys)
    let fixed = above.lines.count + layout.header.count + below.lines.count + 4
    let height = max(0, min(room.rows - 1 - fixed, layout.body.count))
    let shown = (layout.header + layout.visible(height: height)).map(\.line)
    var page = DialogPage(
      "Changed by someone else: keep which?",
      width: width,
      in: DialogRoom(columns: room.columns, rows: room.rows - 1, keys: room.keys),
      above.lines + shown + below.lines,
      foot: [StyledLine(), isSending ? .saving : form.buttons(width: width - 2)]
    )
    let needed = fixed + layout.tallest + 1
    page.rowsNeeded = needed > room.rows ? needed : nil
    if height < layout.body.count {
      page.footer =
        "field \(table.selection + 1) of \(table.places.count) · \(room.keys.sign(of: .listDown)) for more"
      if !table.isWalkedThrough {
        page.unread =
          "review every field first: \(room.keys.sign(of: .listDown)) goes to the next one"
      }
    }
    return page
  }

  private func boxWidth(in room: DialogRoom) -> Int {
    let natural = ConflictLayout<Settings>.naturalWidth(table) + 4
    return min(room.columns, natural <= room.columns ? max(74, natural) : 100)
  }

  private func texts(width: Int, _ keys: KeyMap) -> (above: DialogText, below: DialogText) {
    var above = DialogText(width: width)
    above.add(intro, Style(.warning, .bold))
    above.addBlank()
    var below = DialogText(width: width)
    below.addBlank()
    if table.openCount > 0 {
      below.add(
        "\(table.openCount.counted("field")) to choose: "
          + "\(keys.name(of: .conflictTheirs)) keeps theirs, "
          + "\(keys.name(of: .conflictMine)) takes yours.",
        Style(.warning, .bold)
      )
    }
    // A tenant's name of a thousand letters must not push the table out of the box.
    for note in notes { below.add(note.truncated(to: 3 * width - 20)) }
    return (above, below)
  }
}

extension StyledLine {
  /// What stands in place of the buttons while a write is under way.
  static var saving: StyledLine { StyledLine("saving …", at: 1, Style(.dim)) }
}
