/// What a word asks of a row's text.
package enum TextTest: Hashable, Sendable {
  /// The folded word stands in one of the fields.
  case piece([UInt8])
  /// The word's letters stand in one of the fields in their order, apart or not.
  case scattered([UInt8])

  /// Tests folded fields between two places; each ends with the separator.
  func isFound(in bytes: Span<UInt8>, from start: Int, to end: Int) -> Bool {
    switch self {
    case .piece(let word): ByteSearch.first(word.span, in: bytes, from: start, to: end) != nil
    case .scattered(let word): ByteSearch.isScattered(word.span, in: bytes, from: start, to: end)
    }
  }

  /// Whether a text that is not in an index passes.
  package func isFound(in text: String) -> Bool {
    let bytes = FoldedText.bytes(of: text) + [SearchIndex.separator]
    return isFound(in: bytes.span, from: 0, to: bytes.count)
  }
}

/// Finds bytes in bytes, eight at a time.
enum ByteSearch {
  /// The first place between `start` and `end` where all of `word` stands.
  static func first(
    _ word: Span<UInt8>,
    in bytes: Span<UInt8>,
    from start: Int,
    to end: Int
  ) -> Int? {
    let count = word.count
    guard count > 0 else { return start < end ? start : nil }
    let lastStart = min(end, bytes.count) - count
    guard start >= 0, start <= lastStart else { return nil }
    let (head, tail) = (repeated(word[0]), repeated(word[count - 1]))
    let memory = bytes.bytes
    var position = start
    // The last of eight places may be `lastStart`, so that neither load ends behind `end`.
    while position + 7 <= lastStart {
      // SAFETY: position + 7 + count - 1 < lastStart + count <= bytes.count.
      let (heads, tails) = (
        memory.unsafeLoadUnaligned(fromUncheckedByteOffset: position, as: UInt64.self),
        memory.unsafeLoadUnaligned(
          fromUncheckedByteOffset: position + count - 1,
          as: UInt64.self
        )
      )
      var hits =
        zeroBytes(UInt64(littleEndian: heads) ^ head)
        & zeroBytes(UInt64(littleEndian: tails) ^ tail)
      while hits != 0 {
        let place = position + hits.trailingZeroBitCount / 8
        if stands(word, in: bytes, at: place) { return place }
        hits &= hits - 1
      }
      position += 8
    }
    while position <= lastStart {
      if stands(word, in: bytes, at: position) { return position }
      position += 1
    }
    return nil
  }

  static func isScattered(
    _ word: Span<UInt8>,
    in bytes: Span<UInt8>,
    from start: Int,
    to end: Int
  ) -> Bool {
    guard !word.isEmpty else { return true }
    var matched = 0
    var wanted = word[0]
    for index in start..<min(end, bytes.count) {
      // SAFETY: the loop's bounds, of which start is never below 0.
      let byte = bytes[unchecked: index]
      if byte == wanted {
        matched += 1
        if matched == word.count { return true }
        wanted = word[matched]
      } else if byte == SearchIndex.separator {
        matched = 0
        wanted = word[0]
      }
    }
    return false
  }

  /// Whether the word stands at a place that leaves room for it.
  private static func stands(_ word: Span<UInt8>, in bytes: Span<UInt8>, at place: Int) -> Bool {
    for offset in 0..<word.count where bytes[place + offset] != word[offset] { return false }
    return true
  }

  private static func repeated(_ byte: UInt8) -> UInt64 { UInt64(byte) &* 0x0101_0101_0101_0101 }

  /// The top bit of each byte that is zero, and no other bit.
  private static func zeroBytes(_ word: UInt64) -> UInt64 {
    let low: UInt64 = 0x7F7F_7F7F_7F7F_7F7F
    return ~(((word & low) &+ low) | word | low)
  }
}
