import RiskAPI
import RiskServices
import TerminalUI

// MARK: Rows

/// What of the list shows, and where the selection stands in it.
extension UsersPane {
  mutating func move(_ motion: ListMotion, in context: PaneContext) {
    let height = Self.listHeight(in: context)
    // After the selected user left, the first step lands on who took the place.
    let start = selection == nil && motion == .down ? selectedRow - 1 : selectedRow
    guard let row = motion.moved(from: start, count: shown.count, page: height) else { return }
    selectedRow = row
    selection = context.account.listed(shown[row]).id
    hiddenSelection = nil
    wantedSelection = nil
    scroll(context)
  }

  /// Goes to a user, out of the filter where it hides them; to one who left as soon as they show.
  mutating func select(_ id: UserID, in context: PaneContext) {
    let account = context.account
    hiddenSelection = nil
    if account.listedRow(of: id).map(shown.contains) != true { filter.clear() }
    if account.user(id) == nil, !showsPast {
      showsPast = true
    }
    wantedSelection = id
    arrange(context)
    scroll(context)
  }

  mutating func scroll(_ context: PaneContext) {
    top = Viewport.top(
      after: top,
      selected: shown.isEmpty ? nil : min(selectedRow, shown.count - 1),
      count: shown.count,
      height: Self.listHeight(in: context)
    )
  }

  /// Whose trends are worth asking for: those on this page of the list and on the pages beside it.
  ///
  /// By whole pages, so that a step within one asks for nothing. Empty where no trend is shown.
  func trendUsers(in context: PaneContext) -> [UserID] {
    guard UserColumns.hasTrend(width: context.size.columns - 2) else { return [] }
    let height = Self.listHeight(in: context)
    let page = top / height
    let wanted = max(0, (page - 1) * height)..<min(shown.count, (page + 3) * height)
    return wanted.isEmpty ? [] : shown[wanted].map { context.account.listed($0).id }
  }

  /// Sorts every row anew, then narrows.
  mutating func arrange(_ context: PaneContext) {
    sorted = UserOrder(sort: sort, isReversed: isReversed)
      .sorted(context.account.rows, past: showsPast ? context.account.past.all : [])
    narrow(context)
  }

  /// Keeps the rows that match, and the selection on its user.
  ///
  /// `isSameList` says that rows, order and what is known of users are as they were.
  mutating func narrow(_ context: PaneContext, isSameList: Bool = false) {
    let account = context.account
    let isTyped = filter.isActive && search.text != filter.text
    let known = isSameList && filter.query.narrows(search.query) ? shown : sorted
    shown = search.rows(filter, among: known, showsPast: showsPast, context)
    if isTyped, hasSelected {
      // Enter opens the best match, not whoever happens to match as well further down.
      hiddenSelection = hiddenSelection ?? selection
      selectFirstMatch(account)
    }
    restoreSelection(account, isTyped: isTyped)
  }

  /// Keeps the selection on its user, wherever the row went.
  private mutating func restoreSelection(_ account: AccountData, isTyped: Bool) {
    if !filter.isActive, let hiddenSelection {
      selection = hiddenSelection
      self.hiddenSelection = nil
    }
    if let wanted = wantedSelection {
      if let row = account.listedRow(of: wanted), shown.contains(row) {
        selection = wanted
        hasSelected = true
        wantedSelection = nil
      } else if account.partialCount == nil, !account.rows.isEmpty,
        !showsPast || account.past.areKnown
      {
        wantedSelection = nil
      }
    }
    // Who left is never selected unasked.
    if !hasSelected, let first = shown.first, first < account.rows.count {
      selection = account.rows[first].id
      hasSelected = true
    }
    guard let selection else {
      // Nobody is selected after the selected user left, lest a key meant for one hits the next.
      if filter.isActive, hiddenSelection != nil { selectFirstMatch(account) }
      return
    }
    if let row = account.listedRow(of: selection).flatMap(shown.firstIndex(of:)) {
      selectedRow = row
    } else if !isListed(selection, account) {
      self.selection = nil
    } else if isTyped || filter.isEditing {
      hiddenSelection = hiddenSelection ?? selection
      selectFirstMatch(account)
    } else {
      // Whom new data hid, as a verdict does where `verdict:none` stands: a key must not hit the next.
      self.selection = nil
    }
  }

  /// Whether a user would show without the filter.
  private func isListed(_ id: UserID, _ account: AccountData) -> Bool {
    account.user(id) != nil || showsPast && account.past[id] != nil
  }

  /// While a filter is typed, the selection is on the best match, as the typist expects.
  private mutating func selectFirstMatch(_ account: AccountData) {
    selectedRow = 0
    selection = shown.first.map { account.listed($0).id }
  }
}
