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

/// Places of the users of one list, the largest first.
struct UserPlaces: Equatable {
  private(set) var places: [Int] = []
  private(set) var sort = UserSort.risk
  /// That of the list.
  private(set) var revision = 0

  init() {}

  init(_ places: [Int], sort: UserSort, revision: Int) {
    self.places = places
    self.sort = sort
    self.revision = revision
  }

  func isOf(_ account: AccountData, _ sort: UserSort) -> Bool {
    revision == account.users.revision && self.sort == sort
  }
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

  /// Puts every row into order, then narrows.
  ///
  /// A long list keeps its order until another one is ready.
  mutating func arrange(_ context: PaneContext) {
    let account = context.account
    if !order.isOf(account, sort), wantedOrder(account) == nil {
      order = UserPlaces(
        UserOrder(sort).sorted(account.rows),
        sort: sort,
        revision: account.users.revision
      )
    }
    let past = showsPast ? UserOrder(sort).sorted(past: account.past.all) : []
    let places = isReversed ? order.places.reversed() : order.places
    sorted = places + (isReversed ? past.reversed() : past).map { $0 + account.rows.count }
    narrow(context)
  }

  /// Another order of the long list that shows; nil where it has the one that is wanted.
  func wantedOrder(_ account: AccountData) -> UserPreparation? {
    guard let list = account.users.value, order.revision == account.users.revision,
      order.sort != sort
    else { return nil }
    let preparation = UserPreparation(list, for: .order(revision: order.revision), by: sort)
    return preparation.isLong ? preparation : nil
  }

  /// Takes an order of the list that the account has now.
  mutating func take(_ places: [Int], by sort: UserSort, _ context: PaneContext) {
    order = UserPlaces(places, sort: sort, revision: context.account.users.revision)
    if followedRevision == order.revision { arrange(context) }
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
