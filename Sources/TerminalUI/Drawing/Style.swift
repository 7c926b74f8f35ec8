/// How a cell looks: a role, plus attributes that hold in every theme.
package struct Style: Hashable, Sendable {
  /// The theme's slot.
  package var role: Role
  /// Added to what the theme gives the role.
  package var attributes: TextAttributes

  package init(_ role: Role = .text, _ attributes: TextAttributes = []) {
    self.role = role
    self.attributes = attributes
  }

  /// The style with one more attribute.
  package func adding(_ attributes: TextAttributes) -> Style {
    Style(role, self.attributes.union(attributes))
  }
}

/// What a terminal without colors can still do.
package struct TextAttributes: OptionSet, Hashable, Sendable {
  package let rawValue: UInt8

  package init(rawValue: UInt8) {
    self.rawValue = rawValue
  }

  package static let bold = TextAttributes(rawValue: 1)
  package static let underline = TextAttributes(rawValue: 2)
  package static let reverse = TextAttributes(rawValue: 4)
  package static let dim = TextAttributes(rawValue: 8)
}
