/// What each role looks like.
///
/// A theme is nothing else.
package struct Theme: Equatable, Sendable {
  /// The file's name without its ending, as the settings spell it.
  package var name: String
  /// Each role's appearance; a role that is missing looks like ``Role/text``.
  package var appearances: [Role: Appearance]

  package init(name: String, appearances: [Role: Appearance]) {
    self.name = name
    self.appearances = appearances
  }

  /// The appearance of a role.
  package subscript(role: Role) -> Appearance {
    appearances[role] ?? appearances[.text] ?? Appearance()
  }

  /// No colors at all: bold, dim, underline and reverse carry what they can.
  ///
  /// What is drawn where the environment has `NO_COLOR` or the terminal has no colors.
  package var withoutColor: Theme {
    Theme(
      name: name,
      appearances: appearances.mapValues { Appearance(attributes: $0.attributes) }
    )
  }
}

/// Colors and attributes of one role.
package struct Appearance: Hashable, Sendable {
  /// The letters' color; nil is the terminal's own.
  package var foreground: ThemeColor?
  /// The color behind; nil is the terminal's own.
  package var background: ThemeColor?
  package var attributes: TextAttributes

  package init(
    foreground: ThemeColor? = nil,
    background: ThemeColor? = nil,
    attributes: TextAttributes = []
  ) {
    self.foreground = foreground
    self.background = background
    self.attributes = attributes
  }
}

/// A color as one of the 16 that every color terminal has, and a finer one of 256.
package struct ThemeColor: Hashable, Sendable {
  /// 0 to 15: black, red, green, yellow, blue, magenta, cyan, white, then the bright ones.
  package var basic: UInt8
  /// 0 to 255 in xterm's palette; nil where the basic color will do.
  package var extended: UInt8?

  package init(basic: UInt8, extended: UInt8? = nil) {
    self.basic = basic
    self.extended = extended
  }
}
