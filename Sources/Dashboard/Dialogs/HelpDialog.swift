import TerminalUI

/// Every key that works where the analyst is, with what it does.
///
/// Made from the key tables.
struct HelpDialog: Dialog {
  /// A heading, or a key with its words.
  enum Line: Equatable, Sendable {
    case heading(SafeText)
    case key(keys: SafeText, hint: SafeText, unavailableReason: SafeText?)
  }

  enum Message: Equatable, Sendable {
    case scrolled(ListMotion)
    case canceled
  }

  private let title: SafeText
  private let lines: [Line]
  private var scroll = ListState<Never>()

  /// Lists the keys of a pane, then those of everywhere.
  init(
    _ pane: PaneID,
    _ bindings: [Binding<BindingMessage>],
    everywhere: [Binding<BindingMessage>],
    _ keys: KeyMap
  ) {
    title = "Help · \(pane.title)"
    lines =
      [.heading(pane.title)] + Self.lines(bindings, keys)
      + [.heading("Everywhere")] + Self.lines(everywhere, keys)
  }

  private static func lines(_ bindings: [Binding<BindingMessage>], _ keys: KeyMap) -> [Line] {
    // What folds depends on the line, and comes back with the next one.
    bindings.filter {
      !keys.keys(of: $0.id).isEmpty && ($0.id != .timelineFold || $0.unavailable == nil)
    }
    .map { binding in
      .key(
        keys: keys.keys(of: binding.id).map { SafeText($0.name) }.joined(separator: " "),
        hint: binding.hint,
        unavailableReason: binding.unavailable
      )
    }
  }

  var cancel: Message { .canceled }

  var bindings: [Binding<Message>] {
    [
      Binding(.dialogClose, .canceled), Binding(.dialogPress, .canceled).unlisted,
      Binding(.help, .canceled).unlisted,
    ] + ListMotion.bindings(Message.scrolled)
  }

  mutating func update(_ message: Message) -> DialogStep {
    switch message {
    case .canceled: return .close
    case .scrolled(let motion): scroll.scroll(motion)
    }
    return .stay
  }

  mutating func page(in room: DialogRoom) -> DialogPage {
    let width = min(room.columns, 70)
    let rows = ReadLines(lines.count)
    scroll.follow(rows)
    scroll.follow(height: room.rows - 2, in: rows)
    let shown = scroll.visible.map { Self.line(lines[$0], width: width - 2) }
    var page = DialogPage(title, width: width, in: room, shown)
    if scroll.isCut {
      let last = scroll.visible.upperBound
      page.footer =
        "\(scroll.top + 1)–\(last) of \(lines.count) · \(room.keys.sign(of: .listDown)) for more"
    }
    return page
  }

  private static func line(_ line: Line, width: Int) -> StyledLine {
    switch line {
    case .heading(let text): return StyledLine(text, at: 1, Style(.header, .bold))
    case .key(let keys, let hint, let reason):
      var line = StyledLine(keys.truncated(to: 22), at: 2, Style(.key, .bold))
      let text: SafeText = reason.map { "\(hint) (\($0))" } ?? hint
      line.add(text, at: 25, Style(reason == nil ? .text : .dim), limit: width - 26)
      return line
    }
  }
}
