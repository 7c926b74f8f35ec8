import Presentation
package import RiskAPI
package import RiskServices
package import RiskStore
import TerminalUI

/// How many events a user had over the last two weeks, in seven cells of two days.
///
/// As the journal saw it: blank before the user was first seen here, `×` while they were not in the
/// summary. A cell's height is the most events that were counted in its days, to the scale of the
/// row; its color is the worst level in them.
package struct UserTrend: Equatable, Sendable {
  /// The span, today included.
  package static let days = 14
  static let cells = 7
  static let title: SafeText = "14 DAYS"

  private(set) var spans: [Span] = Array(repeating: .unseen, count: cells)

  /// Two days of a user.
  enum Span: Hashable {
    case unseen
    case gone
    case seen(most: Int, worst: RiskLevel?)
  }

  /// Spreads moments over the days up to now, by the calendar on the wall.
  ///
  /// The moments are oldest first; of those before the span the last one still stood in it.
  package init(_ moments: [HistoryMoment<RiskState>], words: TimeFormatter) {
    var place = 0
    var standing: RiskState??
    let earlier = moments.prefix { words.daysAgo($0.at) >= Self.days }.count
    for moment in moments.dropFirst(max(0, earlier - 1)) {
      let age = min(max(words.daysAgo(moment.at), 0), Self.days - 1)
      // The journal's order counts, whatever a clock that was set back says.
      let next = max(place, (Self.days - 1 - age) * Self.cells / Self.days)
      carry(standing, from: place, through: next)
      place = next
      standing = .some(moment.value)
      add(moment.value, at: place)
    }
    carry(standing, from: place, through: Self.cells - 1)
  }

  private mutating func carry(_ standing: RiskState??, from: Int, through last: Int) {
    guard let standing, from < last else { return }
    for place in from + 1...last { add(standing, at: place) }
  }

  private mutating func add(_ standing: RiskState?, at place: Int) {
    switch (spans[place], standing) {
    case (.unseen, nil): spans[place] = .gone
    case (_, nil): break
    case (.seen(let most, let worst), let standing?):
      let level = [worst, standing.level].compactMap(\.self).max()
      spans[place] = .seen(most: max(most, standing.eventCount), worst: level)
    case (_, let standing?):
      spans[place] = .seen(most: standing.eventCount, worst: standing.level)
    }
  }

  /// A cell each, of one column.
  var parts: [(text: SafeText, style: Style)] {
    let most = spans.reduce(1) { if case .seen(let count, _) = $1 { max($0, count) } else { $0 } }
    return spans.map { span in
      switch span {
      case .unseen: (" ", Style())
      case .gone: ("×", Style(.dim))
      case .seen(let count, let worst):
        (Bar.height(max(1, count), of: most, eighths: 7), Style(.risk(worst)))
      }
    }
  }
}

/// Whose trends are on the screen, or soon may be.
package struct TrendWindow: Hashable, Sendable {
  package var users: [UserID]
  /// The summary's.
  var revision: Int
  /// Changes at midnight, when the cells move on.
  var day: Int

  /// Made anew with every key: all ids would cost more than they tell apart.
  package func hash(into hasher: inout Hasher) {
    hasher.combine(users.first)
    hasher.combine(users.count)
    hasher.combine(revision)
    hasher.combine(day)
  }
}

extension AccountData {
  mutating func receiveTrends(
    _ moments: [UserID: [HistoryMoment<RiskState>]],
    words: TimeFormatter
  ) {
    trends = moments.mapValues { UserTrend($0, words: words) }
  }
}
