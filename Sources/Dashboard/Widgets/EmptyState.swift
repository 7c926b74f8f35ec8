import RiskServices
import TerminalUI

/// Words in the middle of a pane that has no rows: empty is never blank.
struct EmptyState {
  var lines: [SafeText]
  var role = Role.dim

  func view(in frame: inout Frame, rows: Rect) {
    let wrapped = lines.flatMap { TextWrap.lines(of: $0, width: rows.width - 2) }
    let top = rows.row + max(0, (rows.height - wrapped.count) / 2)
    for (index, line) in wrapped.enumerated() where index < rows.height {
      frame.write(
        line,
        row: top + index,
        column: rows.column + max(1, (rows.width - line.width) / 2),
        style: Style(role)
      )
    }
  }
}

extension EmptyState {
  /// Why a pane has no rows: they failed, they load, the filter hides them, or there are none.
  ///
  /// `what` is what was fetched, such as `the users`; `match` are the words of a filter that hides all
  /// there is, nil where it hides nothing.
  init<Value>(
    of data: Loadable<Value>,
    _ what: SafeText,
    match: SafeText?,
    none: [SafeText],
    noneKept: [SafeText] = [],
    note: SafeText = "",
    in context: PaneContext
  ) {
    if data.value == nil {
      if let failure = data.failure {
        let operation = "read \(what)"
        self.init(
          lines: StatusFormatter.paragraphs(for: failure, operation: operation) + noneKept,
          role: .warning
        )
      } else {
        self.init(lines: context.spinner == nil ? [] : ["loading \(what)"])
      }
    } else if let match {
      self.init(
        lines: [match] + (note.isEmpty ? [] : [note]) + ["Esc shows all again"]
      )
    } else {
      self.init(lines: none)
    }
  }
}
