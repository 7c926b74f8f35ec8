/// What a cell, or two, can show: one base scalar, plus combining marks.
package struct Glyph: Hashable, Sendable {
  /// The scalars to hand to the terminal.
  package let character: Character
  /// 1 or 2 columns.
  package let width: Int

  /// Reduces a grapheme cluster to what every terminal draws alike.
  ///
  /// `e` + acute stays one glyph. A vowel sign that takes room of its own, as in `की`, becomes `�`:
  /// libc gives it a column and many terminals none, and a row that is out by one column shows the
  /// rest of somebody else's name. Of a family joined by zero-width joiners the first member is left,
  /// of a modified emoji its base. What libc cannot place becomes `�`.
  package static func glyphs(of cluster: Character) -> [Glyph] {
    if let only = Glyph(single: cluster) { return [only] }
    let scalars = cluster.unicodeScalars
    var glyphs: [Glyph] = []
    var base = String.UnicodeScalarView()
    var baseWidth = 0
    for scalar in scalars {
      // What follows a joiner, and a modifier's change of what it follows, cannot be placed.
      if scalar.value == 0x200D { break }
      if isVariation(scalar) || scalar.properties.isEmojiModifier && !base.isEmpty { continue }
      let isSpacingMark = scalar.properties.generalCategory == .spacingMark
      let scalar = isSpacingMark ? "\u{FFFD}" : scalar
      let width = TextWidth.of(scalar) ?? 0
      if width > 0 {
        if !base.isEmpty { glyphs.append(Glyph(base, width: baseWidth)) }
        base = String.UnicodeScalarView([scalar])
        baseWidth = width
      } else if !base.isEmpty, base.count < maxScalars {
        base.append(scalar)
      }
    }
    if !base.isEmpty { glyphs.append(Glyph(base, width: baseWidth)) }
    return glyphs.isEmpty ? [.replacement] : glyphs
  }

  /// Columns of a whole cluster.
  package static func width(of cluster: Character) -> Int {
    Glyph(single: cluster)?.width ?? glyphs(of: cluster).reduce(0) { $0 + $1.width }
  }

  /// The only glyph of a cluster that is one scalar, as nearly all are; nil for others.
  init?(single cluster: Character) {
    let scalars = cluster.unicodeScalars
    let first = scalars.startIndex
    guard scalars.index(after: first) == scalars.endIndex else { return nil }
    if let width = TextWidth.of(scalars[first]), width > 0 {
      self.init(character: cluster, width: width)
    } else {
      self = .replacement
    }
  }

  /// Curses stores so many in a cell (`CCHARW_MAX`).
  private static let maxScalars = 5

  private static let replacement = Glyph(character: "\u{FFFD}", width: 1)

  private init(character: Character, width: Int) {
    self.character = character
    self.width = width
  }

  private init(_ scalars: String.UnicodeScalarView, width: Int) {
    self.init(character: Character(String(scalars)), width: width)
  }

  private static func isVariation(_ scalar: Unicode.Scalar) -> Bool {
    (0xFE00...0xFE0F).contains(scalar.value) || (0xE0100...0xE01EF).contains(scalar.value)
  }
}
