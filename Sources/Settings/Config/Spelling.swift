/// Guesses what a misspelled word was meant to be.
package enum Spelling {
  /// The candidate that a few slips of the finger lead to; nil where none is near.
  ///
  /// A swap of neighbors counts as one slip: `tehme` is one away from `theme`.
  package static func nearest(to word: String, among candidates: [String]) -> String? {
    let allowed = min(3, (word.count + 1) / 2)
    let scored = candidates.map { ($0, distance(word.lowercased(), $0.lowercased())) }
    let best = scored.min { left, right in
      left.1 != right.1 ? left.1 < right.1 : left.0 < right.0
    }
    guard let best, best.1 <= allowed else { return nil }
    return best.0
  }

  /// `did you mean "theme"?`, or the list of all where none is near.
  package static func advice(for word: String, among candidates: [String]) -> String {
    if let guess = nearest(to: word, among: candidates) { return "did you mean \"\(guess)\"?" }
    guard !candidates.isEmpty else { return "remove it" }
    return "use one of \(candidates.sorted().joined(separator: ", "))"
  }

  /// Optimal string alignment: insertions, deletions, replacements and swaps of neighbors.
  private static func distance(_ left: String, _ right: String) -> Int {
    // A word from a file may be of any length; a long one is near to nothing here.
    let left = Array(left.prefix(64))
    let right = Array(right.prefix(64))
    var beforeLast: [Int] = []
    var last = Array(0...right.count)
    for row in left.indices {
      var current = [row + 1]
      for column in right.indices {
        let isSame = left[row] == right[column]
        var cost = min(last[column + 1] + 1, current[column] + 1, last[column] + (isSame ? 0 : 1))
        if row > 0, column > 0, left[row] == right[column - 1], left[row - 1] == right[column] {
          cost = min(cost, beforeLast[column - 1] + 1)
        }
        current.append(cost)
      }
      beforeLast = last
      last = current
    }
    return last[right.count]
  }
}
