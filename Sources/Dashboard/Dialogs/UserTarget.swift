import Foundation
package import RiskAPI
package import RiskServices
import RiskStore
package import TerminalUI

/// A user whom a question is about, as seen when it opened.
package struct UserTarget: Equatable, Sendable {
  package var id: UserID
  package var name: SafeText
  package var email: SafeText
  package var seen: SeenRisk
  /// Why to look twice before something is done to them, in words; empty for nothing.
  package var warnings: [SafeText] = []

  package init(_ user: RiskUser) {
    id = user.id
    name = SafeText(user.name.isEmpty ? user.email : user.name)
    email = SafeText(user.email)
    seen = SeenRisk(user)
  }

  /// A user with what the account and the journal tell against acting on them.
  ///
  /// `marked` is how they stood when they were marked.
  init(_ user: RiskUser, markedAt marked: SeenRisk?, in account: AccountData) {
    self.init(user)
    if account.verdicts[user.id]?.verdict == .truePositive { warnings.append("true positive") }
    if account.news[user.id] == .back { warnings.append("back after a reset") }
    if let marked, marked != seen { warnings.append(Self.change(from: marked, to: seen)) }
  }

  private static func change(from marked: SeenRisk, to seen: SeenRisk) -> SafeText {
    if (seen.level?.rank ?? 0) > (marked.level?.rank ?? 0) {
      return "raised to \(seen.level.words) since marked"
    }
    // Counts are the account's word, so their difference may not fit.
    let (added, isOverflow) = seen.eventCount.subtractingReportingOverflow(marked.eventCount)
    return added > 0 && !isOverflow
      ? "\(added.counted("new event")) since marked" : "changed since marked"
  }
}

/// All whom a question is about, in a few lines that scroll.
struct TargetList: Equatable, Sendable {
  private(set) var targets: [UserTarget]
  /// The first line on the screen.
  private var top = 0
  /// How many lines are on the screen.
  private var height = 3

  init(_ targets: [UserTarget]) { self.targets = targets }

  /// Fewer lines than these would hide too much of a long list.
  var leastHeight: Int { min(lineCount, 3) }

  var lineCount: Int { targets.count + warned.count }

  /// How many should be looked at twice; nil for nobody.
  var warning: SafeText? {
    let count = warned.count
    guard count > 0 else { return nil }
    guard targets.count > 1 else { return nil }
    return count == 1
      ? "1 of them needs a second look: it is first in the list"
      : "\(count) of them need a second look: they are first in the list"
  }

  private var warned: [UserTarget] { targets.filter { !$0.warnings.isEmpty } }

  /// Adds a warning to some of them.
  mutating func warn(_ words: [UserID: SafeText]) {
    for index in targets.indices {
      if let text = words[targets[index].id], !targets[index].warnings.contains(text) {
        targets[index].warnings.append(text)
      }
    }
  }

  /// Puts in how one of them stands now.
  mutating func update(_ index: Int, seen: SeenRisk) { targets[index].seen = seen }

  /// Takes as many lines as there is room for.
  mutating func follow(height: Int) {
    self.height = max(1, height)
    top = min(top, max(0, lineCount - self.height))
  }

  mutating func move(_ motion: ListMotion) {
    let last = max(0, lineCount - height)
    top = min(motion.moved(from: top, count: last + 1, page: height) ?? 0, last)
  }

  func view(in frame: inout Frame, rows: Rect) {
    let shown = lines(width: rows.width).dropFirst(top).prefix(rows.height)
    for (offset, line) in shown.enumerated() {
      frame.write(
        line.text,
        row: rows.row + offset,
        column: rows.column,
        style: line.style,
        limit: rows.width
      )
    }
  }

  /// Which of the lines show, where not all do: `1–5 of 12`.
  var range: SafeText? {
    guard lineCount > height else { return nil }
    return "\(top + 1)–\(min(lineCount, top + height)) of \(lineCount) lines"
  }

  /// A line for each, those with a warning first and the warning below their name.
  private func lines(width: Int) -> [DialogText.Line] {
    (warned + targets.filter(\.warnings.isEmpty)).flatMap { target in
      let head: SafeText =
        "\(SafeText(target.seen.level.words).truncated(to: 12))  "
        + "\(target.seen.eventCount.counted("event"))  "
        + "\(target.name.truncated(to: width / 2))  \(target.email)"
      // One line each: a long name must not push a warning out of the box.
      let line = DialogText.Line(
        text: head.truncated(to: width),
        style: Style(.risk(target.seen.level), .bold)
      )
      guard !target.warnings.isEmpty else { return [line] }
      let words: SafeText = "  ! \(target.warnings.joined(separator: " · "))"
      return [
        line, DialogText.Line(text: words.truncated(to: width), style: Style(.warning, .bold)),
      ]
    }
  }

  /// The keys that scroll; while something is typed those alone that insert nothing.
  static func bindings(_ list: TargetList, isTyping: Bool) -> [KeyBinding<DialogMessage>] {
    guard list.lineCount > list.height else { return [] }
    guard isTyping else { return ListMotion.bindings(DialogMessage.scrolled) }
    return [
      KeyBinding("list.down", [.down], "down", .scrolled(.down)),
      KeyBinding("list.up", [.up], "up", .scrolled(.up)),
      KeyBinding("list.page-down", [.pageDown], "page down", .scrolled(.pageDown)),
      KeyBinding("list.page-up", [.pageUp], "page up", .scrolled(.pageUp)),
    ]
  }
}
