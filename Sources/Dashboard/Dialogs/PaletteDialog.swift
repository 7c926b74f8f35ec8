import RiskServices
import TerminalUI

/// Finds any action by its name or words and runs it.
struct PaletteDialog: Dialog {
  /// One action that can be run now, or the reason why not.
  struct Entry: Equatable, Sendable {
    var id: BindingID
    var hint: SafeText
    var keys: SafeText
    var unavailableReason: SafeText?
  }

  enum Message: Equatable, Sendable {
    case edited(TextEdit)
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
  private var list = ListState<BindingID>()

  /// Lists all bindings but those that move in lists and the palette's own.
  init(_ bindings: [Binding<BindingMessage>], _ keys: KeyMap) {
    let listed = bindings.filter { $0.id.row.context != .list && $0.id != .palette }
    entries = listed.map { binding in
      Entry(
        id: binding.id,
        hint: binding.hint,
        keys: keys.name(of: binding.id),
        unavailableReason: binding.unavailable
      )
    }
    index = SearchIndex(entries.map { [$0.id.rawValue, $0.hint.string] })
    shown = entries
    list.selectFirst(in: rows)
  }

  private var rows: ListItems<BindingID> { ListItems(shown.map(\.id)) }

  /// What Enter would run; nil when nothing matches.
  var chosen: Entry? { list.selection.flatMap { id in shown.first { $0.id == id } } }

  var cancel: Message { .canceled }

  var bindings: [Binding<Message>] {
    [
      Binding(.dialogPress, .pressed, as: "run", rank: 1),
      Binding(.dialogCancel, .canceled, as: "close"),
      Binding(.paletteNext, .moved(.down)), Binding(.palettePrevious, .moved(.up)),
    ] + ListMotion.bindings(Message.moved)
  }

  func message(for edit: TextEdit) -> Message? { .edited(edit) }

  mutating func update(_ message: Message) -> DialogStep {
    switch message {
    case .edited(let edit):
      query.apply(edit)
      narrow()
    case .moved(let motion): list.move(motion, in: rows)
    case .canceled: return .close
    case .pressed:
      guard let chosen else { return .stay }
      if let reason = chosen.unavailableReason { return .tell(reason) }
      return DialogStep(closes: true, request: .run(chosen.id))
    }
    return .stay
  }

  /// A whole name comes before all else: `lock` stands in `unlock` too.
  private mutating func narrow() {
    let terms = FilterQuery(query.text, for: .commands)
    problem = terms.problems.first.map { SafeText($0.words) } ?? ""
    let found = terms.rows(of: index).map { entries[$0] }
    let named = found.filter { $0.id.rawValue == query.text }
    shown = named + found.filter { $0.id.rawValue != query.text }
    list.selectFirst(in: rows)
  }

  mutating func page(in room: DialogRoom) -> DialogPage {
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
    let isSelected = entry.id == list.selection
    if isSelected { line.add("▌", at: 0, Style(.focusTitle, .bold)) }
    let style =
      entry.unavailableReason == nil
      ? RowStyle.name(isSelected: isSelected, isFocused: true) : Style(.dim)
    line.add(entry.hint, at: 2, style, limit: width - 34)
    line.add(SafeText(entry.id.rawValue), at: width - 31, Style(.dim), limit: 20)
    line.add(entry.keys.truncated(to: 9), endingAt: width - 1, Style(.key))
    return line
  }
}
