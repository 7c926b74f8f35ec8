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
  /// Whether the selection is somebody's choice, not only what the list began with.
  package private(set) var isChosen = false

  /// Whom to select once the rows have them: chosen in an earlier run, or hidden by a filter.
  private var awaited: ID?
  /// Whether a filter is being typed: who was selected before it comes back when it is cleared.
  private var isNarrowed = false
  /// Whether the wheel has turned: the view stays where it is until the selection moves.
  private var isScrolled = false

  package init() {}

  /// The rows on the screen.
  package var visible: Range<Int> { top..<max(top, min(count, top + height)) }

  /// Whether some rows do not show.
  package var isCut: Bool { count > height }

  // MARK: Keys and the mouse

  /// Moves the selection over the items; without any, the rows.
  package mutating func move(_ motion: ListMotion, in rows: some ListRows<ID>) {
    // Where an item is gone, the first step down lands on what took its place.
    let start = selection == nil && motion == .down ? cursor - 1 : cursor
    guard let target = motion.moved(from: start, count: count, page: height) else { return }
    let isUpward = target < start
    if let row = item(from: target, isUpward: isUpward, in: rows) {
      choose(row, rows.id(at: row), in: rows)
    } else if selection == nil {
      scroll(motion)
    }
  }

  /// Moves the rows and leaves the selection.
  package mutating func scroll(_ motion: ListMotion) {
    let last = max(0, count - height)
    top = motion.moved(from: top, count: last + 1, page: height) ?? 0
  }

  /// Turns the wheel by some rows, down where positive: the rows move, the selection stays.
  package mutating func scroll(by rows: Int) {
    top = max(0, min(top + rows, count - height))
    isScrolled = true
  }

  /// Goes to an item; false where it does not show.
  @discardableResult
  package mutating func select(_ id: ID, in rows: some ListRows<ID>) -> Bool {
    guard let row = rows.row(of: id) else { return false }
    count = rows.count
    choose(row, id, in: rows)
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

  /// Goes to what the list begins with, unasked.
  package mutating func begin(at id: ID, in rows: some ListRows<ID>) {
    if let row = rows.row(of: id) { select(row, id, in: rows) }
  }

  /// Goes to an item as soon as the rows have it.
  package mutating func select(whenShown id: ID?) {
    (awaited, isNarrowed) = (id, false)
  }

  // MARK: Rows and room

  /// Follows rows that changed: the selection stays on its item, wherever that went.
  ///
  /// The very first rows select `first`, where it is given. `isWhole` says that who is not among the
  /// rows now is not on the way either.
  package mutating func follow(
    _ rows: some ListRows<ID>,
    first: ID? = nil,
    isWhole: Bool = true
  ) {
    count = rows.count
    let returning = isNarrowed ? nil : awaited
    if let id = returning, let row = rows.row(of: id) {
      awaited = nil
      (isScrolled, isChosen) = (false, true)
      (selection, cursor, hasSelected) = (id, row, true)
    } else {
      if isWhole, !isNarrowed { awaited = nil }
      if !hasSelected, let first { (selection, hasSelected) = (first, true) }
      if let id = selection {
        if let row = rows.row(of: id) { cursor = row } else { selection = nil }
        if isNarrowed, selection == nil { awaited = awaited ?? id }
      }
      if isNarrowed, selection == nil { return selectFirst(in: rows) }
    }
    cursor = max(0, min(cursor, count - 1))
    reveal(in: rows)
  }

  /// Takes as many rows as there is room for, 1 at least.
  package mutating func follow(height: Int, in rows: some ListRows<ID>) {
    let height = max(1, height)
    if height != self.height { isScrolled = false }
    self.height = height
    reveal(in: rows)
  }

  // MARK: Filters

  /// Follows a filter while it is typed: the best match is selected, as the typist expects.
  package mutating func narrow(to rows: some ListRows<ID>) {
    awaited = awaited ?? selection
    isNarrowed = true
    selectFirst(in: rows)
  }

  /// Keeps the filter: the typist has arrived, and clearing it later leads nowhere else.
  package mutating func keepNarrowed() {
    guard isNarrowed else { return }
    (isNarrowed, awaited) = (false, nil)
  }

  /// Follows all rows again and goes back to who was selected before the filter.
  package mutating func widen(to rows: some ListRows<ID>, first: ID? = nil, isWhole: Bool = true) {
    isNarrowed = false
    follow(rows, first: first, isWhole: isWhole)
  }

  // MARK: Rows

  private mutating func choose(_ row: Int, _ id: ID?, in rows: some ListRows<ID>) {
    (awaited, isChosen) = (nil, true)
    select(row, id, in: rows)
  }

  private mutating func select(_ row: Int, _ id: ID?, in rows: some ListRows<ID>) {
    (selection, cursor, hasSelected, isScrolled) = (id, row, true, false)
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
    let isFree = selection == nil && !hasSelected || isScrolled
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
