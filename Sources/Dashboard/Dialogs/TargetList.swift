import Presentation
import RiskAPI
import RiskServices
import TerminalUI

/// All whom a question is about, in a few lines that scroll, and the question around them.
struct TargetList: Equatable, Sendable {
  private(set) var targets: [UserTarget]
  private var scroll = ListState<Never>()
  /// What the lines show: those with a warning first, and the warning below their name.
  private var lines: [Line] = []

  private enum Line: Equatable {
    /// Place in the targets.
    case target(Int)
    case warning(Int)
  }

  init(_ targets: [UserTarget]) {
    self.targets = targets
    order()
  }

  private mutating func order() {
    let warned = targets.indices.filter { !targets[$0].warnings.isEmpty }
    let others = targets.indices.filter { targets[$0].warnings.isEmpty }
    lines = warned.flatMap { [.target($0), .warning($0)] } + others.map { .target($0) }
  }

  /// Adds a warning to some of them.
  mutating func warn(_ words: [UserID: SafeText]) {
    for index in targets.indices {
      if let text = words[targets[index].id], !targets[index].warnings.contains(text) {
        targets[index].warnings.append(text)
      }
    }
    order()
  }

  /// Puts in how one of them stands now.
  mutating func update(_ index: Int, seen: RiskState) { targets[index].seen = seen }

  /// How many should be looked at twice; nil for nobody, and where it is about one user.
  var warning: SafeText? {
    let count = lines.count - targets.count
    guard count > 0, targets.count > 1 else { return nil }
    return count == 1
      ? "1 of them needs a second look: it is first in the list"
      : "\(count) of them need a second look: they are first in the list"
  }

  // MARK: Keys

  mutating func move(_ motion: ListMotion) { scroll.scroll(motion) }

  /// What scrolls, where not all lines show.
  var bindings: [Binding<ListMotion>] { scroll.isCut ? ListMotion.bindings { $0 } : [] }

  /// What the footer says of the list: that there is more than shows.
  func hints(_ keys: KeyMap) -> [(key: SafeText, words: SafeText)] {
    guard scroll.isCut else { return [] }
    return [(keys.moves, "read all")]
  }

  // MARK: View

  /// Columns of a question about users, frame included.
  static func width(in room: DialogRoom) -> Int { min(room.columns, 74) }

  /// A question with the list above its text: the list gets what the rest leaves, and fewer than
  /// three lines would hide too much of a long one.
  mutating func page(
    _ title: SafeText,
    in room: DialogRoom,
    above text: DialogText,
    foot: [StyledLine]
  ) -> DialogPage {
    let below = text.lines.count + foot.count + 2
    scroll.follow(ReadLines(lines.count))
    scroll.follow(
      height: min(lines.count, max(1, room.rows - below)),
      in: ReadLines(lines.count)
    )
    let shown = scroll.visible.map { line(lines[$0], width: text.width) }
    var page = DialogPage(
      title,
      width: Self.width(in: room),
      in: room,
      shown + text.lines,
      foot: foot
    )
    let least = min(lines.count, 3) + below
    page.rowsNeeded = least > room.rows ? least : nil
    if scroll.isCut {
      let last = scroll.visible.upperBound
      page.footer = "\(scroll.top + 1)–\(last) of \(lines.count) lines"
    }
    return page
  }

  /// One line each: a long name must not push a warning out of the box.
  private func line(_ line: Line, width: Int) -> StyledLine {
    switch line {
    case .target(let place):
      let target = targets[place]
      let head: SafeText =
        "\(SafeText(target.seen.level.words).truncated(to: 12))  "
        + "\(target.seen.eventCount.counted("event"))  "
        + "\(target.name.truncated(to: width / 2))  \(target.email)"
      return StyledLine(head.truncated(to: width), at: 1, Style(.risk(target.seen.level), .bold))
    case .warning(let place):
      let words: SafeText = "  ! \(targets[place].warnings.joined(separator: " · "))"
      return StyledLine(words.truncated(to: width), at: 1, Style(.warning, .bold))
    }
  }
}
