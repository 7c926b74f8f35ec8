import RiskAPI

/// Texts that attack a terminal, a table, a log or a spreadsheet.
enum HostileText {
  /// The text with something harmful in it, fixed by its place; some places are left alone.
  static func spoil(_ text: String, place: Int) -> String {
    switch place % 12 {
    case 0: text + "\u{1B}[2J\u{1B}[H\u{1B}[31mowned"
    case 1: "\u{1B}]52;c;b3duZWQ=\u{7}" + text
    case 2: "\u{202E}" + text + "\u{202C}\u{2066}"
    case 3: text + "\r\n" + text + "\t\u{8}\u{8}\u{0}"
    case 4: String(repeating: text + " ", count: 400)
    case 5: "=HYPERLINK(\"https://bad.example\",\"\(text)\")"
    case 6: text + String(repeating: "\u{0301}", count: 300)
    case 7: "\u{9B}31m" + text + "\u{90}q\u{9C}"
    case 8: ""
    case 9: "\u{200B}\u{2028}\u{FEFF}" + text + "\u{E0041}\u{FFFF}"
    default: text
    }
  }

  /// The value with every text in it spoiled, names of members too.
  static func spoil(_ value: JSONValue, _ place: Int) -> JSONValue {
    switch value {
    case .null, .bool, .integer, .number: value
    case .string(let text): .string(spoil(text, place: place + text.utf8.count))
    case .array(let values): .array(values.map { spoil($0, place + 1) })
    case .object(let members):
      .object(
        Dictionary(
          members.map { name, member in
            (spoil(name, place: place + name.utf8.count), spoil(member, place + 1))
          },
          uniquingKeysWith: { first, _ in first }
        )
      )
    }
  }
}
