import ArgumentParser
import Dashboard
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
    let kept = levels == nil && text == nil ? users : users.filter { isWanted($0) }
    let order = UserOrder(sort: sort.column, isReversed: false).sorted(kept)
    return order.prefix(limit ?? .max).map { kept[$0] }
  }

  private func isWanted(_ user: RiskUser) -> Bool {
    if let levels, !levels.contains(user.maxRiskLevel) { return false }
    guard let text, !text.isEmpty else { return true }
    return [user.name, user.email, user.id.rawValue].contains { field in
      field.range(of: text, options: [.caseInsensitive, .diacriticInsensitive]) != nil
    }
  }
}

/// Orders of users, as the dashboard has them.
enum UserSort: String, CaseIterable, ExpressibleByArgument {
  case risk
  case events
  case last
  case name

  /// The dashboard's column.
  var column: UsersPane.Sort {
    switch self {
    case .risk: .risk
    case .events: .events
    case .last: .last
    case .name: .name
    }
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
