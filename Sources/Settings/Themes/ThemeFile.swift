import TerminalUI

/// Reads a theme: one line a role.
///
/// ```yaml
/// risk.high: {fg: bright-red, fg256: 203, bold: true}
/// ```
///
/// `fg` and `bg` are of the 16 colors that every color terminal has; `fg256` and `bg256` refine
/// them where there are 256. A color left out is the terminal's own.
enum ThemeFile {
  static let colors = [
    "black", "red", "green", "yellow", "blue", "magenta", "cyan", "white", "bright-black",
    "bright-red", "bright-green", "bright-yellow", "bright-blue", "bright-magenta", "bright-cyan",
    "bright-white",
  ]

  private static let attributes: [(key: String, attribute: TextAttributes)] = [
    ("bold", .bold), ("dim", .dim), ("underline", .underline), ("reverse", .reverse),
  ]

  /// Reads a theme from its file.
  ///
  /// A role that is missing looks like ``Role/text``.
  ///
  /// - Throws: ``SettingsError`` for an unknown role, color or attribute, with its place.
  static func theme(
    named name: String,
    reading document: YAMLDocument
  ) throws(SettingsError) -> Theme {
    var theme = Theme(name: name, appearances: [:])
    for (key, node) in try TableReader(document.root).all {
      guard let role = Role(rawValue: key) else {
        if case .mapping(let members) = node.value, let member = members.first,
          Role(rawValue: "\(key).\(member.key)") != nil
        {
          throw SettingsError(
            "the role \"\(key).\(member.key)\" is on two lines",
            fix: "write \(key).\(member.key): {…}",
            at: member.node.place
          )
        }
        throw SettingsError(
          "unknown role \(SettingsError.quote(key))",
          fix: Spelling.nearest(to: key, among: Role.allCases.map(\.rawValue))
            .map { "did you mean \"\($0)\"?" } ?? "remove it",
          at: node.place
        )
      }
      theme.appearances[role] = try appearance(node, key)
    }
    return theme
  }

  private static func appearance(
    _ node: YAMLDocument.Node,
    _ role: String
  ) throws(SettingsError) -> Appearance {
    var reader = try TableReader(node, name: role)
    var appearance = Appearance()
    appearance.foreground = try color("fg", &reader)
    appearance.background = try color("bg", &reader)
    for (key, attribute) in attributes where try reader.bool(key) == true {
      appearance.attributes.insert(attribute)
    }
    try reader.finish()
    return appearance
  }

  private static func color(
    _ key: String,
    _ reader: inout TableReader
  ) throws(SettingsError) -> ThemeColor? {
    let place = reader.node(key)?.place
    let name = try reader.string(key, such: "bright-red")
    let extended = try reader.integer("\(key)256", in: 0...255)
    guard let name else {
      if extended == nil { return nil }
      throw SettingsError(
        "\"\(reader.fullName("\(key)256"))\" needs \(key) too",
        fix: "add \(key), the color for terminals with 16 colors",
        at: reader.node("\(key)256")?.place
      )
    }
    guard let basic = colors.firstIndex(of: name) else {
      throw SettingsError(
        "unknown color \(SettingsError.quote(name))",
        fix: Spelling.advice(for: name, among: colors),
        at: place
      )
    }
    return ThemeColor(basic: UInt8(basic), extended: extended.map(UInt8.init))
  }
}
