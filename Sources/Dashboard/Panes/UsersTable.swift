import RiskAPI
import RiskServices
import RiskStore
import TerminalUI

/// What the list shows of a user's texts.
struct UserTexts: Equatable, Sendable {
  /// The name, or the address of somebody without one.
  let name: SafeText
  let email: SafeText

  init(_ user: UserSummary) {
    email = SafeText(user.email)
    name = user.name.isEmpty ? email : SafeText(user.name)
  }
}

/// A row of the users' list, with all that its columns show.
struct UserRow: Sendable {
  let listed: ListedUser
  let texts: UserTexts
  let news: ChangeKind?
  let verdict: Verdict?
  let trend: UserTrend?
  /// The age of the last event, or when the user left the list.
  let age: SafeText
  let isMarked: Bool
  let nameStyle: Style
  let layout: TableLayout

  fileprivate var user: UserSummary { listed.user }
  fileprivate var isGone: Bool { listed.goneAt != nil }
}

extension Table<UserRow> {
  /// The users' columns; the least worth go first as the list narrows.
  static let users = Table(
    [
      Column("level", "LEVEL", width: 6...6) { row in
        // A level of the past must not look like one of now, even where nothing else can say so.
        .text(
          row.isGone && !row.layout.shows("last") ? "left" : SafeText(level: row.user.maxRiskLevel),
          row.isGone ? Style(.dim) : .risk(row.user.maxRiskLevel)
        )
      },
      // Past 32 columns a name gains nothing, and a cut address cannot be told from another.
      Column("name", "USER", width: 21...32) { row in
        // Where no column is left to say so, it stands before the name.
        let isBack = row.news == .back && !row.layout.shows("news")
        return .text(isBack ? "back · \(row.texts.name)" : row.texts.name, row.nameStyle)
      },
      Column("e-mail", "E-MAIL", width: 24...400, from: 93, before: 1, after: 1) { row in
        .dim(row.texts.email)
      },
      Column("news", width: 4...4, from: 50, before: 1, spoken: { $0.news.map(Self.words) ?? "" }) {
        row in
        // What is new and what was concluded; where there is one place for both, what is new.
        row.news.map(Self.news) ?? (row.layout.shows("verdict") ? .blank : Self.verdict(row))
      },
      Column("verdict", width: 3...3, from: 54, before: 1, isTrailing: true, cell: Self.verdict),
      Column(
        "trend",
        UserTrend.title,
        width: UserTrend.cells...UserTrend.cells,
        from: 68,
        before: 1,
        after: 1,
        spoken: { _ in "" }
      ) { row in
        row.trend.map { .parts($0.parts) } ?? .blank
      },
      // Counts past the thousands take the column before theirs.
      Column(
        "events",
        "EVENTS",
        label: "events",
        width: 7...7,
        from: 44,
        before: 0,
        isTrailing: true
      ) {
        row in
        if row.isGone { return .dim("left") }
        let count = SafeText(row.user.eventCount.grouped)
        return .text(count.width < 7 ? count : row.user.eventCount < 0 ? "?" : ">99 999")
      },
      Column("last", "LAST", label: "last", width: 9...9, from: 34, before: 1, isTrailing: true) {
        row in
        .dim(row.isGone && !row.layout.shows("events") ? "left" : row.age)
      },
    ],
    signWords: "marked"
  ) { row in
    row.isMarked ? .text("●", Style(.mark, .bold)) : .blank
  }

  private static func news(_ news: ChangeKind) -> TableCell {
    switch news {
    case .back: .text("back", Style(.warning, .bold))
    case .new: .text("new", Style(.news))
    case .raised: .text("  ▲", Style(.news))
    case .moreEvents: .text("  +", Style(.news))
    case .lowered, .edited, .left: .blank
    }
  }

  private static func words(_ news: ChangeKind) -> SafeText {
    switch news {
    case .back: "back"
    case .new: "new"
    case .raised: "raised"
    case .moreEvents: "more events"
    case .lowered: "lowered"
    case .edited: "changed"
    case .left: "left the list"
    }
  }

  private static func verdict(_ row: UserRow) -> TableCell {
    row.verdict.map { .dim(SafeText($0.shortWords)) } ?? .blank
  }
}
