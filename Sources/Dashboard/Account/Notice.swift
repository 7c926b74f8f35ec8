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

/// The session's notices.
package struct Notices: Equatable, Sendable {
  /// The oldest first, at most 500.
  package private(set) var all: [Notice] = []
  /// The one above the footer.
  package private(set) var current: Notice?

  package init() {}

  package mutating func post(_ draft: Notice.Draft, at time: Date) {
    let notice = Notice(
      id: (all.last?.id ?? 0) + 1,
      text: draft.text,
      role: draft.role,
      time: time
    )
    all.append(notice)
    if all.count > 500 { all.removeFirst(all.count - 500) }
    current = notice
  }

  /// The six seconds of a notice are over.
  package mutating func expire(_ id: Int) {
    if current?.id == id { current = nil }
  }
}
