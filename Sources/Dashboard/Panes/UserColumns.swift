import RiskAPI
import RiskServices
import RiskStore
import TerminalUI

/// Columns of the users' list; the least worth go first as it narrows.
struct UserColumns {
  private let name: Int
  private let nameWidth: Int
  private let email: (column: Int, width: Int)?
  private let news: Int?
  private let verdict: Int?
  private let trend: Int?
  private let events: Int?
  private let last: Int?
  private let width: Int

  private static let levelColumn = 3
  private static let eventsWidth = 6
  private static let lastWidth = 9

  init(width: Int, levelWidth: Int) {
    self.width = width
    name = Self.levelColumn + levelWidth + 2
    var right = width - 1
    last = width >= 34 ? right : nil
    if last != nil { right -= Self.lastWidth + 1 }
    events = width >= 44 ? right : nil
    if events != nil { right -= Self.eventsWidth + 1 }
    // Counts past the thousands take the column before theirs.
    trend = Self.hasTrend(width: width) ? right - UserTrend.cells - 1 : nil
    if trend != nil { right -= UserTrend.cells + 2 }
    verdict = width >= 54 ? right - 3 : nil
    if verdict != nil { right -= 4 }
    news = width >= 50 ? right - 4 : nil
    if news != nil { right -= 5 }
    let room = max(1, right - name)
    if room >= 46 {
      // Past 32 columns a name gains nothing, and a cut address cannot be told from another.
      nameWidth = min(32, room * 45 / 100)
      email = (name + nameWidth + 1, room - nameWidth - 2)
    } else {
      nameWidth = room
      email = nil
    }
  }

  /// Whether a list of some width has room for trends, the first column to go.
  static func hasTrend(width: Int) -> Bool { width >= 68 }

  func header(in frame: inout Frame, row: Int) {
    let style = Style(.header)
    frame.write("LEVEL", row: row, column: Self.levelColumn, style: style)
    frame.write("USER", row: row, column: name, style: style, limit: nameWidth)
    if let email { frame.write("E-MAIL", row: row, column: email.column, style: style) }
    if let trend { frame.write(UserTrend.title, row: row, column: trend, style: style) }
    writeTrailing(
      "EVENTS",
      endingAt: events,
      width: Self.eventsWidth,
      row: row,
      style: style,
      in: &frame
    )
    writeTrailing("LAST", endingAt: last, width: Self.lastWidth, row: row, style: style, in: &frame)
  }

  func draw(
    _ listed: ListedUser,
    row: Int,
    in frame: inout Frame,
    isSelected: Bool,
    isMarked: Bool,
    context: PaneContext
  ) {
    let user = listed.user
    let isGone = listed.goneAt != nil
    if isSelected {
      frame.write("▌", row: row, column: 0, style: RowStyle.mark(isFocused: context.isFocused))
    }
    if isMarked { frame.write("●", row: row, column: 1, style: Style(.mark, .bold)) }
    // A level of the past must not look like one of now, even where nothing else can say so.
    frame.write(
      isGone && last == nil ? "left" : SafeText(level: user.maxRiskLevel),
      row: row,
      column: Self.levelColumn,
      style: isGone ? Style(.dim) : .risk(user.maxRiskLevel),
      limit: name - Self.levelColumn - 1
    )
    let nameStyle =
      isGone && !isSelected
      ? Style(.dim) : RowStyle.name(isSelected: isSelected, isFocused: context.isFocused)
    var shownName = SafeText(user.name.isEmpty ? user.email : user.name)
    // Where no column is left to say so, it stands before the name.
    if news == nil, context.account.news[user.id] == .back { shownName = "back · \(shownName)" }
    frame.write(shownName, row: row, column: name, style: nameStyle, limit: nameWidth)
    if let email {
      frame.write(
        SafeText(user.email),
        row: row,
        column: email.column,
        style: Style(.dim),
        limit: email.width
      )
    }
    drawSigns(
      context.account.news[user.id],
      context.account.verdicts[user.id]?.verdict,
      row: row,
      in: &frame
    )
    if let trend, let userTrend = context.account.trends[user.id] {
      userTrend.view(in: &frame, row: row, column: trend)
    }
    let words = TimeFormatter(now: context.now, timeZone: context.timeZone)
    if let goneAt = listed.goneAt {
      let age = SafeText(words.age(of: goneAt))
      write(events: "left", last: events == nil ? "left" : age, Style(.dim), row: row, in: &frame)
    } else {
      let count = SafeText(user.eventCount.grouped)
      write(
        events: count.width > Self.eventsWidth ? (user.eventCount < 0 ? "?" : ">99 999") : count,
        last: user.lastEvent.map { SafeText(words.age(of: $0)) } ?? "—",
        Style(),
        row: row,
        in: &frame
      )
    }
  }

  /// What is new and what was concluded; where there is one place for both, what is new.
  private func drawSigns(
    _ change: ChangeKind?,
    _ conclusion: Verdict?,
    row: Int,
    in frame: inout Frame
  ) {
    if let news, let change {
      let mark: SafeText =
        switch change {
        case .back: "back"
        case .new: "new"
        case .raised: "  ▲"
        case .moreEvents: "  +"
        case .lowered, .edited, .left: ""
        }
      let style = change == .back ? Style(.warning, .bold) : Style(.news)
      frame.write(mark, row: row, column: news, style: style)
    }
    guard let conclusion, let place = verdict ?? (change == nil ? news : nil) else { return }
    let words = SafeText(conclusion.shortWords)
    frame.write(words, row: row, column: place + 3 - words.width, style: Style(.dim))
  }

  private func write(
    events count: SafeText,
    last age: SafeText,
    _ countStyle: Style,
    row: Int,
    in frame: inout Frame
  ) {
    writeTrailing(
      count,
      endingAt: events,
      width: Self.eventsWidth + 1,
      row: row,
      style: countStyle,
      in: &frame
    )
    writeTrailing(
      age,
      endingAt: last,
      width: Self.lastWidth,
      row: row,
      style: Style(.dim),
      in: &frame
    )
  }

  private func writeTrailing(
    _ text: SafeText,
    endingAt right: Int?,
    width: Int,
    row: Int,
    style: Style = Style(),
    in frame: inout Frame
  ) {
    guard let right else { return }
    let text = text.truncated(to: width)
    frame.write(text, row: row, column: right - text.width, style: style)
  }
}
