internal import CNcurses
internal import TerminalUI

/// What curses needs to draw each style: attributes and a color pair, looked up once a style.
@MainActor
struct Renditions {
  /// How many colors to use of those the terminal has.
  enum Depth: Equatable {
    case none
    case colors8
    case colors16
    case colors256

    init(colors: Int) {
      self =
        switch colors {
        case 256...: .colors256
        case 16...: .colors16
        case 8...: .colors8
        default: .none
        }
    }
  }

  /// Attributes and pair of one style.
  struct Rendition: Hashable {
    var attributes: attr_t
    var pair: Int32
    /// True where a blank looks like one without any style.
    var leavesBlanks: Bool

    /// The terminal's own look.
    static let plain = Rendition(attributes: zt_normal(), pair: 0, leavesBlanks: true)
  }

  private let theme: Theme
  private let depth: Depth
  private var known: [Style: Rendition] = [:]
  private var knownBlanks: [Style: Rendition] = [:]

  init(theme: Theme, depth: Depth) {
    self.theme = depth == .none ? theme.withoutColor : theme
    self.depth = depth
  }

  /// How a style is drawn.
  subscript(style: Style) -> Rendition {
    mutating get {
      if let rendition = known[style] { return rendition }
      let rendition = make(style)
      known[style] = rendition
      return rendition
    }
  }

  /// How a blank of a style is drawn: without a color and weight that nobody could see.
  ///
  /// Setting them and unsetting them again would cost a dozen bytes a blank.
  subscript(blank style: Style) -> Rendition {
    mutating get {
      if let rendition = knownBlanks[style] { return rendition }
      let appearance = theme[style.role]
      let attributes = appearance.attributes.union(style.attributes)
      var rendition = self[style]
      if attributes.isDisjoint(with: [.underline, .reverse]) {
        let background = Self.number(of: appearance.background, depth: depth)
        rendition = Rendition(
          attributes: zt_normal(),
          pair: Self.pair(-1, background),
          leavesBlanks: rendition.leavesBlanks
        )
      }
      knownBlanks[style] = rendition
      return rendition
    }
  }

  private func make(_ style: Style) -> Rendition {
    let appearance = theme[style.role]
    var attributes = appearance.attributes.union(style.attributes)
    let foreground = Self.number(of: appearance.foreground, depth: depth)
    let background = Self.number(of: appearance.background, depth: depth)
    // Eight colors have no bright ones; bold is how such terminals make them.
    if depth == .colors8, let color = appearance.foreground, color.basic >= 8 {
      attributes.insert(.bold)
    }
    return Rendition(
      attributes: Self.curses(attributes),
      pair: Self.pair(foreground, background),
      leavesBlanks: background == -1 && attributes.isDisjoint(with: [.underline, .reverse])
    )
  }

  /// Finds the pair that has these colors, or makes one.
  private static func pair(_ foreground: Int32, _ background: Int32) -> Int32 {
    if foreground == -1 && background == -1 { return 0 }
    return max(0, alloc_pair(foreground, background))
  }

  /// A color's number on a terminal of some depth; -1 is the terminal's own.
  static func number(of color: ThemeColor?, depth: Depth) -> Int32 {
    guard let color else { return -1 }
    return switch depth {
    case .none: -1
    case .colors8: Int32(color.basic % 8)
    case .colors16: Int32(color.basic % 16)
    case .colors256: Int32(color.extended ?? color.basic)
    }
  }

  private static func curses(_ attributes: TextAttributes) -> attr_t {
    var result = zt_normal()
    if attributes.contains(.bold) { result |= zt_bold() }
    if attributes.contains(.dim) { result |= zt_dim() }
    if attributes.contains(.underline) { result |= zt_underline() }
    if attributes.contains(.reverse) { result |= zt_reverse() }
    return result
  }
}
