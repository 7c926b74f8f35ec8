package import Foundation
package import TerminalUI

/// Something told to the analyst: a line above the footer for six seconds, then in the log.
package struct Notice: Equatable, Sendable {
  /// Counts up, so that each notice's time can be kept apart.
  package var id: Int
  package var text: SafeText
  package var role: Role
  package var time: Date

  /// A notice that has no time yet.
  package struct Draft: Equatable, Sendable {
    package var text: SafeText
    package var role: Role

    package init(_ text: SafeText, _ role: Role = .text) {
      self.text = text
      self.role = role
    }
  }
}

extension Notice {
  /// As it stands above the footer, in up to three rows: its end says what to do.
  func lines(width: Int) -> [SafeText] {
    let lines = TextWrap.lines(of: text, width: width - 2)
    return lines.prefix(2) + (lines.count > 2 ? [lines[2...].joined(separator: " ")] : [])
  }

  /// Draws it above the last row of the region.
  func draw(in frame: inout Frame) {
    let lines = lines(width: frame.width)
    let top = frame.height - 1 - lines.count
    frame.fill(Rect(row: top, column: 0, width: frame.width, height: lines.count))
    for (row, line) in lines.enumerated() {
      frame.write(
        line,
        row: top + row,
        column: 1,
        style: Style(role, .bold),
        limit: frame.width - 2
      )
    }
  }
}

/// The session's notices.
///
/// What answers a key stands at once. What comes by itself never hides something worse that the
/// analyst has had no six seconds to read: it waits its turn.
package struct Notices: Equatable, Sendable {
  /// The oldest first, at most 500.
  package private(set) var all: [Notice] = []
  /// The one above the footer.
  package private(set) var current: Notice?
  /// Those that came by themselves and have not been shown, or not for long enough.
  private var waiting: [Notice] = []

  package init() {}

  /// Shows the answer to a key.
  package mutating func post(_ draft: Notice.Draft, at time: Date) {
    current = add(draft, at: time)
  }

  /// Takes what came by itself.
  package mutating func tell(_ draft: Notice.Draft, at time: Date) {
    let notice = add(draft, at: time)
    guard let shown = current, shown.gravity >= notice.gravity else {
      if let shown = current { waiting.insert(shown, at: 0) }
      current = notice
      return
    }
    waiting.append(notice)
    if waiting.count > 20 { waiting.removeFirst() }
  }

  /// Takes what the next of its kind makes old, such as a call that is tried again.
  ///
  /// It waits for nothing: behind something worse it stands in the log alone.
  package mutating func tellPassing(_ draft: Notice.Draft, at time: Date) {
    let notice = add(draft, at: time)
    guard let shown = current, shown.gravity > notice.gravity else {
      current = notice
      return
    }
  }

  /// Adds to the messages what the screen shows already.
  package mutating func record(_ draft: Notice.Draft, at time: Date) {
    _ = add(draft, at: time)
  }

  private mutating func add(_ draft: Notice.Draft, at time: Date) -> Notice {
    let notice = Notice(
      id: (all.last?.id ?? 0) + 1,
      text: draft.text,
      role: draft.role,
      time: time
    )
    all.append(notice)
    if all.count > 500 { all.removeFirst(all.count - 500) }
    return notice
  }

  /// The six seconds of a notice are over; the gravest of those that wait follows it.
  package mutating func expire(_ id: Int) {
    guard current?.id == id else { return }
    current = nil
    guard let gravest = waiting.map(\.gravity).max(),
      let index = waiting.firstIndex(where: { $0.gravity == gravest })
    else { return }
    current = waiting.remove(at: index)
  }
}

extension Notice {
  fileprivate var gravity: Int {
    switch role {
    case .error: 2
    case .warning: 1
    default: 0
    }
  }
}
