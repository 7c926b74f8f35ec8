import ArgumentParser

/// A length of time as typed: `500ms`, `30s`, `2m`, `1h`.
struct TimeLimit: Equatable, CustomStringConvertible {
  let duration: Duration
  /// As it was typed.
  let description: String

  static let standard = TimeLimit(duration: .seconds(60), description: "60s")

  /// Reads a length of more than nothing and at most a day.
  ///
  /// - Throws: `ValidationError` that says what is taken.
  static func parse(_ text: String) throws -> TimeLimit {
    let digits = text.prefix { $0.isASCII && $0.isNumber }
    guard let count = Int64(digits), count > 0, let unit = units[text.dropFirst(digits.count)],
      count <= 86_400_000 / unit
    else { throw ValidationError("it takes a number and a unit, such as 500ms, 30s, 2m or 1h") }
    return TimeLimit(duration: .milliseconds(count * unit), description: text)
  }

  /// Units in milliseconds.
  private static let units: [Substring: Int64] = ["ms": 1, "s": 1000, "m": 60_000, "h": 3_600_000]
}

extension Duration {
  /// The length for a person: `0.4 s`, `12 s`, `3 min`.
  var words: String {
    let seconds = Double(components.seconds) + Double(components.attoseconds) * 1e-18
    switch seconds {
    case ..<9.95:
      let tenths = Int((max(0, seconds) * 10).rounded())
      return tenths % 10 == 0 ? "\(tenths / 10) s" : "\(tenths / 10).\(tenths % 10) s"
    case ..<180: return "\(Int(seconds.rounded())) s"
    default: return "\(Int((seconds / 60).rounded())) min"
    }
  }
}
