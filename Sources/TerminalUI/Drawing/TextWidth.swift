import CPlatform

#if canImport(Darwin)
import Darwin
#elseif canImport(Musl)
import Musl
#else
import Glibc
#endif

/// How many columns text takes, by the same libc table that curses asks.
///
/// Two tables that disagree by one column would shift the rest of a row, so there is no other.
package enum TextWidth {
  /// Columns of one scalar: 0 for combining marks, 2 for wide ones, nil for what cannot be printed.
  package static func of(_ scalar: Unicode.Scalar) -> Int? {
    if scalar.value < 0x7F { return scalar.value >= 0x20 ? 1 : nil }
    let width = zt_wcwidth(scalar.value)
    return width < 0 ? nil : Int(width)
  }

  /// Columns of text, as ``Frame`` would draw it.
  package static func of(_ text: SafeText) -> Int {
    if text.isASCII { return text.string.utf8.count }
    return text.string.reduce(0) { $0 + Glyph($1).width }
  }
}

/// The process's character set.
package enum TerminalLocale {
  /// Takes the locale from the environment, as every program with a screen must before curses starts.
  ///
  /// - Returns: whether text is UTF-8; if not, only ASCII may be drawn.
  @discardableResult
  package static func activate() -> Bool {
    setlocale(LC_ALL, "")
    if isUTF8 { return true }
    // Other locales' tables know no width of what has an ASCII form or stands in a name.
    activateUTF8()
    return false
  }

  /// Takes a UTF-8 locale whatever the environment says, so that tests measure alike everywhere.
  package static func activateUTF8() {
    if setlocale(LC_CTYPE, "C.UTF-8") == nil { setlocale(LC_CTYPE, "en_US.UTF-8") }
  }

  private static var isUTF8: Bool {
    guard let codeset = nl_langinfo(nl_item(CODESET)) else { return false }
    return String(cString: codeset).uppercased() == "UTF-8"
  }
}

/// What one grapheme cluster becomes on the screen.
package struct Glyph: Hashable, Sendable {
  /// One base scalar, plus combining marks.
  package let character: Character
  /// 1 or 2 columns.
  package let width: Int

  /// Reduces a cluster to what every terminal draws alike.
  ///
  /// `e` + acute stays as it is; a family joined by zero-width joiners becomes its first member;
  /// what libc cannot place becomes `�`. Joined sequences are left out because terminals disagree
  /// about their width.
  package init(_ cluster: Character) {
    let scalars = cluster.unicodeScalars
    guard let base = scalars.first, let width = TextWidth.of(base), width > 0 else {
      self.character = "�"
      self.width = 1
      return
    }
    self.width = width
    guard scalars.count > 1 else {
      self.character = cluster
      return
    }
    // Curses stores five scalars a cell (CCHARW_MAX).
    let marks = scalars.dropFirst().prefix { Self.isCombiningMark($0) }.prefix(4)
    if marks.count == scalars.count - 1 {
      self.character = cluster
    } else {
      var kept = String.UnicodeScalarView()
      kept.append(base)
      kept.append(contentsOf: marks)
      self.character = Character(String(kept))
    }
  }

  private static func isCombiningMark(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0xFE00...0xFE0F, 0xE0100...0xE01EF: false
    default:
      switch scalar.properties.generalCategory {
      case .nonspacingMark, .enclosingMark: TextWidth.of(scalar) == 0
      default: false
      }
    }
  }
}
