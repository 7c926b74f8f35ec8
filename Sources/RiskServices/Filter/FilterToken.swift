/// A term as it was typed, taken apart no further than its marks and quotes.
struct FilterToken: Equatable {
  /// All of it, marks and quotes included.
  var typed = ""
  var isNegated = false
  var isFuzzy = false
  /// The text without marks and quotes.
  var text = ""
  /// True where the text, or the value behind a colon, stands in quotes.
  var isQuoted = false
  /// What stands before the first colon; nil where there is none, or where it is in quotes.
  var key: String?
  var isClosed = true

  private static let quotes: Set<Character> = ["\"", "“", "”", "„"]

  /// Takes a line apart at its blanks, but for those in quotes.
  static func split(_ line: String) -> [FilterToken] {
    var tokens: [FilterToken] = []
    var rest = Substring(line)
    while let first = rest.first {
      if first.isWhitespace {
        rest.removeFirst()
      } else {
        let start = rest
        var token = take(from: &rest)
        token.typed = String(start[..<rest.startIndex])
        tokens.append(token)
      }
    }
    return tokens
  }

  private static func take(from rest: inout Substring) -> FilterToken {
    var token = FilterToken()
    while rest.first == "!" {
      token.isNegated.toggle()
      rest.removeFirst()
    }
    if rest.first == "~" {
      token.isFuzzy = true
      rest.removeFirst()
    }
    if token.takeQuoted(from: &rest) { return token }
    while let character = rest.first, !character.isWhitespace {
      rest.removeFirst()
      // An address is no term: `https://acme.example`.
      if character == ":", token.key == nil, !token.isFuzzy, !rest.hasPrefix("//") {
        token.key = token.text
        token.text = ""
        if token.takeQuoted(from: &rest) { return token }
      } else {
        token.text.append(character)
      }
    }
    return token
  }

  /// Takes text in quotes; false where none begins.
  private mutating func takeQuoted(from rest: inout Substring) -> Bool {
    guard let quote = rest.first, Self.quotes.contains(quote) else { return false }
    rest.removeFirst()
    isQuoted = true
    text = String(rest.prefix { !Self.quotes.contains($0) })
    rest = rest.dropFirst(text.count)
    isClosed = !rest.isEmpty
    if isClosed { rest.removeFirst() }
    return true
  }
}
