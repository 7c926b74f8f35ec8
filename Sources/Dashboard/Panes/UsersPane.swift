import Foundation
package import RiskAPI
package import RiskServices
package import TerminalUI

/// Lists the account's users, the most dangerous first, and picks whom the other panes are about.
package struct UsersPane: Pane {
  // MARK: State

  /// Who is selected, and what of the list shows.
  package internal(set) var list = ListState<UserID>()
  /// Who is marked for an action on several users.
  package private(set) var marks: Set<UserID> = []
  /// How they stood when they were marked.
  private var statesWhenMarked: [UserID: RiskState] = [:]
  package private(set) var sort = UserSort.risk
  package private(set) var isReversed = false
  /// Whether users who left the summary stand after those who are in it.
  package internal(set) var showsPast = false
  package var filter = Filter(.users)

  /// Places of the users who pass the filter, in the order of the screen.
  var shown: [Int] = []
  var sorted: [Int] = []
  /// Places of the users of the list that shows, the largest first.
  var order = UserPlaces()
  var search = UserSearch()
  /// Names and addresses of users who were on the screen, by their places.
  var texts: [Int: UserTexts] = [:]
  /// Whose trends are worth asking for; none where no trend is shown.
  private(set) var trendUsers: [UserID] = []
  /// What of the list they are, and of which arrangement of it.
  private var trendRows = 0..<0
  private var trendArrangement = 0
  /// Counts how often the rows were put into order.
  var arrangement = 0
  private(set) var followedRevision = 0
  private var followedPast = 0
  /// Whom an earlier run left marked, until the list shows them.
  private var wantedMarks: Set<UserID> = []

  package init() {}

  static func lift(_ message: Message) -> BindingMessage { .users(message) }

  var hasRows: Bool { !shown.isEmpty }

  /// Who is selected; nil in an empty list, and after the selected user left it.
  package var selection: UserID? { list.selection }

  /// The users an action is for: the marked ones, or else the selected one.
  ///
  /// In screen order, and never past users.
  package func targets(in account: AccountData) -> [UserSummary] {
    if marks.isEmpty { return selection.flatMap(account.user).map { [$0] } ?? [] }
    let rows = account.rows
    return sorted.filter(rows.indices.contains).map { rows[$0] }.filter { marks.contains($0.id) }
  }

  // MARK: Messages

  package enum Message: Equatable, Sendable {
    case moved(ListMotion)
    case clicked(UserID)
    case wheeled(Int)
    case markToggled
    case allMarked
    case marksCleared
    case sortAdvanced
    case sortReversed
    case pastToggled
    /// To the next user whose row tells of a change, and from the last one to the first.
    case nextUnread
    case userOpened
    case resetRequested
    case verdictRequested
  }

  package mutating func update(_ message: Message, in context: PaneContext) -> [Effect] {
    let account = context.account
    switch message {
    case .moved(let motion): list.move(motion, in: rows(in: context))
    case .clicked(let id): list.select(id, in: rows(in: context))
    case .wheeled(let rows): list.scroll(by: rows)

    case .markToggled:
      guard let selection else { break }
      toggleMark(selection, in: account)
      list.move(.down, in: rows(in: context))

    case .allMarked:
      let rows = account.rows
      mark(shown.filter(rows.indices.contains).map { rows[$0].id }, in: account)
    case .marksCleared:
      marks = []
      statesWhenMarked = [:]
      wantedMarks = []

    case .sortAdvanced:
      let all = UserSort.allCases
      sort = all[((all.firstIndex(of: sort) ?? 0) + 1) % all.count]
      isReversed = false
      arrange(context)

    case .sortReversed:
      isReversed.toggle()
      arrange(context)

    case .pastToggled:
      showsPast.toggle()
      arrange(context)

    case .nextUnread:
      if let id = nextUnread(in: account) { list.select(id, in: rows(in: context)) }

    // The root opens the timeline and the dialog: both concern more than this pane.
    case .userOpened, .resetRequested, .verdictRequested: break
    }
    return []
  }

  /// The next user of the list with news after the selected one, from the end on at its beginning; nil where nobody
  /// who shows has any.
  private func nextUnread(in account: AccountData) -> UserID? {
    let selected =
      selection.flatMap(account.listedRow)
      .flatMap { shown.firstIndex(of: $0) } ?? -1
    let order = [Array(shown.dropFirst(selected + 1)), Array(shown.prefix(selected + 1))].joined()
    return order.lazy.map { account.listed($0).id }.first { account.news[$0] != nil }
  }

  package mutating func follow(_ context: PaneContext) {
    let account = context.account
    let isNewPast = showsPast && account.past.revision != followedPast
    if account.users.revision != followedRevision || isNewPast {
      search.follow(account.users.revision)
      texts = [:]
      followedRevision = account.users.revision
      followedPast = account.past.revision
      // A mark on a user who left would act on somebody the screen does not show.
      let left = marks.filter { account.user($0) == nil }
      left.forEach { unmark($0) }
      mark(wantedMarks.filter { account.user($0) != nil }, in: account)
      wantedMarks.subtract(marks)
      arrange(context)
    } else if filter.text != search.text {
      narrow(context, isSameList: true)
    } else if search.isOutdated(context) {
      narrow(context)
    }
    list.settle(filter)
    list.follow(height: Self.parts(in: context).list.height, in: rows(in: context))
    read(list.visible, in: context)
    followTrends(context)
  }

  /// Asks for trends of the page of the list that shows and of those beside it.
  ///
  /// By whole pages, so that a step within one asks for nothing.
  private mutating func followTrends(_ context: PaneContext) {
    let page = list.top / list.height
    let start = max(0, (page - 1) * list.height)
    let hasTrends = Table.users.layout(width: context.size.columns - 2).shows("trend")
    let rows =
      start..<(hasTrends ? max(start, min(shown.count, (page + 3) * list.height)) : start)
    guard rows != trendRows || arrangement != trendArrangement else { return }
    (trendRows, trendArrangement) = (rows, arrangement)
    trendUsers = rows.map { context.account.listed(shown[$0]).id }
  }

  /// Takes back how an earlier run left the list; the selection as soon as the list shows it.
  package mutating func restore(
    sort: UserSort,
    isReversed: Bool,
    filter text: String,
    selection: UserID?,
    showsPast: Bool
  ) {
    self.showsPast = showsPast
    self.sort = sort
    self.isReversed = isReversed
    filter = Filter(.users, kept: text)
    list.select(whenShown: selection)
  }

  /// Marks users whom an earlier run left marked; those whom the list does not show yet, when it does.
  package mutating func mark(again ids: [UserID], in account: AccountData) {
    mark(ids.filter { account.user($0) != nil }, in: account)
    wantedMarks = Set(ids).subtracting(marks)
  }

  /// The whole list is there: who is not in it may come later, but then for another reason.
  package mutating func forgetWantedMarks() { wantedMarks = [] }

  /// Takes the mark off a user with whom the action is done.
  package mutating func unmark(_ id: UserID) {
    marks.remove(id)
    statesWhenMarked[id] = nil
  }

  /// Marks a user, or takes the mark off.
  package mutating func toggleMark(_ id: UserID, in account: AccountData) {
    if marks.contains(id) { unmark(id) } else { mark([id], in: account) }
  }

  /// How a marked user stood when they were marked; nil for one who is not.
  func stateWhenMarked(_ id: UserID) -> RiskState? { statesWhenMarked[id] }

  private mutating func mark(_ ids: some Collection<UserID>, in account: AccountData) {
    for id in ids where marks.insert(id).inserted {
      statesWhenMarked[id] = account.user(id).map(RiskState.init)
    }
  }

  /// How many of the marked users the filter hides.
  package func hiddenMarks(in account: AccountData) -> Int {
    marks.isEmpty ? 0 : marks.subtracting(shown.map { account.listed($0).id }).count
  }

  // MARK: Keys

  package func bindings(in context: PaneContext) -> [Binding<Message>] {
    let nobody: SafeText? =
      selection == nil
      ? (shown.isEmpty ? "the list is empty" : "no user selected") : nil
    let gone = selection.flatMap { context.account.past[$0] } == nil ? nil : Self.gone
    let noTarget = context.writeRefusal ?? (marks.isEmpty ? nobody ?? gone : nil)
    let nobodyAtAll = marks.isEmpty ? nobody : nil
    // Where no filter hides anybody, all news show.
    let nothingUnread: SafeText? =
      context.account.news.isEmpty
      ? "nothing unread"
      : filter.isActive && nextUnread(in: context.account) == nil
        ? "no unread user passes the filter" : nil
    return ListMotion.bindings(Message.moved) + [
      Binding(.usersOpen, .userOpened, unavailable: nobody),
      Binding(.usersMark, .markToggled, unavailable: nobody ?? gone),
      Binding(.usersMarkAll, .allMarked),
      Binding(.usersClearMarks, .marksCleared),
      Binding(.usersSort, .sortAdvanced),
      Binding(.usersSortReverse, .sortReversed),
      Binding(.usersReset, .resetRequested, unavailable: noTarget),
      Binding(.usersVerdict, .verdictRequested, unavailable: nobodyAtAll),
      Binding(.usersPast, .pastToggled, as: showsPast ? "hide past users" : "show past users"),
      Binding(.usersNextUnread, .nextUnread, unavailable: nothingUnread),
    ]
  }

  private static let gone: SafeText = "no longer at risk: nothing to reset"

  package func canCopy(in context: PaneContext) -> Bool {
    selection.flatMap(context.account.knownUser) != nil
  }

  package func copyChoices(in context: PaneContext) -> [CopyChoice] {
    guard let user = selection.flatMap(context.account.knownUser) else { return [] }
    return [
      CopyChoice("e-mail", SafeText(user.email)),
      CopyChoice("user id", SafeText(user.id.rawValue)),
      CopyChoice("name", SafeText(user.name)),
    ]
  }

  package func export(in context: PaneContext) -> ExportContent? {
    guard !shown.isEmpty else { return nil }
    let users = shown.map(context.account.listed)
    return showsPast ? .listedUsers(users) : .users(users.map(\.user))
  }
}

extension UserSort {
  var words: SafeText {
    switch self {
    case .risk: "risk, newest"
    case .events: "events"
    case .last: "last event"
    case .name: "name"
    }
  }
}
