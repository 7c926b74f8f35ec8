/// A key press.
package struct Key: Hashable, Sendable {
  /// What was pressed, without its modifiers.
  package enum Code: Hashable, Sendable {
    case character(Character)
    case up, down, left, right
    case home, end, pageUp, pageDown, insert, delete, backspace
    case enter, tab, escape
    /// F1 is 1.
    case function(Int)
    /// A sequence that no key is known to send; pressing it does nothing but say so.
    case unknown
  }

  /// Keys held beside it.
  ///
  /// Shift shows in a character itself, so it is set for other keys only.
  package struct Modifiers: OptionSet, Hashable, Sendable {
    package let rawValue: UInt8

    package init(rawValue: UInt8) {
      self.rawValue = rawValue
    }

    package static let control = Modifiers(rawValue: 1)
    package static let alt = Modifiers(rawValue: 2)
    package static let shift = Modifiers(rawValue: 4)
  }

  package var code: Code
  package var modifiers: Modifiers

  package init(_ code: Code, _ modifiers: Modifiers = []) {
    self.code = code
    self.modifiers = modifiers
  }

  package static let up = Key(.up)
  package static let down = Key(.down)
  package static let left = Key(.left)
  package static let right = Key(.right)
  package static let home = Key(.home)
  package static let end = Key(.end)
  package static let pageUp = Key(.pageUp)
  package static let pageDown = Key(.pageDown)
  package static let backspace = Key(.backspace)
  package static let delete = Key(.delete)
  package static let enter = Key(.enter)
  package static let tab = Key(.tab)
  package static let shiftTab = Key(.tab, .shift)
  package static let escape = Key(.escape)
  package static let space = Key(.character(" "))

  /// A letter with Control held, such as `.control("l")`.
  package static func control(_ letter: Character) -> Key {
    Key(.character(letter), .control)
  }
}

extension Key: ExpressibleByExtendedGraphemeClusterLiteral {
  package init(extendedGraphemeClusterLiteral value: Character) {
    self.init(.character(value))
  }
}

extension Key {
  private static let names: [(name: String, code: Code)] = [
    ("Up", .up), ("Down", .down), ("Left", .left), ("Right", .right), ("Home", .home),
    ("End", .end), ("PageUp", .pageUp), ("PageDown", .pageDown), ("Insert", .insert),
    ("Delete", .delete), ("Backspace", .backspace), ("Enter", .enter), ("Tab", .tab),
    ("Esc", .escape), ("Space", .character(" ")),
  ]

  /// Reads a key as the settings and the contract spell it: `R`, `Space`, `Ctrl-L`, `Shift-Tab`,
  /// `Alt-x`, `F5`.
  ///
  /// Nil for anything else.
  package init?(name: String) {
    var rest = Substring(name)
    var modifiers: Modifiers = []
    let prefixes: [(String, Modifiers)] = [("Ctrl-", .control), ("Alt-", .alt), ("Shift-", .shift)]
    while let (prefix, modifier) = prefixes.first(where: {
      rest.count > $0.0.count && rest.lowercased().hasPrefix($0.0.lowercased())
    }) {
      rest = rest.dropFirst(prefix.count)
      modifiers.insert(modifier)
    }
    if let named = Self.names.first(where: { $0.name.lowercased() == rest.lowercased() }) {
      self.init(named.code, modifiers)
    } else if rest.count == 1, let character = rest.first, !character.isWhitespace {
      // Control has no upper case on a terminal: Ctrl-L and Ctrl-l are one key.
      let isControl = modifiers.contains(.control)
      let letter = isControl ? Character(character.lowercased()) : character
      guard !modifiers.contains(.shift) else { return nil }
      self.init(.character(letter), modifiers)
    } else if rest.first?.lowercased() == "f", let number = Int(rest.dropFirst()),
      (1...24).contains(number)
    {
      self.init(.function(number), modifiers)
    } else {
      return nil
    }
  }

  /// The spelling that ``init(name:)`` reads, such as `Ctrl-L`.
  package var name: String {
    var text = ""
    if modifiers.contains(.control) { text += "Ctrl-" }
    if modifiers.contains(.alt) { text += "Alt-" }
    if modifiers.contains(.shift) { text += "Shift-" }
    if let named = Self.names.first(where: { $0.code == code }) { return text + named.name }
    switch code {
    case .character(let character):
      return text + (modifiers.contains(.control) ? character.uppercased() : String(character))
    case .function(let number): return text + "F\(number)"
    default: return text + "?"
    }
  }

  /// What a text field would insert; nil for keys that insert nothing.
  package var insertedCharacter: Character? {
    guard case .character(let character) = code, modifiers.isDisjoint(with: [.control, .alt])
    else { return nil }
    return character
  }
}
