import Foundation
package import RiskAPI
import RiskServices
package import TerminalUI

/// Lists the account's users, the most dangerous first, and picks whom the other panes are about.
package struct UsersPane: Pane {
  // MARK: State

  /// Who is selected; nil in an empty list, and after the selected user left it.
  package private(set) var selection: UserID?
  /// Who is marked for an action on several users.
  package private(set) var marks: Set<UserID> = []
  package private(set) var sort = Sort.risk
  package private(set) var isReversed = false
  package var filter = Filter()

  /// Rows of the summary that show, in the order of the screen.
  ///
  /// Made anew with each summary.
  private(set) var shown: [Int] = []
  private(set) var top = 0
  /// Where the selected row stands, or stood before its user left.
  private(set) var selectedRow = 0

  private var sorted: [Int] = []
  private var index: SearchIndex?
  private var filteredText = ""
  private var followedRevision = 0
  /// Whether anybody was ever selected.
  ///
  /// Only the very first list selects by itself.
  private var hasSelected = false
  /// Whom an earlier run left selected, until the list shows them.
  private var wantedSelection: UserID?
  /// Whom the filter took the selection from.
  private var hiddenSelection: UserID?

  package init() {}

  /// What the list is ordered by.
  package enum Sort: String, CaseIterable, Sendable {
    case risk, events, last, name

    var words: SafeText {
      switch self {
      case .risk: "risk, newest"
      case .events: "events"
      case .last: "last event"
      case .name: "name"
      }
    }
  }

  /// The users an action is for: the marked ones, or else the selected one.
  ///
  /// In screen order.
  package func targets(in account: AccountData) -> [RiskUser] {
    if marks.isEmpty { return selection.flatMap(account.user).map { [$0] } ?? [] }
    return sorted.map { account.rows[$0] }.filter { marks.contains($0.id) }
  }

  // MARK: Messages

  package enum Message: Equatable, Sendable {
    case moved(ListMotion)
    case markToggled
    case allMarked
    case marksCleared
    case sortAdvanced
    case sortReversed
    case userOpened
    case resetRequested
    case verdictRequested
  }

  package mutating func update(_ message: Message, in context: PaneContext) -> [Effect] {
    let account = context.account
    switch message {
    case .moved(let motion):
      move(motion, in: context)

    case .markToggled:
      guard let selection else { break }
      if marks.remove(selection) == nil { marks.insert(selection) }
      move(.down, in: context)

    case .allMarked: marks.formUnion(shown.map { account.rows[$0].id })
    case .marksCleared: marks = []

    case .sortAdvanced:
      let all = Sort.allCases
      sort = all[((all.firstIndex(of: sort) ?? 0) + 1) % all.count]
      isReversed = false
      arrange(context)

    case .sortReversed:
      isReversed.toggle()
      arrange(context)

    // The root opens the timeline and the dialog: both concern more than this pane.
    case .userOpened, .resetRequested, .verdictRequested: break
    }
    return []
  }

  package mutating func follow(_ context: PaneContext) {
    let isNewData = context.account.users.revision != followedRevision
    if isNewData {
      followedRevision = context.account.users.revision
      index = nil
      // A mark on a user who left would act on somebody the screen does not show.
      marks = marks.filter { context.account.user($0) != nil }
      arrange(context)
    } else if filter.text != filteredText {
      narrow(context)
    }
    // Where a filter was kept, the analyst has arrived: clearing it later leads nowhere else.
    if filter.isActive, !filter.isEditing { hiddenSelection = nil }
    scroll(context)
  }

  /// Takes back how an earlier run left the list; the selection as soon as the list shows it.
  package mutating func restore(
    sort: Sort,
    isReversed: Bool,
    filter text: String,
    selection: UserID?
  ) {
    self.sort = sort
    self.isReversed = isReversed
    filter = Filter(kept: text)
    wantedSelection = selection
  }

  /// Takes the mark off a user with whom the action is done.
  package mutating func unmark(_ id: UserID) { marks.remove(id) }

  /// How many of the marked users the filter hides.
  package func hiddenMarks(in account: AccountData) -> Int {
    marks.isEmpty ? 0 : marks.subtracting(shown.map { account.rows[$0].id }).count
  }

  private mutating func move(_ motion: ListMotion, in context: PaneContext) {
    let height = Self.listHeight(in: context)
    // After the selected user left, the first step lands on who took the place.
    let start = selection == nil && motion == .down ? selectedRow - 1 : selectedRow
    guard let row = motion.moved(from: start, count: shown.count, page: height) else { return }
    selectedRow = row
    selection = context.account.rows[shown[row]].id
    hiddenSelection = nil
    wantedSelection = nil
    scroll(context)
  }

  private mutating func scroll(_ context: PaneContext) {
    top = Viewport.top(
      after: top,
      selected: shown.isEmpty ? nil : min(selectedRow, shown.count - 1),
      count: shown.count,
      height: Self.listHeight(in: context)
    )
  }

  /// Sorts every row anew, then narrows.
  private mutating func arrange(_ context: PaneContext) {
    let rows = context.account.rows
    sorted = UserOrder(sort: sort, isReversed: isReversed).sorted(rows)
    narrow(context)
  }

  /// Keeps the rows that match, and the selection on its user.
  private mutating func narrow(_ context: PaneContext) {
    let rows = context.account.rows
    let text = filter.text
    if text.isEmpty {
      shown = sorted
    } else {
      let index =
        self.index ?? SearchIndex(rows.lazy.map { "\($0.name) \($0.email) \($0.id)" })
      self.index = index
      shown = index.matches(text, among: sorted)
    }
    let isTyped = filter.isActive && filteredText != text
    filteredText = text
    if isTyped, hasSelected {
      // Enter opens the best match, not whoever happens to match as well further down.
      hiddenSelection = hiddenSelection ?? selection
      selectFirstMatch(rows)
    }
    restoreSelection(rows, context)
  }

  /// Keeps the selection on its user, wherever the row went.
  private mutating func restoreSelection(_ rows: [RiskUser], _ context: PaneContext) {
    if !filter.isActive, let hiddenSelection {
      selection = hiddenSelection
      self.hiddenSelection = nil
    }
    if let wanted = wantedSelection {
      if shown.contains(where: { rows[$0].id == wanted }) {
        selection = wanted
        hasSelected = true
        wantedSelection = nil
      } else if context.account.partialCount == nil, !rows.isEmpty {
        wantedSelection = nil
      }
    }
    if !hasSelected, let first = shown.first {
      selection = rows[first].id
      hasSelected = true
    }
    guard let selection else {
      // Nobody is selected after the selected user left, lest a key meant for one hits the next.
      if filter.isActive, hiddenSelection != nil { selectFirstMatch(rows) }
      return
    }
    if let row = shown.firstIndex(where: { rows[$0].id == selection }) {
      selectedRow = row
    } else if context.account.user(selection) == nil {
      self.selection = nil
    } else {
      hiddenSelection = hiddenSelection ?? selection
      selectFirstMatch(rows)
    }
  }

  /// While a filter is typed, the selection is on the best match, as the typist expects.
  private mutating func selectFirstMatch(_ rows: [RiskUser]) {
    selectedRow = 0
    selection = shown.first.map { rows[$0].id }
  }

  // MARK: Keys

  package func bindings(in context: PaneContext) -> [KeyBinding<Message>] {
    let nobody: SafeText? =
      selection == nil
      ? (shown.isEmpty ? "the list is empty" : "nobody is selected: move first") : nil
    let noTarget = context.writeRefusal ?? (marks.isEmpty ? nobody : nil)
    return ListMotion.bindings(Message.moved) + [
      KeyBinding(
        "users.open",
        [.enter],
        "timeline",
        .userOpened,
        unavailable: nobody,
        footerRank: 1
      ),
      KeyBinding(
        "users.mark",
        [.space],
        "mark",
        .markToggled,
        unavailable: nobody,
        footerRank: 3
      ),
      KeyBinding("users.mark-all", ["*"], "mark all shown", .allMarked),
      KeyBinding("users.clear-marks", ["-"], "clear marks", .marksCleared),
      KeyBinding("users.sort", ["s"], "sort", .sortAdvanced, footerRank: 5),
      KeyBinding("users.sort-reverse", ["S"], "reverse the sort", .sortReversed),
      KeyBinding(
        "users.reset",
        ["R"],
        "reset",
        .resetRequested,
        unavailable: noTarget,
        footerRank: 2
      ),
      KeyBinding(
        "users.verdict",
        ["v"],
        "verdict and note",
        .verdictRequested,
        unavailable: nobody,
        footerRank: 3
      ),
    ]
  }

  package func copyChoices(in context: PaneContext) -> [CopyChoice] {
    guard let user = selection.flatMap(context.account.user) else { return [] }
    return [
      CopyChoice("e-mail", SafeText(user.email)),
      CopyChoice("user id", SafeText(user.id.rawValue)),
      CopyChoice("name", SafeText(user.name)),
    ]
  }

  package func export(in context: PaneContext) -> ExportContent? {
    let users = shown.map { context.account.rows[$0] }
    return users.isEmpty ? nil : .users(users)
  }
}
