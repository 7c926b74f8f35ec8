/// What is drawn instead of glyphs that the locale's character set may lack.
///
/// Every mark of the screen keeps a meaning: `▌ ● ▲` become `> * ^`, frames are drawn with `+ - |`,
/// and a histogram rises through `.:-=+*%#`. Text in other scripts becomes question marks, one a
/// column, so that what stands beside it stays in place.
package enum ASCIIForms {
  /// The form of one glyph, as wide as the glyph: one character a column.
  package static func form(of character: Character, width: Int) -> [Character] {
    if character.isASCII { return [character] }
    let columns = max(1, width)
    if let form = forms[character] { return Array(repeating: form, count: columns) }
    guard let base = character.unicodeScalars.first else { return [] }
    let known: Character? =
      switch base.value {
      case 0x2500...0x257F: boxForm(base.value)
      case 0x2580...0x259F: "#"
      default: unaccented(character)
      }
    return Array(repeating: known ?? "?", count: columns)
  }

  private static let forms: [Character: Character] = [
    "▌": ">", "▐": "<", "●": "*", "○": "o", "◉": "*", "◦": "o", "•": "*", "·": ".",
    "▲": "^", "△": "^", "▴": "^", "▼": "v", "▽": "v", "▾": "v",
    "▸": ">", "▶": ">", "▹": ">", "►": ">", "◂": "<", "◀": "<", "◄": "<", "›": ">", "‹": "<",
    "→": ">", "←": "<", "↑": "^", "↓": "v", "↵": "<", "⏎": "<", "↔": "-", "↕": "|",
    "…": ".", "–": "-", "—": "-", "‐": "-", "‑": "-", "−": "-",
    "‘": "'", "’": "'", "“": "\"", "”": "\"", "«": "\"", "»": "\"",
    "✓": "+", "✔": "+", "✗": "x", "✘": "x", "×": "x", "÷": "/", "≤": "<", "≥": ">", "≠": "!",
    "■": "#", "□": "o", "▪": "*", "▫": "o", "◆": "*", "◇": "o", "★": "*", "☆": "*",
    "▁": ".", "▂": ":", "▃": "-", "▄": "=", "▅": "+", "▆": "*", "▇": "%", "█": "#",
    "▏": "|", "▎": "|", "▍": "|", "▋": "#", "▊": "#", "▉": "#",
    "░": ".", "▒": ":", "▓": "#", "§": "S", "°": "o", "€": "E", "£": "L", "¥": "Y",
  ]

  private static func boxForm(_ scalar: UInt32) -> Character {
    switch scalar {
    // ─ ━ ┄ ┅ ┈ ┉ ╌ ╍ ═ ╴ ╶ ╸ ╺ ╼ ╾
    case 0x2500, 0x2501, 0x2504, 0x2505, 0x2508, 0x2509, 0x254C, 0x254D, 0x2550: "-"
    case 0x2574, 0x2576, 0x2578, 0x257A, 0x257C, 0x257E: "-"
    // │ ┃ ┆ ┇ ┊ ┋ ╎ ╏ ║ ╵ ╷ ╹ ╻ ╽ ╿
    case 0x2502, 0x2503, 0x2506, 0x2507, 0x250A, 0x250B, 0x254E, 0x254F, 0x2551: "|"
    case 0x2575, 0x2577, 0x2579, 0x257B, 0x257D, 0x257F: "|"
    case 0x2571: "/"
    case 0x2572: "\\"
    case 0x2573: "X"
    default: "+"
    }
  }

  /// `é` is an `e` to whoever has no `é`; letters that do not decompose, such as `ø`, are listed.
  private static func unaccented(_ character: Character) -> Character? {
    let scalars = character.unicodeScalars
    if let base = scalars.first, base.isASCII { return Character(base) }
    return latin[character]
  }

  private static let latin: [Character: Character] = {
    let rows: [(Character, String)] = [
      ("A", "ÀÁÂÃÄÅĀĂĄÆ"), ("a", "àáâãäåāăąæ"), ("C", "ÇĆĈĊČ"), ("c", "çćĉċč"), ("D", "ĎĐÐ"),
      ("d", "ďđð"), ("E", "ÈÉÊËĒĔĖĘĚ"), ("e", "èéêëēĕėęě"), ("G", "ĜĞĠĢ"), ("g", "ĝğġģ"),
      ("H", "ĤĦ"), ("h", "ĥħ"), ("I", "ÌÍÎÏĨĪĬĮİ"), ("i", "ìíîïĩīĭįı"), ("J", "Ĵ"), ("j", "ĵ"),
      ("K", "Ķ"), ("k", "ķ"), ("L", "ĹĻĽŁ"), ("l", "ĺļľł"), ("N", "ÑŃŅŇ"), ("n", "ñńņň"),
      ("O", "ÒÓÔÕÖØŌŎŐŒ"), ("o", "òóôõöøōŏőœ"), ("R", "ŔŖŘ"), ("r", "ŕŗř"), ("S", "ŚŜŞŠȘ"),
      ("s", "śŝşšșß"), ("T", "ŢŤŦȚÞ"), ("t", "ţťŧțþ"), ("U", "ÙÚÛÜŨŪŬŮŰŲ"),
      ("u", "ùúûüũūŭůűų"), ("W", "Ŵ"), ("w", "ŵ"), ("Y", "ÝŶŸ"), ("y", "ýÿŷ"), ("Z", "ŹŻŽ"),
      ("z", "źżž"),
    ]
    var forms: [Character: Character] = [:]
    for (plain, accented) in rows {
      for character in accented { forms[character] = plain }
    }
    return forms
  }()
}
