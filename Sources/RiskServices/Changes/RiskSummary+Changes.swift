package import RiskAPI
package import RiskStore

extension RiskSummary {
  /// Whose risk changed since an earlier summary, in the order of this one; then who left it, in the order of
  /// the earlier one.
  ///
  /// A new name is no change of risk. Nobody is called back: that takes more than two summaries.
  package func changes(since earlier: RiskSummary) -> [Change<UserSummary>] {
    var changed: [(place: Int, before: UserSummary?)] = []
    var left: [Int] = []
    var rest = earlier.places.makeIterator()
    var old = 0
    let added = compare {
      guard let place = rest.next() else { return nil }
      old = Int(place)
      return earlier.users[old].id
    } meet: { _, place in
      if let place {
        let before = earlier.users[old]
        if RiskState(before) != RiskState(users[place]) { changed.append((place, before)) }
      } else {
        left.append(old)
      }
    }
    changed += added.map { (Int($0), nil) }
    changed.sort { $0.place < $1.place }
    left.sort()
    return changed.map { Change(users[$0.place], before: $0.before) }
      + left.map { Change(earlier.users[$0], before: earlier.users[$0], isGone: true) }
  }
}
