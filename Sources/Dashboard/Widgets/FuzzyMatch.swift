import Foundation

/// Matches rows against what was typed: words in any order, letters in order, accents ignored.
struct FuzzyMatch {
  private let words: [[UInt8]]

  /// Prepares a text: `Dana rey` becomes two folded words.
  init(_ text: String) {
    words = FoldedText.bytes(of: text).split(separator: UInt8(ascii: " ")).map(Array.init)
  }

  /// True when every word stands in folded text as it was typed.
  func standsWhole(in row: Span<UInt8>) -> Bool {
    words.allSatisfy { Self.contains(row, $0.span) }
  }

  /// True when the letters of every word stand in folded text in their order, apart or not.
  func standsScattered(in row: Span<UInt8>) -> Bool {
    words.allSatisfy { Self.isSubsequence($0.span, of: row) }
  }

  // Checked subscripts would double the time of a keystroke over 100 000 rows.

  private static func contains(_ row: Span<UInt8>, _ word: Span<UInt8>) -> Bool {
    guard !word.isEmpty else { return true }
    guard row.count >= word.count else { return false }
    let first = word[0]
    var start = 0
    let lastStart = row.count - word.count
    while start <= lastStart {
      // SAFETY: start + offset < lastStart + word.count = row.count, and offset < word.count.
      if row[unchecked: start] == first {
        var offset = 1
        while offset < word.count, row[unchecked: start + offset] == word[unchecked: offset] {
          offset += 1
        }
        if offset == word.count { return true }
      }
      start += 1
    }
    return false
  }

  private static func isSubsequence(_ word: Span<UInt8>, of row: Span<UInt8>) -> Bool {
    var matched = 0
    var index = 0
    while index < row.count, matched < word.count {
      // SAFETY: the loop's condition.
      if row[unchecked: index] == word[unchecked: matched] { matched += 1 }
      index += 1
    }
    return matched == word.count
  }
}

/// Text with case and accents removed: `José` becomes `jose`.
///
/// Foundation folds a text in microseconds, which 100 000 rows make a wait; and names share their
/// letters. So each letter beyond ASCII is folded once.
struct FoldedText {
  private var known: [Character: [UInt8]] = [:]

  /// One text's folded form.
  static func bytes(of text: String) -> [UInt8] {
    var bytes: [UInt8] = []
    var folded = FoldedText()
    folded.append(text, to: &bytes)
    return bytes
  }

  /// Adds a text's folded form.
  mutating func append(_ text: String, to bytes: inout [UInt8]) {
    let utf8 = text.utf8
    if utf8.allSatisfy({ $0 < 0x80 }) { return bytes.append(contentsOf: utf8.lazy.map(Self.lower)) }
    var index = text.startIndex
    while index < text.endIndex {
      let byte = utf8[index]
      let next = utf8.index(after: index)
      // What follows an ASCII letter may be its accent.
      if byte < 0x80, next == text.endIndex || utf8[next] < 0x80 {
        bytes.append(Self.lower(byte))
        index = next
      } else {
        bytes += folded(text[index])
        index = text.index(after: index)
      }
    }
  }

  private static func lower(_ byte: UInt8) -> UInt8 {
    (0x41...0x5A).contains(byte) ? byte | 0x20 : byte
  }

  private mutating func folded(_ letter: Character) -> [UInt8] {
    if let bytes = known[letter] { return bytes }
    let options: String.CompareOptions = [.caseInsensitive, .diacriticInsensitive]
    let bytes = Array(String(letter).folding(options: options, locale: nil).utf8)
    known[letter] = bytes
    return bytes
  }
}

/// Folded text of many rows in one block of memory, so that a keystroke scans it in order.
struct SearchIndex: Equatable, Sendable {
  private var bytes: [UInt8] = []
  private var ends: [Int] = []

  /// Folds the rows' texts.
  init(_ rows: some Sequence<String>) {
    var folded = FoldedText()
    for row in rows {
      folded.append(row, to: &bytes)
      ends.append(bytes.count)
    }
  }

  /// Those of the candidates that match, in the order given.
  ///
  /// Letters that stand apart count only where nothing matches as it was typed: `dana` shall not
  /// bring everybody with a d, an a, an n and an a, for what shows can be marked and reset.
  func matches(_ text: String, among candidates: [Int]) -> [Int] {
    let match = FuzzyMatch(text)
    let whole = rows(among: candidates) { match.standsWhole(in: $0) }
    return whole.isEmpty ? rows(among: candidates) { match.standsScattered(in: $0) } : whole
  }

  private func rows(
    among candidates: [Int],
    where isMatch: (Span<UInt8>) -> Bool
  ) -> [Int] {
    let span = bytes.span
    return candidates.filter { row in
      guard ends.indices.contains(row) else { return false }
      return isMatch(span.extracting((row == 0 ? 0 : ends[row - 1])..<ends[row]))
    }
  }
}
