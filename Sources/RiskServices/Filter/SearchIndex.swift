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
    add(rows)
  }

  /// Folds users: name, e-mail, id, and a level that no term can name.
  package init(users: some Collection<RiskUser>) {
    add(users: users)
  }

  package var rowCount: Int { ends.count }

  /// Forgets the rows from a place on and folds others in their stead.
  package mutating func replaceRows(from row: Int, with users: some Collection<RiskUser>) {
    if row < ends.count {
      bytes.removeSubrange((row == 0 ? 0 : ends[row - 1])...)
      ends.removeSubrange(row...)
    }
    add(users: users)
  }

  private mutating func add(_ rows: some Sequence<[String]>) {
    var folded = FoldedText()
    let start = bytes.count
    for fields in rows {
      for field in fields {
        folded.append(field, to: &bytes)
        bytes.append(Self.separator)
      }
      ends.append(bytes.count)
    }
    FoldedText.lower(&bytes, from: start)
  }

  private mutating func add(users: some Collection<RiskUser>) {
    ends.reserveCapacity(ends.count + users.count)
    // A name, an address and an id; what is longer makes it grow.
    bytes.reserveCapacity(bytes.count + users.count * 84)
    add(
      users.lazy.map { user in
        if case .other(let level)? = user.maxRiskLevel {
          return [user.name, user.email, user.id.rawValue, level]
        }
        return [user.name, user.email, user.id.rawValue]
      }
    )
  }

  // MARK: Search

  /// Those of the candidates that pass a test of text, in the order given.
  ///
  /// Where most rows are candidates, all are read in the order of memory, which is far quicker than
  /// jumping about in the order of the screen.
  func rows(among candidates: [Int], where text: TextTest, isNegated: Bool) -> [Int] {
    if candidates.count * 4 < ends.count {
      return candidates.filter { row in
        guard ends.indices.contains(row) else { return false }
        return text.isFound(in: bytes.span, from: start(of: row), to: ends[row]) != isNegated
      }
    }
    let found = rowsFound(text)
    return candidates.filter { found.indices.contains($0) && found[$0] != isNegated }
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
