package import RiskAPI

/// Folded text of many rows in one block of memory, so that a keystroke reads it in order.
///
/// Between fields and rows stands a byte that no text holds, so that nothing is found across them.
package struct SearchIndex: Equatable, Sendable {
  private var bytes: [UInt8] = []
  /// Where each row ends, its separator included.
  private var ends: [Int] = []

  static let separator: UInt8 = 0xFF

  /// Folds rows, each given as its fields.
  package init(_ rows: some Sequence<[String]>) {
    var folded = FoldedText()
    for fields in rows {
      for field in fields { add(field, &folded) }
      ends.append(bytes.count)
    }
    FoldedText.lower(&bytes, from: 0)
  }

  /// Folds users: name, e-mail, id, and a level that no term can name.
  package init(users: some Collection<UserSummary>) {
    add(users: users)
  }

  package var rowCount: Int { ends.count }

  /// Forgets the rows from a place on and folds others in their stead.
  package mutating func replaceRows(from row: Int, with users: some Collection<UserSummary>) {
    if row < ends.count {
      bytes.removeSubrange(start(of: row)...)
      ends.removeSubrange(row...)
    }
    add(users: users)
  }

  private mutating func add(users: some Collection<UserSummary>) {
    let start = bytes.count
    ends.reserveCapacity(ends.count + users.count)
    // A name, an address and an id; what is longer makes it grow.
    bytes.reserveCapacity(start + users.count * 84)
    var folded = FoldedText()
    for user in users {
      add(user.name, &folded)
      add(user.email, &folded)
      add(user.id.rawValue, &folded)
      if case .other(let level)? = user.maxRiskLevel { add(level, &folded) }
      ends.append(bytes.count)
    }
    FoldedText.lower(&bytes, from: start)
  }

  private mutating func add(_ field: String, _ folded: inout FoldedText) {
    folded.append(field, to: &bytes)
    bytes.append(Self.separator)
  }

  // MARK: Search

  /// Those of the candidates that pass a test of text, in the order given.
  ///
  /// Where most rows are candidates, all are read in the order of memory, which is far quicker than
  /// jumping about in the order of the screen.
  func rows(among candidates: [Int], where text: TextTest, isNegated: Bool) -> [Int] {
    var kept: [Int] = []
    let span = bytes.span
    if candidates.count * 4 < ends.count {
      for row in candidates where ends.indices.contains(row) {
        let isFound = text.isFound(in: span, from: start(of: row), to: ends[row])
        if isFound != isNegated { kept.append(row) }
      }
      return kept
    }
    let found = rowsFound(text)
    // Grown step by step, it would be copied several times.
    kept.reserveCapacity(candidates.count)
    for row in candidates where found.indices.contains(row) && found[row] != isNegated {
      kept.append(row)
    }
    return kept
  }

  private func start(of row: Int) -> Int { row == 0 ? 0 : ends[row - 1] }

  private func rowsFound(_ text: TextTest) -> [Bool] {
    var found = Array(repeating: false, count: ends.count)
    let span = bytes.span
    switch text {
    case .scattered:
      for row in ends.indices {
        found[row] = text.isFound(in: span, from: start(of: row), to: ends[row])
      }
    case .piece(let piece):
      var row = 0
      var position = 0
      while let hit = ByteSearch.first(piece.span, in: span, from: position, to: span.count) {
        while ends[row] <= hit { row += 1 }
        found[row] = true
        position = ends[row]
        row += 1
      }
    }
    return found
  }
}
