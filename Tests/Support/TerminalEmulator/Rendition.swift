/// How a terminal draws a glyph: colors and attributes as SGR sets them.
package struct Rendition: Hashable, Sendable {
  /// A color as its parameters say it, such as `38;5;203`'s 203; nil is the terminal's own.
  package var foreground: Int?
  package var background: Int?
  package var isBold = false
  package var isDim = false
  package var isItalic = false
  package var isUnderlined = false
  package var isBlinking = false
  package var isReversed = false
  package var isHidden = false
  /// Drawn with the line drawing set, in which `q` is a line.
  package var isLineDrawing = false

  /// What is left where something is erased.
  var erased: Rendition {
    var rest = Rendition()
    rest.background = background
    return rest
  }

  /// Takes the parameters of one SGR; false for one that is not known.
  mutating func apply(_ parameters: [Int]) -> Bool {
    var rest = (parameters.isEmpty ? [0] : parameters)[...]
    while let first = rest.popFirst() {
      switch first {
      case 0: self = Rendition()
      case 1: isBold = true
      case 2: isDim = true
      case 3: isItalic = true
      case 4: isUnderlined = true
      case 5: isBlinking = true
      case 7: isReversed = true
      case 8: isHidden = true
      // The primary font, which `linux` asks for.
      case 10: break
      case 22: (isBold, isDim) = (false, false)
      case 23: isItalic = false
      case 24: isUnderlined = false
      case 25: isBlinking = false
      case 27: isReversed = false
      case 28: isHidden = false
      case 30...37: foreground = first - 30
      case 38, 48:
        guard rest.popFirst() == 5, let color = rest.popFirst() else { return false }
        if first == 38 { foreground = color } else { background = color }
      case 39: foreground = nil
      case 40...47: background = first - 40
      case 49: background = nil
      case 90...97: foreground = first - 90 + 8
      case 100...107: background = first - 100 + 8
      default: return false
      }
    }
    return true
  }
}
