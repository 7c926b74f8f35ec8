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

  /// Reads the texts of rows that show, once for each: they may hold anything.
  mutating func read(_ visible: Range<Int>, in context: PaneContext) {
    if texts.count > Self.maxTexts { texts = [:] }
    for place in shown[visible] where texts[place] == nil {
      texts[place] = UserTexts(context.account.listed(place).user)
    }
  }

  private static let maxTexts = 1_000

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
    arrangement += 1
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
