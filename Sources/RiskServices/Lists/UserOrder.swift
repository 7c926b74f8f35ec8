import Foundation
package import RiskAPI
package import RiskStore

/// What a list of users is ordered by; the raw value is the word on the command line.
package enum UserSort: String, CaseIterable, Sendable {
  /// Level first, then the newest event.
  case risk
  case events
  /// The newest event.
  case last
  case name
}

/// The order of the users' list.
///
/// Ties end with the id, so that equal rows never swap places.
package struct UserOrder {
  private let sort: UserSort
  private let isReversed: Bool

  /// An order by one column; reversed puts the smallest first.
  package init(sort: UserSort, isReversed: Bool) {
    self.sort = sort
    self.isReversed = isReversed
  }

  /// Rows of the list in the order of the screen: past users after all others.
  ///
  /// They have no risk any more: in the order of risk it is the latest to leave who comes first.
  package func sorted(_ rows: [UserSummary], past: [FormerUser]) -> [Int] {
    var order = Array(past.indices)
    if sort == .risk {
      if isReversed { order.reverse() }
    } else {
      order = sorted(past.map(\.user))
    }
    return sorted(rows) + order.map { $0 + rows.count }
  }

  /// Row numbers in the order of the screen.
  package func sorted(_ rows: [UserSummary]) -> [Int] {
    let order: [Int] =
      switch sort {
      case .risk: ordered(rows) { ($0.maxRiskLevel?.rank ?? 0, seconds($0.lastEvent)) }
      case .events: ordered(rows) { ($0.eventCount, seconds($0.lastEvent)) }
      case .last: ordered(rows) { (0, seconds($0.lastEvent)) }
      case .name: byName(rows)
      }
    return isReversed ? order.reversed() : order
  }

  /// Largest first, by keys taken once per row.
  private func ordered(_ rows: [UserSummary], by key: (UserSummary) -> (Int, Double)) -> [Int] {
    let keys = rows.map(key)
    return rows.indices.sorted { left, right in
      let (a, b) = (keys[left], keys[right])
      if a != b { return a > b }
      return rows[left].id < rows[right].id
    }
  }

  private func byName(_ rows: [UserSummary]) -> [Int] {
    let keys = rows.map { FoldedText.bytes(of: $0.name) }
    return rows.indices.sorted { left, right in
      if keys[left] != keys[right] { return keys[left].lexicographicallyPrecedes(keys[right]) }
      return rows[left].id < rows[right].id
    }
  }

  private func seconds(_ date: Date?) -> Double {
    date?.timeIntervalSinceReferenceDate ?? -.infinity
  }
}
