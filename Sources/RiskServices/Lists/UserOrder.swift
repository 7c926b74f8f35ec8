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

  /// An order by one column.
  package init(_ sort: UserSort) {
    self.sort = sort
  }

  /// Places of past users, the largest first.
  ///
  /// They have no risk any more: in the order of risk it is the latest to leave who comes first.
  package func sorted(past: [FormerUser]) -> [Int] {
    sort == .risk ? Array(past.indices) : sorted(past.map(\.user))
  }

  /// Places of users, the largest first.
  package func sorted(_ rows: [UserSummary]) -> [Int] {
    switch sort {
    case .risk: ordered(rows) { ($0.maxRiskLevel?.rank ?? 0, seconds($0.lastEvent)) }
    case .events: ordered(rows) { ($0.eventCount, seconds($0.lastEvent)) }
    case .last: ordered(rows) { (0, seconds($0.lastEvent)) }
    case .name: byName(rows)
    }
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
