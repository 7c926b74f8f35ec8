import Foundation

/// Text as a search sees it: without case, accents and what only looks different.
///
/// `José`, `Łukasz`, `Þóra`, `O’Brien` become `jose`, `lukasz`, `thora`, `o'brien`. What is typed and
/// what is searched go through it alike.
package struct FoldedText {
  /// Folding a letter takes microseconds, which 100 000 rows make a wait; names share their letters.
  private var known: [Unicode.Scalar: [UInt8]] = [:]

  package init() {}

  /// One text's folded form, in UTF-8.
  package static func bytes(of text: String) -> [UInt8] {
    var bytes: [UInt8] = []
    var folded = FoldedText()
    folded.append(text, to: &bytes)
    lower(&bytes, from: 0)
    return bytes
  }

  /// Adds a text's folded form, but for the case of its ASCII letters.
  ///
  /// ``lower(_:from:)`` sees to that, once for many texts.
  mutating func append(_ text: String, to bytes: inout [UInt8]) {
    let isPlain = text.utf8.withContiguousStorageIfAvailable { utf8 in
      guard utf8.reduce(0, |) < 0x80 else { return false }
      bytes.append(contentsOf: utf8)
      return true
    }
    if isPlain == true { return }
    // Scalar by scalar: accents go whatever they stand on, so clusters need not be found.
    for scalar in text.unicodeScalars {
      if scalar.isASCII {
        bytes.append(UInt8(truncatingIfNeeded: scalar.value))
      } else {
        bytes += folded(scalar)
      }
    }
  }

  /// Takes the case from ASCII letters from a place on, and makes a grave accent an apostrophe; no
  /// other character has such bytes.
  static func lower(_ bytes: inout [UInt8], from start: Int) {
    var span = bytes.mutableSpan
    for index in start..<span.count {
      let byte = span[index]
      let lower = byte | (byte &- 0x41 < 26 ? 0x20 : 0)
      span[index] = lower == UInt8(ascii: "`") ? UInt8(ascii: "'") : lower
    }
  }

  private mutating func folded(_ scalar: Unicode.Scalar) -> [UInt8] {
    if let bytes = known[scalar] { return bytes }
    let bytes = Array(LookAlike.plain(scalar).utf8)
    known[scalar] = bytes
    return bytes
  }
}

/// Letters and signs that differ from plain ones by no more than an accent, a stroke or a slant.
private enum LookAlike {
  /// What a search takes a scalar for; empty for accents and what nobody sees.
  static func plain(_ scalar: Unicode.Scalar) -> String {
    // Some signs would fall apart: an acute accent on its own is typed as an apostrophe.
    if let plain = special[scalar] { return plain }
    let parts = String(scalar).decomposedStringWithCompatibilityMapping
    return parts.unicodeScalars.map(part).joined()
  }

  private static func part(_ scalar: Unicode.Scalar) -> String {
    let properties = scalar.properties
    switch properties.generalCategory {
    case .nonspacingMark, .enclosingMark: return ""
    case .dashPunctuation: return "-"
    case .spaceSeparator, .lineSeparator, .paragraphSeparator: return " "
    default: break
    }
    if properties.isDefaultIgnorableCodePoint { return "" }
    return properties.lowercaseMapping.unicodeScalars.map(letter).joined()
  }

  private static func letter(_ scalar: Unicode.Scalar) -> String {
    if scalar.properties.generalCategory == .nonspacingMark { return "" }
    if let plain = special[scalar] { return plain }
    return stroked(scalar) ?? String(scalar)
  }

  private static let special: [Unicode.Scalar: String] = [
    "æ": "ae", "œ": "oe", "þ": "th", "ß": "ss", "ð": "d", "ı": "i", "ĸ": "k", "ŋ": "n", "ȷ": "j",
    "ə": "e", "ɛ": "e", "ɔ": "o", "ς": "σ",
    "’": "'", "‘": "'", "‛": "'", "ʼ": "'", "ʹ": "'", "ʻ": "'", "ʽ": "'", "′": "'",
    "´": "'", "＇": "'", "“": "\"", "”": "\"", "„": "\"", "‟": "\"", "″": "\"", "−": "-", "⁃": "-",
  ]

  /// `l` for `ł`, whose name is LATIN SMALL LETTER L WITH STROKE: Unicode does not take these apart.
  private static func stroked(_ scalar: Unicode.Scalar) -> String? {
    guard (0x80...0x2FFF).contains(scalar.value) || (0xA720...0xAB6F).contains(scalar.value),
      let name = scalar.properties.name, name.hasPrefix(latin)
    else { return nil }
    let words = name.dropFirst(latin.count).split(separator: " ")
    guard words.count > 1, words[1] == "WITH", words[0].count <= 2 else { return nil }
    return words[0].lowercased()
  }

  private static let latin = "LATIN SMALL LETTER "
}
