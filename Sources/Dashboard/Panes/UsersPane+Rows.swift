import RiskAPI
import RiskServices
import TerminalUI

/// The users who show, by their places in the account's data: no ids are copied.
struct UserRows: ListRows {
  let places: [Int]
  let account: AccountData

  var count: Int { places.count }
  func id(at row: Int) -> UserID? { account.listed(places[row]).id }
  func row(of id: UserID) -> Int? { account.listedRow(of: id).flatMap(places.firstIndex(of:)) }
}

// MARK: Rows

/// What of the list shows.
extension UsersPane {
  func rows(in context: PaneContext) -> UserRows {
    UserRows(places: shown, account: context.account)
  }

  /// Goes to a user, out of the filter where it hides them; to one who left as soon as they show.
  mutating func select(_ id: UserID, in context: PaneContext) {
    let account = context.account
    if rows(in: context).row(of: id) == nil { filter.clear() }
    if account.user(id) == nil, !showsPast { showsPast = true }
    list.select(whenShown: id)
    arrange(context)
  }

  /// Whose trends are worth asking for: those on this page of the list and on the pages beside it.
  ///
  /// By whole pages, so that a step within one asks for nothing. Empty where no trend is shown.
  func trendUsers(in context: PaneContext) -> [UserID] {
    let layout = Table.users.layout(width: context.size.columns - 2)
    guard layout.shows("trend") else { return [] }
    let page = list.top / list.height
    let wanted =
      max(0, (page - 1) * list.height)..<min(shown.count, (page + 3) * list.height)
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
    let isTyped = search.text != filter.text
    let known = isSameList && filter.query.narrows(search.query) ? shown : sorted
    shown = search.rows(filter, among: known, showsPast: showsPast, context)
    // Who left is never selected unasked.
    let first = shown.first.flatMap { $0 < account.rows.count ? account.rows[$0].id : nil }
    list.follow(
      rows(in: context),
      filter,
      isTyped: isTyped,
      first: first,
      isWhole: account.partialCount == nil && !account.rows.isEmpty
        && (!showsPast || account.past.areKnown)
    )
  }
}
