/// Text that cannot disturb a terminal: the only text that frames, CSV, logs and the clipboard take.
///
/// It is made by the sanitizer alone. Literals pass it too, and so does whatever is interpolated:
/// `"reset \(user.name)"` is safe whatever the name holds.
package struct SafeText: Hashable, Sendable {
  /// The sanitized text: one line, no controls, nothing invisible, nothing that turns direction.
  package let string: String
  /// True when every character takes one byte and one column.
  package let isASCII: Bool

  /// Sanitizes text from outside.
  ///
  /// Keeps `limit` characters at most; what is beyond becomes `…`. The default suits a line: names
  /// of megabytes must not cost a second a frame.
  package init(_ untrusted: String, limit: Int = 2_000) {
    let isPlain = untrusted.utf8.allSatisfy { $0 >= 0x20 && $0 < 0x7F }
    if isPlain && untrusted.utf8.count <= limit {
      string = untrusted
      isASCII = true
      return
    }
    // A cluster may hold any number of scalars, so the limit is on both.
    let isCut = untrusted.unicodeScalars.dropFirst(limit).first != nil
    var kept = String.UnicodeScalarView()
    for scalar in untrusted.unicodeScalars.prefix(limit) {
      switch Self.fate(of: scalar) {
      case .keep: kept.append(scalar)
      case .drop: break
      case .space: kept.append(" ")
      case .replace: kept.append("\u{FFFD}")
      }
    }
    if isCut { kept.append("…") }
    string = String(kept)
    isASCII = string.utf8.allSatisfy { $0 < 0x80 }
  }

  /// Sanitizes each line of a text and keeps the line feeds between them.
  ///
  /// For the clipboard and files, where a line feed is what was meant; a frame shows it as `�`.
  package init(lines untrusted: String) {
    let lines = untrusted.split(separator: "\n", omittingEmptySubsequences: false)
      .map { SafeText(String($0), limit: .max) }
    self.init(
      joined: lines.map(\.string).joined(separator: "\n"),
      isASCII: lines.count <= 1 && lines.allSatisfy(\.isASCII)
    )
  }

  private init(joined string: String, isASCII: Bool) {
    self.string = string
    self.isASCII = isASCII
  }

  /// True when there is nothing to draw.
  package var isEmpty: Bool { string.isEmpty }

  /// Columns it takes on the screen.
  package var width: Int { TextWidth.of(self) }

  package static func + (left: SafeText, right: SafeText) -> SafeText {
    SafeText(joined: left.string + right.string, isASCII: left.isASCII && right.isASCII)
  }

  package static func += (left: inout SafeText, right: SafeText) {
    left = left + right
  }

  /// The text, cut to a number of columns with `…` at the end where it is longer.
  ///
  /// The start is never cut: it is what tells two names apart.
  package func truncated(to columns: Int) -> SafeText {
    guard columns > 0 else { return "" }
    if isASCII {
      guard string.utf8.count > columns else { return self }
      let end = string.utf8.index(string.startIndex, offsetBy: columns - 1)
      return SafeText(joined: string[..<end] + "…", isASCII: false)
    }
    // The end of what still leaves room for the ellipsis.
    var end = string.startIndex
    var used = 0
    for index in string.indices {
      let width = Glyph.width(of: string[index])
      if used + width > columns {
        return SafeText(joined: string[..<end] + "…", isASCII: false)
      }
      used += width
      if used < columns { end = string.index(after: index) }
    }
    return self
  }

  /// The text so many times.
  package func repeated(_ count: Int) -> SafeText {
    SafeText(joined: String(repeating: string, count: max(0, count)), isASCII: isASCII)
  }

  /// The text with spaces behind it, at least this many columns wide.
  package func padded(to columns: Int) -> SafeText {
    self + SafeText(joined: String(repeating: " ", count: max(0, columns - width)), isASCII: true)
  }

  private enum Fate {
    case keep, drop, space, replace
  }

  private static func fate(of scalar: Unicode.Scalar) -> Fate {
    switch scalar.value {
    case 0x20..<0x7F: .keep
    case 0x09, 0x0A, 0x0D, 0x2028, 0x2029: .space
    case 0x00..<0x20, 0x7F..<0xA0: .replace
    // Joiners and the byte order mark are common in honest text and never drawn.
    case 0x200B...0x200D, 0x2060...0x2064, 0xFEFF, 0x00AD: .drop
    // Marks, embeddings, overrides and isolates reorder what stands beside them.
    case 0x061C, 0x200E, 0x200F, 0x202A...0x202E, 0x2066...0x206F: .replace
    case 0xFFF9...0xFFFB, 0xE0000...0xE007F: .replace
    default:
      switch scalar.properties.generalCategory {
      case .control, .format, .surrogate, .privateUse, .unassigned: .replace
      case .lineSeparator, .paragraphSeparator, .spaceSeparator: .space
      default: .keep
      }
    }
  }
}

extension SafeText: ExpressibleByStringInterpolation {
  package init(stringLiteral value: String) {
    self.init(value, limit: .max)
  }

  package init(stringInterpolation interpolation: StringInterpolation) {
    self.init(joined: interpolation.string, isASCII: interpolation.isASCII)
  }

  /// Gathers a literal's parts, sanitizing each one that is not safe already.
  package struct StringInterpolation: StringInterpolationProtocol {
    fileprivate var string = ""
    fileprivate var isASCII = true

    package init(literalCapacity: Int, interpolationCount: Int) {
      string.reserveCapacity(literalCapacity + interpolationCount * 8)
    }

    package mutating func appendLiteral(_ literal: String) {
      append(SafeText(literal, limit: .max))
    }

    package mutating func appendInterpolation(_ text: SafeText) {
      append(text)
    }

    package mutating func appendInterpolation(_ untrusted: String) {
      append(SafeText(untrusted))
    }

    package mutating func appendInterpolation(_ number: some BinaryInteger) {
      append(SafeText(number.description))
    }

    private mutating func append(_ text: SafeText) {
      string += text.string
      isASCII = isASCII && text.isASCII
    }
  }
}

extension SafeText: CustomStringConvertible {
  package var description: String { string }
}

extension Sequence<SafeText> {
  /// The texts as one, with a separator between them.
  package func joined(separator: SafeText = "") -> SafeText {
    var result: SafeText = ""
    for (index, text) in enumerated() {
      if index > 0 { result += separator }
      result += text
    }
    return result
  }
}
