import Foundation
import RiskAPI
import RiskServices
import RiskStore
import TerminalUI

/// The first line: whose account it is, how old what shows is, what changed, and whether it may be written.
struct TopLine {
  let accountName: SafeText
  let mayWrite: Bool
  let isOffline: Bool
  /// How often the account is asked; nil for by hand.
  let refreshInterval: Duration?
  let users: Loadable<RiskSummary>
  /// The last pause of requests; it may be over.
  let pause: RequestPause?
  /// Whether loading has lasted long enough to be told.
  let isLoading: Bool
  let news: RowNews
  let unlisted: UnlistedChanges
  /// Since when changes are told.
  let newsSince: Date
  /// What lists them.
  let newsKey: SafeText
  let now: Date
  let timeZone: TimeZone

  /// Draws it into the first row of the region.
  func draw(in frame: inout Frame) {
    var column = frame.write("ztriage", row: 0, column: 1, style: Style(.title, .bold))
    let access: SafeText = mayWrite ? "read-write" : "read-only"
    let freshness = freshness(width: frame.width)
    // How old the data is outranks what the account is called.
    let nameRoom = frame.width - column - 6 - freshness.text.width - access.width
    column = frame.write(
      "  \(accountName)",
      row: 0,
      column: column,
      limit: min(30, max(0, nameRoom))
    )
    let right = frame.writeTrailing(
      access,
      row: 0,
      inset: 1,
      style: Style(mayWrite ? .dim : .warning)
    )
    let room = right - column - 4
    if let news = newsWords.first(where: { freshness.text.width + $0.width + 4 <= room }) {
      frame.write(news, row: 0, column: right - news.width - 3, style: Style(.news))
    }
    let isWhole = freshness.text.width <= room
    frame.write(
      freshness.text,
      row: 0,
      column: column + (isWhole ? 3 : 2),
      style: Style(freshness.role),
      limit: max(0, room)
    )
  }

  /// How old the users on the screen are, and whether that is as it should be.
  private func freshness(width: Int) -> (text: SafeText, role: Role) {
    let words = TimeFormatter(now: now, timeZone: timeZone)
    guard let fetchedAt = users.fetchedAt else {
      if let failure = users.failure {
        return ("\(shortWords(for: failure)), nothing to show", .error)
      }
      return (isLoading ? "loading" : "", .dim)
    }
    if isOffline {
      return (StatusFormatter.old("offline", from: fetchedAt, words), .warning)
    }
    if let failure = users.failure {
      return (StatusFormatter.old(shortWords(for: failure), from: fetchedAt, words), .warning)
    }
    let isStale = now.timeIntervalSince(fetchedAt) >= staleAfter
    let missing: SafeText =
      users.value.flatMap { summary in
        summary.isComplete
          ? nil
          : ", \(summary.receivedCount.grouped) of \((summary.totalCount ?? 0).grouped) users"
      } ?? ""
    if isStale { return ("old · data from \(words.moment(fetchedAt))\(missing)", .warning) }
    let role: Role = missing.isEmpty ? .dim : .warning
    let time = SafeText(words.clockWithSeconds(fetchedAt))
    return (width >= 60 ? "live, as of \(time)\(missing)" : "live \(time)\(missing)", role)
  }

  /// A failure in a word or two; a pause comes with its end, to the minute after it.
  private func shortWords(for failure: APIError) -> SafeText {
    let words = StatusFormatter.shortWords(for: failure)
    guard case .rateLimited = failure, let pause, pause.end > now else { return words }
    let minute = (pause.end.timeIntervalSince1970 / 60).rounded(.up) * 60
    let clock = TimeFormatter(now: now, timeZone: timeZone)
      .clock(Date(timeIntervalSince1970: minute))
    return "\(words) until \(clock)"
  }

  /// Twice the refresh interval, and never under two minutes: one late answer is no alarm.
  private var staleAfter: TimeInterval {
    let seconds = refreshInterval.map { Double($0.components.seconds) } ?? 60
    return max(120, seconds * 2)
  }

  /// What changed since the analyst last looked: the fullest words first; none for no change.
  private var newsWords: [SafeText] {
    let back = news.count(of: .back)
    let raised = news.count(of: .raised)
    let new = news.count(of: .new)
    let counts: [(count: Int, words: SafeText)] = [
      (back, "back"), (new, "new"), (raised, "raised"), (unlisted.lowered, "lowered"),
      (unlisted.left, "no longer at risk"),
      (unlisted.behaviors, unlisted.behaviors == 1 ? "behavior" : "behaviors"),
      (unlisted.integrations, unlisted.integrations == 1 ? "integration" : "integrations"),
    ]
    let parts = counts.filter { $0.count > 0 }.map { "\($0.count) \($0.words)" as SafeText }
    guard !parts.isEmpty else { return [] }
    let words = TimeFormatter(now: now, timeZone: timeZone)
    // A time without its day is today's.
    let day: SafeText = words.daysAgo(newsSince) == 0 ? "" : "\(words.day(newsSince)) "
    let since: SafeText = "since \(day)\(words.clock(newsSince))"
    let total = counts.reduce(0) { $0 + $1.count }.counted("change")
    let key: SafeText = "(\(newsKey))"
    let most: SafeText = back > 0 ? "\(back) back of \(total)" : "\(total)"
    return [
      "\(parts.joined(separator: " · ")) \(since) \(key)", "\(most) \(since) \(key)",
      "\(most) \(key)",
    ]
  }
}
