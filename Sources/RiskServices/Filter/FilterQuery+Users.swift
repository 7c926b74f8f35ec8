package import Foundation
package import RiskAPI
package import RiskStore

/// Users as a filter sees them: rows of the summary, then those who left it, and what else is known.
package struct SearchedUsers: Sendable {
  var rows: [UserSummary]
  var past: [FormerUser]
  var row: @Sendable (UserID) -> Int?
  var verdicts: [UserID: CaseNote]
  var events: KnownEvents
  var behaviors: [Behavior]
  var now: Date

  /// Takes the rows, where each user stands in them, and what the terms `verdict:` and `behavior:` need.
  package init(
    rows: [UserSummary],
    past: [FormerUser] = [],
    row: @escaping @Sendable (UserID) -> Int?,
    verdicts: [UserID: CaseNote] = [:],
    events: KnownEvents = KnownEvents(),
    behaviors: [Behavior] = [],
    now: Date
  ) {
    self.rows = rows
    self.past = past
    self.row = row
    self.verdicts = verdicts
    self.events = events
    self.behaviors = behaviors
    self.now = now
  }

  fileprivate func level(_ row: Int) -> RiskLevel? {
    row < rows.count ? rows[row].maxRiskLevel : past[row - rows.count].user.maxRiskLevel
  }

  fileprivate func eventCount(_ row: Int) -> Int {
    row < rows.count ? rows[row].eventCount : past[row - rows.count].user.eventCount
  }

  fileprivate func lastEvent(_ row: Int) -> Date? {
    row < rows.count ? rows[row].lastEvent : past[row - rows.count].user.lastEvent
  }

  /// Which rows are those of some users.
  fileprivate func flags(_ users: some Sequence<UserID>) -> [Bool] {
    var flags = Array(repeating: false, count: rows.count + past.count)
    for row in users.lazy.compactMap(row) where flags.indices.contains(row) { flags[row] = true }
    return flags
  }
}

extension FilterQuery {
  /// Those of the candidates that pass all terms, in the order given.
  ///
  /// `index` holds the texts of the very rows that `users` has.
  package func users(
    among candidates: [Int],
    of users: SearchedUsers,
    _ index: SearchIndex
  ) -> [Int] {
    // Numbers are quicker to compare than texts to read.
    let others = terms.filter { !$0.isText }
    return (others + terms.filter(\.isText)).reduce(candidates) { kept, term in
      term.users(among: kept, of: users, index)
    }
  }
}

extension FilterTerm {
  fileprivate var isText: Bool { if case .text = test { true } else { false } }

  fileprivate func users(
    among candidates: [Int],
    of users: SearchedUsers,
    _ index: SearchIndex
  ) -> [Int] {
    switch test {
    case .text(let text):
      return index.rows(among: candidates, where: text, isNegated: isNegated)
    case .level(let levels):
      return candidates.filter { levels.contains(users.level($0)) != isNegated }
    case .events(let comparison, let count):
      return candidates.filter { comparison.holds(users.eventCount($0), count) != isNegated }
    case .last(let comparison, let seconds):
      return candidates.filter { row in
        Self.isAge(users.lastEvent(row), comparison, seconds, users.now) != isNegated
      }
    case .behavior(let piece):
      let found = users.flags(users.events.users(piece: piece, behaviors: users.behaviors))
      return candidates.filter { found[$0] != isNegated }
    case .verdict(let wanted):
      let judged = users.flags(users.verdicts.keys)
      let found = users.flags(users.verdicts.lazy.filter { wanted.contains($1.verdict) }.map(\.key))
      let isNoneWanted = wanted.contains(nil)
      return candidates.filter { (found[$0] || isNoneWanted && !judged[$0]) != isNegated }
    }
  }

  /// Whether a time is so long ago; what has no time is neither newer nor older.
  static func isAge(_ date: Date?, _ comparison: Comparison, _ seconds: Double, _ now: Date) -> Bool
  {
    date.map { comparison.holds(now.timeIntervalSince($0), seconds) } ?? false
  }
}
