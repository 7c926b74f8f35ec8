import ArgumentParser
import Foundation
import RiskAPI
import RiskServices

/// Which users to list, and in what order.
struct UserSelection {
  /// Levels to keep, nil among them for unscored; nil for all.
  var levels: Set<RiskLevel?>?
  var filter = FilterQuery()
  /// What the filter's terms ask for besides the users' rows.
  var knowledge = FilterKnowledge()
  var sort: UserSort
  var limit: Int?

  /// The users at a moment, from which ages count.
  func apply(to users: [UserSummary], now: Date) -> [UserSummary] {
    let ofLevels = levels.map { levels in users.filter { levels.contains($0.maxRiskLevel) } }
    let kept = knowledge.users(filter, among: ofLevels ?? users, now: now)
    let order = UserOrder(sort).sorted(kept)
    return order.prefix(limit ?? .max).map { kept[$0] }
  }
}

extension UserSort: ExpressibleByArgument {}

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
