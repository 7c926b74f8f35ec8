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
}
