package import Foundation
package import RiskAPI
package import RiskStore

/// Users with new events, whose pages are fetched one after the other and kept.
///
/// Events may be gone from the account after a reset; who looks back later needs them. A summary can
/// show thousands who moved, so only the most dangerous few are asked for: the account allows 1 200
/// requests in 5 minutes, shared with its own dashboard.
package struct Prefetch: Equatable, Sendable {
  /// How many are asked for after one summary, at most.
  package static let limit = 20

  /// Who is asked for next, and since when a page is new enough.
  package struct Next: Hashable, Sendable {
    package var id: UserID
    package var movedBefore: Date
  }

  private var waiting: [UserSummary] = []
  private var movedBefore = Date.distantPast

  /// Who is asked for now; nil for nobody.
  package var next: Next? {
    waiting.first.map { Next(id: $0.id, movedBefore: movedBefore) }
  }

  /// Takes what a summary changed, the most dangerous and newest first.
  package mutating func add(_ changes: [Change<UserSummary>], at moment: Date) {
    let moved = changes.filter { !$0.isGone }.map(\.value)
    guard !moved.isEmpty else { return }
    let ids = Set(moved.map(\.id))
    let all = moved + waiting.filter { !ids.contains($0.id) }
    let order = { (user: UserSummary) in
      (user.maxRiskLevel?.rank ?? 0, user.lastEvent ?? .distantPast)
    }
    waiting = Array(all.sorted { order($0) > order($1) }.prefix(Self.limit))
    movedBefore = moment
  }

  /// One is done with; where one failed, the others would fail too.
  package mutating func receive(_ id: UserID, isKept: Bool) {
    if isKept { waiting.removeAll { $0.id == id } } else { waiting = [] }
  }
}
