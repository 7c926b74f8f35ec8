/// Which item of a list is selected, and which of its rows show.
///
/// The selection is an id, so new rows move it on the screen and never onto another item. Where the
/// selected item is gone nobody is selected, lest a key meant for one acts on the next; its row is
/// remembered, and moving goes on from there. A list in which nothing can be selected scrolls.
package struct ListState<ID: Hashable & Sendable>: Equatable, Sendable {
  /// The selected item; nil for none.
  package private(set) var selection: ID?
  /// The row of the selected item, or where it stood.
  package private(set) var cursor = 0
  /// The first row on the screen.
  package private(set) var top = 0
  /// How many rows there were when they were followed last.
  package private(set) var count = 0
  /// How many of them the screen has room for, 1 at least.
  package private(set) var height = 1
  /// Whether anything was ever selected: only the very first list selects by itself.
  package private(set) var hasSelected = false

  package init() {}

  /// The rows on the screen.
  package var visible: Range<Int> { top..<max(top, min(count, top + height)) }

  /// Whether some rows do not show.
  package var isCut: Bool { count > height }

  // MARK: Keys

  /// Moves the selection over the items; without any, the rows.
  package mutating func move(_ motion: ListMotion, in rows: some ListRows<ID>) {
    // Where an item is gone, the first step down lands on what took its place.
    let start = selection == nil && motion == .down ? cursor - 1 : cursor
    guard let target = motion.moved(from: start, count: count, page: height) else { return }
    let isUpward = target < start
    if let row = item(from: target, isUpward: isUpward, in: rows) {
      select(row, rows.id(at: row), in: rows)
    } else if selection == nil {
      scroll(motion)
    }
  }

  /// Moves the rows and leaves the selection.
  package mutating func scroll(_ motion: ListMotion) {
    let last = max(0, count - height)
    top = motion.moved(from: top, count: last + 1, page: height) ?? 0
  }

  /// Goes to an item; false where it does not show.
  @discardableResult
  package mutating func select(_ id: ID, in rows: some ListRows<ID>) -> Bool {
    guard let row = rows.row(of: id) else { return false }
    count = rows.count
    select(row, id, in: rows)
    return true
  }

  /// Goes to the first item, as while a filter is typed; to none where there is none.
  package mutating func selectFirst(in rows: some ListRows<ID>) {
    count = rows.count
    (selection, cursor, top) = (nil, 0, 0)
    if let row = item(from: 0, isUpward: false, in: rows) {
      select(row, rows.id(at: row), in: rows)
    }
  }

  /// Selects nothing; moving goes on from where the selection was.
  package mutating func deselect() { selection = nil }

  // MARK: Rows and room

  /// Follows rows that changed: the selection stays on its item, wherever that went.
  package mutating func follow(_ rows: some ListRows<ID>) {
    count = rows.count
    if let id = selection {
      if let row = rows.row(of: id) { cursor = row } else { selection = nil }
    }
    cursor = max(0, min(cursor, count - 1))
    reveal(in: rows)
  }

  /// Takes as many rows as there is room for, 1 at least.
  package mutating func follow(height: Int, in rows: some ListRows<ID>) {
    self.height = max(1, height)
    reveal(in: rows)
  }

  private mutating func select(_ row: Int, _ id: ID?, in rows: some ListRows<ID>) {
    (selection, cursor, hasSelected) = (id, row, true)
    reveal(in: rows)
  }

  /// The nearest item from a row on, in the direction of the move first.
  private func item(from row: Int, isUpward: Bool, in rows: some ListRows<ID>) -> Int? {
    guard ID.self != Never.self else { return nil }
    let below = (row..<max(row, count)).lazy.first { rows.id(at: $0) != nil }
    let above = (0...max(0, min(row, count - 1))).lazy.reversed()
    if !isUpward, let below { return below }
    guard count > 0 else { return nil }
    return above.first { rows.id(at: $0) != nil } ?? below
  }

  /// Scrolls as little as shows the cursor, with a heading above it where there is room.
  private mutating func reveal(in rows: some ListRows<ID>) {
    let isFree = selection == nil && !hasSelected
    if !isFree, cursor > 0, cursor <= rows.count, height > 1, rows.id(at: cursor - 1) == nil {
      top = min(top, cursor - 1)
    }
    top = Viewport.top(
      after: top,
      selected: isFree || count == 0 ? nil : cursor,
      count: count,
      height: height
    )
  }
}
