import RiskAPI
import RiskServices
import TerminalUI

// MARK: View

extension ResetDialog {
  func size(within limit: Size) -> Size {
    let width = min(limit.columns, 74)
    return Size(
      columns: width,
      rows: min(limit.rows, text(width: width - 4).lines.count + fixedRows + 2)
    )
  }

  /// Rows below the text: buttons or a field, with a blank above.
  private var fixedRows: Int {
    switch stage {
    case .asking, .editingNote: 5
    case .counting: 3
    case .sending, .reporting: 2
    }
  }

  func view(in frame: inout Frame) {
    let title: SafeText =
      targets.count == 1 ? "Reset \(targets[0].name)?" : "Reset \(targets.count.counted("user"))?"
    let inner = PaneFrame(dialog: title).draw(in: &frame)
    frame.inside(inner) { frame in
      let rows = frame.bounds.inset(rows: 0, columns: 1)
      text(width: rows.width).view(
        in: &frame,
        rows: rows.split(top: rows.height - fixedRows).top
      )
      let foot = frame.height - fixedRows
      switch stage {
      case .asking, .editingNote:
        frame.write("Note", row: foot + 1, column: 1, style: Style(.header))
        if stage == .editingNote {
          note.view(in: &frame, row: foot + 1, column: 6, width: frame.width - 7)
        } else {
          let text: SafeText = note.isEmpty ? "none · i to write one" : SafeText(note.text)
          frame.write(text, row: foot + 1, column: 6, style: Style(.dim), limit: frame.width - 7)
        }
        buttons.view(in: &frame, row: foot + 3)
      case .counting:
        let start = frame.write(
          "Type \(targets.count) to reset them all:",
          row: foot + 1,
          column: 1
        )
        count.view(in: &frame, row: foot + 1, column: start + 1, width: 10)
      case .sending(let isStopping):
        let words: SafeText = isStopping ? "stopping after this one" : "resetting"
        let total = targets.count
        frame.write(
          "\(words): \(next) of \(total) done, \(failures.count) failed",
          row: foot,
          column: 1
        )
        frame.write(
          Bar.text(next, of: total, width: frame.width - 2),
          row: foot + 1,
          column: 1,
          style: Style(.focusTitle)
        )
      case .reporting:
        frame.write("Esc closes", row: foot + 1, column: 1, style: Style(.dim))
      }
    }
  }

  private func text(width: Int) -> DialogText {
    var text = DialogText()
    if stage == .reporting {
      text.add("\(doneCount) of \(targets.count.counted("user")) reset.", width: width)
      for failure in failures.prefix(12) { text.add(failure, width: width, Style(.error)) }
      if failures.count > 12 { text.add("… and \(failures.count - 12) more", width: width) }
      return text
    }
    // Whom it is about, the warning and the reasons must all fit 80×24.
    let named = targets.count > 3 ? 2 : targets.count
    for target in targets.prefix(named) {
      let line: SafeText =
        "\(SafeText(target.seen.level.words).truncated(to: 12))  "
        + "\(target.seen.eventCount.counted("event"))  "
        + "\(target.name.truncated(to: width / 2))  \(target.email)"
      // One line each: a long name must not push the warning out of the box.
      text.add(line.truncated(to: width), width: width, Style(.risk(target.seen.level), .bold))
    }
    if targets.count > named {
      text.add("… and \(targets.count - named) more", width: width)
    }
    if hiddenCount > 0 {
      let verb: SafeText = hiddenCount == 1 ? "is" : "are"
      text.add("\(hiddenCount) of them \(verb) hidden by the filter", width: width, Style(.warning))
    }
    if let earlier { text.add(earlier, width: width, Style(.warning)) }
    text.addBlank()
    text.add("This cannot be undone. The score starts anew at the next event.", width: width)
    if !exportedTo.isEmpty {
      text.add(
        "The reset is exported to \(exportedTo.joined(separator: ", ")): "
          + "an access policy may let them in again.",
        width: width,
        Style(.warning)
      )
    }
    if let remark { text.add(remark, width: width, Style(.warning, .bold)) }
    guard stage == .asking || stage == .editingNote else { return text }
    text.addBlank()
    text.addPairs(
      ResetReason.allCases.enumerated().map { number, choice in
        (text: "\(number + 1)  \(choice.words)", isChosen: choice == reason)
      },
      width: width
    )
    return text
  }
}
