import ArgumentParser
import Foundation
import RiskAPI

/// Which users to list, and in what order.
struct UserSelection {
  /// Levels to keep, nil among them for unscored; nil for all.
  var levels: Set<RiskLevel?>?
  /// Text that name, e-mail or id must hold; case and accents do not matter.
  var text: String?
  var sort: UserSort
  var limit: Int?

  func apply(to users: [RiskUser]) -> [RiskUser] {
    let kept = users.filter { isWanted($0) }.sorted { left, right in
      sort.precedes(left, right) ?? (left.id < right.id)
    }
    return limit.map { Array(kept.prefix($0)) } ?? kept
  }

  private func isWanted(_ user: RiskUser) -> Bool {
    if let levels, !levels.contains(user.maxRiskLevel) { return false }
    guard let text, !text.isEmpty else { return true }
    return [user.name, user.email, user.id.rawValue].contains { field in
      field.range(of: text, options: [.caseInsensitive, .diacriticInsensitive]) != nil
    }
  }
}

/// Orders of users.
enum UserSort: String, CaseIterable, ExpressibleByArgument {
  /// Worst first, the newest of the same level before the others.
  case risk
  case events
  case last
  case name

  /// Whether one user stands before another; nil where they are equal.
  func precedes(_ left: RiskUser, _ right: RiskUser) -> Bool? {
    switch self {
    case .risk:
      let ranks = (left.maxRiskLevel?.rank ?? 0, right.maxRiskLevel?.rank ?? 0)
      return ranks.0 != ranks.1 ? ranks.0 > ranks.1 : isNewer(left, right)
    case .events:
      if left.eventCount != right.eventCount { return left.eventCount > right.eventCount }
      return isNewer(left, right)
    case .last: return isNewer(left, right)
    case .name:
      switch left.name.caseInsensitiveCompare(right.name) {
      case .orderedAscending: return true
      case .orderedDescending: return false
      case .orderedSame: return nil
      }
    }
  }

  private func isNewer(_ left: RiskUser, _ right: RiskUser) -> Bool? {
    let (left, right) = (left.lastEvent ?? .distantPast, right.lastEvent ?? .distantPast)
    return left == right ? nil : left > right
  }
}

/// Levels as typed: `low,high`.
struct LevelSet: ExpressibleByArgument {
  var levels: Set<RiskLevel?>

  init?(argument: String) {
    levels = []
    for word in argument.lowercased().split(separator: ",", omittingEmptySubsequences: false) {
      switch word {
      case "low", "medium", "high": levels.insert(RiskLevel(String(word)))
      case "unscored": levels.insert(nil)
      default: return nil
      }
    }
  }
}
