import RiskAPI

/// A moment in milliseconds since 1970, and whether it is spelled with its fraction.
///
/// The API spells timestamps both ways, so the simulated account does too.
struct SpelledTime: Hashable, Sendable {
  /// Milliseconds since 1970 in UTC.
  var milliseconds: Int64
  /// Whether the fraction of a second is written, in three digits.
  var hasFraction: Bool

  /// The RFC 3339 spelling, such as `2026-11-21T08:14:49.025Z`.
  var text: String {
    Timestamp.format(
      microseconds: milliseconds * 1_000,
      fraction: hasFraction ? .milliseconds : .none
    )
  }
}

extension JSONWriter {
  mutating func time(_ time: SpelledTime) { string(time.text) }
}
