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
    return text.string.reduce(0) { $0 + Glyph.width(of: $1) }
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
