import RiskServices
import TerminalUI

/// Finds any action by its name or words and runs it.
struct PaletteDialog: Dialog {
  /// One action that can be run now, or the reason why not.
  struct Entry: Equatable, Sendable {
    var name: SafeText
    var hint: SafeText
    var keys: SafeText
    var message: BindingMessage
    var unavailableReason: SafeText?
  }

  enum Message: Equatable, Sendable {
    case edited(TextInput)
    case moved(ListMotion)
    case pressed
    case canceled
  }

  private let entries: [Entry]
  private let index: SearchIndex
  private var query = TextField(limit: 100)
  /// Entries that match, the best first.
  private var shown: [Entry]
  private var problem: SafeText = ""
  private var list = ListState<SafeText>()

  init(_ entries: [Entry]) {
    self.entries = entries
    index = SearchIndex(entries.map { [$0.name.string, $0.hint.string] })
    shown = entries
    list.selectFirst(in: rows)
  }

  private var rows: ListItems<SafeText> { ListItems(shown.map(\.name)) }

  /// What Enter would run; nil when nothing matches.
  var chosen: Entry? { list.selection.flatMap { name in shown.first { $0.name == name } } }

  var bindings: [KeyBinding<Message>] {
    [
      KeyBinding("dialog.press", [.enter], "run", .pressed, footerRank: 1),
      KeyBinding("dialog.cancel", [.escape], "close", .canceled, footerRank: 2),
      KeyBinding("list.down", [.down, .control("n")], "down", .moved(.down)),
      KeyBinding("list.up", [.up, .control("p")], "up", .moved(.up)),
      KeyBinding("list.page-down", [.pageDown], "page down", .moved(.pageDown)),
      KeyBinding("list.page-up", [.pageUp], "page up", .moved(.pageUp)),
    ]
  }

  func message(for input: TextInput) -> Message? { .edited(input) }

  mutating func update(_ message: Message) -> DialogStep {
    switch message {
    case .edited(let input):
      query.take(input)
      narrow()
    case .moved(let motion): list.move(motion, in: rows)
    case .canceled: return .close
    case .pressed:
      guard let chosen else { return .stay }
      if let reason = chosen.unavailableReason { return .tell(reason) }
      return DialogStep(closes: true, command: chosen.message)
    }
    return .stay
  }

  /// A whole name comes before all else: `lock` stands in `unlock` too.
  private mutating func narrow() {
    let terms = FilterQuery(query.text, for: .commands)
    problem = terms.problems.first.map { SafeText($0.words) } ?? ""
    let found = terms.rows(of: index).map { entries[$0] }
    let named = found.filter { $0.name.string == query.text }
    shown = named + found.filter { $0.name.string != query.text }
    list.selectFirst(in: rows)
  }

  mutating func page(in room: Size) -> DialogPage {
    let width = min(room.columns, 64)
    let height = max(1, min(room.rows, min(18, entries.count + 4)) - 4)
    list.follow(height: height, in: rows)
    var head = StyledLine()
    let start = head.add(":", at: 1, Style(.key, .bold)) + 1
    query.add(to: &head, column: start, width: width - start - 3)
    var lines = [head, StyledLine(problem.truncated(to: width - 5), at: 2, Style(.dim))]
    if shown.isEmpty { lines.append(StyledLine("no such command", at: 3, Style(.dim))) }
    lines += list.visible.map { line(shown[$0], width: width - 2) }
    lines += Array(repeating: StyledLine(), count: max(0, height + 2 - lines.count))
    return DialogPage("Commands", width: width, in: room, lines)
  }

  private func line(_ entry: Entry, width: Int) -> StyledLine {
    var line = StyledLine()
    let isSelected = entry.name == list.selection
    if isSelected { line.add("▌", at: 0, Style(.focusTitle, .bold)) }
    let style =
      entry.unavailableReason == nil
      ? RowStyle.name(isSelected: isSelected, isFocused: true) : Style(.dim)
    line.add(entry.hint, at: 2, style, limit: width - 34)
    line.add(entry.name, at: width - 31, Style(.dim), limit: 20)
    line.add(entry.keys.truncated(to: 9), endingAt: width - 1, Style(.key))
    return line
  }
}
