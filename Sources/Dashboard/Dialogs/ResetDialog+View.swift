import RiskAPI
import RiskServices
import TerminalUI

// MARK: View

extension ResetDialog {
  func size(within limit: Size) -> Size {
    let below = rowsBelowList(in: limit)
    if hasList { return list.size(within: limit, below: below) }
    return Size(columns: TargetList.width(within: limit), rows: min(limit.rows, below))
  }

  func rowsNeeded(in room: Size) -> Int? {
    mustBeWhole ? list.rowsNeeded(in: room, below: rowsBelowList(in: room)) : nil
  }

  mutating func follow(_ room: Size) {
    let below = rowsBelowList(in: room)
    list.follow(room, below: below)
  }

  private func rowsBelowList(in room: Size) -> Int {
    text(width: TargetList.width(within: room) - 4).lines.count + fixedRows + 2
  }

  /// Whether it shows whom it is about.
  private var hasList: Bool {
    switch stage {
    case .asking, .editingNote, .counting: true
    case .sending, .reporting: false
    }
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
    var box = PaneFrame(dialog: title)
    if hasList, let range = list.range { box.footer = range }
    let inner = box.draw(in: &frame)
    frame.inside(inner) { frame in
      let rows = frame.bounds.inset(rows: 0, columns: 1)
      let text = text(width: rows.width)
      let top = rows.split(top: rows.height - fixedRows).top
      if hasList {
        list.view(in: &frame, rows: top, above: text)
      } else {
        text.view(in: &frame, rows: top)
      }
      let foot = frame.height - fixedRows
      switch stage {
      case .asking, .editingNote:
        frame.write("Note:", row: foot + 1, column: 1, style: Style(.header))
        if stage == .editingNote {
          note.view(in: &frame, row: foot + 1, column: 7, width: frame.width - 8)
        } else {
          let text: SafeText = note.isEmpty ? "none (i to add)" : SafeText(note.text)
          frame.write(text, row: foot + 1, column: 7, style: Style(.dim), limit: frame.width - 8)
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
    if hiddenCount > 0 {
      let verb: SafeText = hiddenCount == 1 ? "is" : "are"
      text.add("\(hiddenCount) of them \(verb) hidden by the filter", width: width, Style(.warning))
    }
    if let warning = list.warning { text.add(warning, width: width, Style(.warning, .bold)) }
    if let earlier { text.add(earlier, width: width, Style(.warning)) }
    text.addBlank()
    text.add("This cannot be undone. The score is rebuilt from the next event.", width: width)
    if !exportedTo.isEmpty {
      text.add(
        "The reset is sent to \(exportedTo.joined(separator: ", ")): "
          + "an access policy may let them in again.",
        width: width,
        Style(.warning)
      )
    }
    if let remark { text.add(remark, width: width, Style(.warning, .bold)) }
    if stage == .counting {
      text.addBlank()
      text.add("Reason: \(reason?.words ?? "none")", width: width)
      text.add(note.isEmpty ? "Note: none" : "Note: \(SafeText(note.text))", width: width)
    }
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
