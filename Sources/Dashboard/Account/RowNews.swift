package import RiskAPI
import RiskServices
package import RiskStore

/// What a user's row tells as changed since the analyst last looked, by user, and how many there are of each
/// kind: what is painted must not count all of them.
package struct RowNews: Equatable, Sendable {
  private var kinds: [UserID: ChangeKind] = [:]
  private var counts: [ChangeKind: Int] = [:]

  /// Nothing has changed.
  package init() {}

  /// How many users' rows tell of a change of that kind.
  package func count(of kind: ChangeKind) -> Int { counts[kind] ?? 0 }

  /// Whether no row tells of a change.
  package var isEmpty: Bool { kinds.isEmpty }

  /// Nil where nothing is to be told.
  package subscript(id: UserID) -> ChangeKind? {
    get { kinds[id] }
    set {
      if let old = kinds[id] { counts[old, default: 0] -= 1 }
      if let newValue { counts[newValue, default: 0] += 1 }
      kinds[id] = newValue
    }
  }
}
