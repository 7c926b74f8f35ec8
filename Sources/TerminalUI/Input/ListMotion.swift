/// How far a list's selection moves.
///
/// The same keys move in every list.
package enum ListMotion: Hashable, Sendable, CaseIterable {
  case up, down, first, last, pageUp, pageDown, halfPageUp, halfPageDown

  /// Where a row lands, within the list; nil for an empty list.
  ///
  /// `page` is how many rows show at once.
  package func moved(from row: Int, count: Int, page: Int) -> Int? {
    guard count > 0 else { return nil }
    let page = max(1, page)
    let target =
      switch self {
      case .up: row - 1
      case .down: row + 1
      case .first: 0
      case .last: count - 1
      case .pageUp: row - page
      case .pageDown: row + page
      case .halfPageUp: row - max(1, page / 2)
      case .halfPageDown: row + max(1, page / 2)
      }
    return min(max(0, target), count - 1)
  }

  /// The rows of the key table that move in a list.
  package static func bindings<Message: Sendable>(
    _ lift: (ListMotion) -> Message
  ) -> [KeyBinding<Message>] {
    [
      KeyBinding("list.down", [.down, "j"], "down", lift(.down)),
      KeyBinding("list.up", [.up, "k"], "up", lift(.up)),
      KeyBinding("list.first", [.home, "g"], "first", lift(.first)),
      KeyBinding("list.last", [.end, "G"], "last", lift(.last)),
      KeyBinding("list.page-down", [.pageDown, .control("f")], "page down", lift(.pageDown)),
      KeyBinding("list.page-up", [.pageUp, .control("b")], "page up", lift(.pageUp)),
      KeyBinding("list.half-page-down", [.control("d")], "half page down", lift(.halfPageDown)),
      KeyBinding("list.half-page-up", [.control("u")], "half page up", lift(.halfPageUp)),
    ]
  }
}
