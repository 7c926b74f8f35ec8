import RiskServices
package import TerminalUI

/// Finds any action by its name or words and runs it.
package struct PaletteDialog: DialogContent {
  /// One action that can be run now, or the reason why not.
  package struct Entry: Equatable, Sendable {
    package var name: SafeText
    package var hint: SafeText
    package var keys: SafeText
    package var message: BindingMessage
    package var unavailableReason: SafeText?
  }

  package let entries: [Entry]
  private(set) var query = TextField(limit: 100)
  private(set) var selected = 0
  private let index: SearchIndex

  package init(_ entries: [Entry]) {
    self.entries = entries
    index = SearchIndex(entries.map { [$0.name.string, $0.hint.string] })
  }

  var isTyping: Bool { true }

  /// Entries that match, the best first.
  ///
  /// A whole name comes before all else: `lock` stands in `unlock` too.
  private var shown: [Entry] {
    let found = terms.rows(of: index).map { entries[$0] }
    let named = found.filter { $0.name.string == query.text }
    return named + found.filter { $0.name.string != query.text }
  }

  private var terms: FilterQuery { FilterQuery(query.text, for: .commands) }

  /// What Enter would run; nil when nothing matches.
  var chosen: Entry? {
    let shown = shown
    return shown.indices.contains(selected) ? shown[selected] : nil
  }

  var bindings: [KeyBinding<DialogMessage>] {
    [
      KeyBinding("dialog.press", [.enter], "run", .buttonPressed, footerRank: 1),
      KeyBinding("dialog.cancel", [.escape], "close", .canceled, footerRank: 2),
      KeyBinding("list.down", [.down, .control("n")], "down", .scrolled(.down)),
      KeyBinding("list.up", [.up, .control("p")], "up", .scrolled(.up)),
      KeyBinding("list.page-down", [.pageDown], "page down", .scrolled(.pageDown)),
      KeyBinding("list.page-up", [.pageUp], "page up", .scrolled(.pageUp)),
    ]
  }

  mutating func update(_ message: DialogMessage) -> DialogStep {
    switch message {
    case .typed(let key):
      _ = query.press(key)
      selected = 0
    case .pasted(let text):
      query.insert(text)
      selected = 0
    case .scrolled(let motion):
      selected = motion.moved(from: selected, count: shown.count, page: 8) ?? 0
    case .canceled: return .close
    case .buttonPressed:
      guard let chosen else { return .stay }
      if let reason = chosen.unavailableReason { return .tell(reason) }
      return DialogStep(closes: true, command: chosen.message)
    default: break
    }
    return .stay
  }

  func size(within limit: Size) -> Size {
    Size(columns: min(limit.columns, 64), rows: min(limit.rows, min(18, entries.count + 4)))
  }

  func view(in frame: inout Frame) {
    let inner = PaneFrame(dialog: "Commands").draw(in: &frame)
    frame.inside(inner) { frame in
      let start = frame.write(":", row: 0, column: 1, style: Style(.key, .bold)) + 1
      query.view(in: &frame, row: 0, column: start, width: frame.width - start - 1)
      let rows = frame.bounds.split(top: 2).bottom
      let problem = terms.problems.first.map { SafeText($0.words) } ?? ""
      frame.write(problem, row: 1, column: 2, style: Style(.dim), limit: frame.width - 3)
      let shown = shown
      guard !shown.isEmpty else {
        frame.write("no such command", row: rows.row, column: 3, style: Style(.dim))
        return
      }
      let top = Viewport.top(after: 0, selected: selected, count: shown.count, height: rows.height)
      for (offset, entry) in shown.dropFirst(top).prefix(rows.height).enumerated() {
        let row = rows.row + offset
        let isSelected = top + offset == selected
        if isSelected { frame.write("▌", row: row, column: 0, style: Style(.focusTitle, .bold)) }
        let isAvailable = entry.unavailableReason == nil
        let style =
          isAvailable ? RowStyle.name(isSelected: isSelected, isFocused: true) : Style(.dim)
        frame.write(entry.hint, row: row, column: 2, style: style, limit: frame.width - 34)
        frame.write(entry.name, row: row, column: frame.width - 31, style: Style(.dim), limit: 20)
        frame.writeTrailing(entry.keys.truncated(to: 9), row: row, inset: 1, style: Style(.key))
      }
    }
  }
}
