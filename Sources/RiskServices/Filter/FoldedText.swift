import Foundation

/// Text as a search sees it: without case, accents and what only looks different.
///
/// `José`, `Łukasz`, `Þóra`, `O’Brien` become `jose`, `lukasz`, `thora`, `o'brien`. What is typed and
/// what is searched go through it alike.
package struct FoldedText {
  /// Folding a letter takes microseconds, which 100 000 rows make a wait; names share their letters.
  private var known: [Character: [UInt8]] = [:]
  /// A cluster may be of any length: one that is longer is no letter worth remembering.
  private static let rememberedLength = 32

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
    let utf8 = text.utf8
    if utf8.allSatisfy({ $0 < 0x80 }) { return bytes.append(contentsOf: utf8) }
    var index = text.startIndex
    while index < text.endIndex {
      let byte = utf8[index]
      let next = utf8.index(after: index)
      // What follows an ASCII letter may be its accent.
      if byte < 0x80, next == text.endIndex || utf8[next] < 0x80 {
        bytes.append(byte)
        index = next
      } else {
        bytes += folded(text[index])
        index = text.index(after: index)
      }
    }
  }

  /// Takes the case from ASCII letters from a place on, and makes a grave accent an apostrophe; no
  /// other character has such bytes.
  static func lower(_ bytes: inout [UInt8], from start: Int) {
    for index in start..<bytes.count {
      let byte = bytes[index]
      bytes[index] = byte == UInt8(ascii: "`") ? 0x27 : byte &- 0x41 < 26 ? byte | 0x20 : byte
    }
  }

  private mutating func folded(_ letter: Character) -> [UInt8] {
    if let bytes = known[letter] { return bytes }
    var bytes: [UInt8] = []
    if let sign = LookAlike.sign(letter) { return Array(sign.utf8) }
    for scalar in String(letter).decomposedStringWithCompatibilityMapping.unicodeScalars {
      bytes += LookAlike.plain(scalar).utf8
    }
    if bytes.count <= Self.rememberedLength { known[letter] = bytes }
    return bytes
  }
}

/// Letters and signs that differ from plain ones by no more than an accent, a stroke or a slant.
private enum LookAlike {
  /// A sign that would fall apart: an acute accent on its own is typed as an apostrophe.
  static func sign(_ letter: Character) -> String? {
    letter.unicodeScalars.count == 1 ? letter.unicodeScalars.first.flatMap { special[$0] } : nil
  }

  /// What a search takes a scalar for; empty for accents and what nobody sees.
  static func plain(_ scalar: Unicode.Scalar) -> String {
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
