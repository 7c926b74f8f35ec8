import RiskAPI
import RiskServices
import TerminalUI

// MARK: The evidence

extension TimelinePane {
  func draw(_ details: EventDetails, in frame: inout Frame, context: PaneContext) {
    let event = details.event
    let words = TimeFormatter(now: context.now, timeZone: context.timeZone)
    let column = frame.write(
      SafeText(level: event.riskLevel),
      row: 0,
      column: 1,
      style: .risk(event.riskLevel)
    )
    let count = tallies.first { $0.name == event.name }?.count ?? 1
    let related: SafeText = count > 1 ? "one of \(count.grouped) such events" : ""
    let end =
      related.isEmpty || frame.width < column + related.width + 24
      ? frame.width : frame.writeTrailing(related, row: 0, inset: 1, style: Style(.dim))
    frame.write(
      SafeText(event.name),
      row: 0,
      column: column + 2,
      style: Style(.text, .bold),
      limit: max(0, end - column - 3)
    )
    let time = event.timestamp.map { SafeText(words.absolute($0)) } ?? "without a time"
    frame.write(
      "\(time)  ·  \(event.id)",
      row: 1,
      column: 1,
      style: Style(.dim),
      limit: frame.width - 2
    )
    if let origin = details.origin {
      frame.write(
        RecordFormatter.text(of: origin, words),
        row: 2,
        column: 1,
        style: Style(.warning),
        limit: frame.width - 2
      )
    } else {
      frame.write(details.words, row: 2, column: 1, limit: frame.width - 2)
    }
    let list = EventDetails.parts(context.size).list
    guard details.lineCount > 0 else {
      EmptyState(lines: ["this event has no details"]).view(in: &frame, rows: list)
      return
    }
    let top = Viewport.top(
      after: max(0, details.line - list.height / 2),
      selected: details.line,
      count: details.lineCount,
      height: list.height
    )
    for line in top..<min(details.lineCount, top + list.height) {
      let row = list.row + line - top
      if line == details.line {
        frame.write("▌", row: row, column: 0, style: Style(.focusTitle, .bold))
      }
      if details.isRaw {
        frame.write(details.rawLines[line], row: row, column: 2, limit: frame.width - 3)
      } else if let tree = details.tree {
        draw(tree.lines[line], row: row, in: &frame)
      }
    }
  }

  private func draw(_ line: JSONTree.Line, row: Int, in frame: inout Frame) {
    let indent = 2 + 2 * max(0, line.path.count - 1)
    let sign: SafeText =
      switch line.fold {
      case .none: " "
      case .open: "▾"
      case .closed: "▸"
      }
    frame.write(sign, row: row, column: indent, style: Style(.dim))
    var column = frame.write(
      line.key,
      row: row,
      column: indent + 2,
      style: Style(.detailKey),
      limit: max(0, frame.width - indent - 3)
    )
    if !line.key.isEmpty { column += 2 }
    frame.write(
      line.text,
      row: row,
      column: max(column, indent + 2),
      style: Style(line.fold == .none ? .detailValue : .dim),
      limit: max(0, frame.width - column - 1)
    )
  }
}
