import Foundation

/// Matches rows against what was typed: words in any order, letters in order, accents ignored.
struct FuzzyMatch {
  /// How well a row matches; a lower one is better.
  enum Quality: Int, Comparable {
    /// Every word stands in the row as it was typed.
    case whole
    /// The letters of some word stand apart.
    case scattered

    static func < (left: Quality, right: Quality) -> Bool { left.rawValue < right.rawValue }
  }

  private let words: [[UInt8]]

  /// Prepares a text: `Dana rey` becomes two folded words.
  init(_ text: String) {
    words = FoldedText.bytes(of: text).split(separator: UInt8(ascii: " ")).map(Array.init)
  }

  /// The quality for folded text; nil for no match.
  func quality(of row: Span<UInt8>) -> Quality? {
    var quality = Quality.whole
    for word in words {
      if Self.contains(row, word) { continue }
      guard Self.isSubsequence(word, of: row) else { return nil }
      quality = .scattered
    }
    return quality
  }

  private static func contains(_ row: Span<UInt8>, _ word: [UInt8]) -> Bool {
    guard let first = word.first, row.count >= word.count else { return word.isEmpty }
    var start = 0
    let lastStart = row.count - word.count
    while start <= lastStart {
      if row[start] == first {
        var offset = 1
        while offset < word.count, row[start + offset] == word[offset] { offset += 1 }
        if offset == word.count { return true }
      }
      start += 1
    }
    return false
  }

  private static func isSubsequence(_ word: [UInt8], of row: Span<UInt8>) -> Bool {
    var matched = 0
    var index = 0
    while index < row.count, matched < word.count {
      if row[index] == word[matched] { matched += 1 }
      index += 1
    }
    return matched == word.count
  }
}

/// Text with case and accents removed: `José` becomes `jose`.
enum FoldedText {
  static func bytes(of text: String) -> [UInt8] {
    if text.utf8.allSatisfy({ $0 < 0x80 }) {
      return text.utf8.map { (0x41...0x5A).contains($0) ? $0 | 0x20 : $0 }
    }
    let folded = text.folding(options: [.caseInsensitive, .diacriticInsensitive], locale: nil)
    return Array(folded.utf8)
  }
}

/// Folded text of many rows in one block of memory, so that a keystroke scans it in order.
struct SearchIndex: Equatable, Sendable {
  private var bytes: [UInt8] = []
  private var ends: [Int] = []

  /// Folds the rows' texts.
  init(_ rows: some Sequence<String>) {
    for row in rows {
      bytes += FoldedText.bytes(of: row)
      ends.append(bytes.count)
    }
  }

  /// Those of the candidates that match, in the order given.
  ///
  /// Letters that stand apart count only where nothing matches as it was typed: `dana` shall not
  /// bring everybody with a d, an a, an n and an a, for what shows can be marked and reset.
  func matches(_ text: String, among candidates: [Int]) -> [Int] {
    let match = FuzzyMatch(text)
    var whole: [Int] = []
    var scattered: [Int] = []
    let span = bytes.span
    for row in candidates where ends.indices.contains(row) {
      let start = row == 0 ? 0 : ends[row - 1]
      switch match.quality(of: span.extracting(start..<ends[row])) {
      case .whole: whole.append(row)
      case .scattered: scattered.append(row)
      case nil: break
      }
    }
    return whole.isEmpty ? scattered : whole
  }
}
