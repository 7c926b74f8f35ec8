/// A way in which an account or the road to it is unreliable.
package enum FaultProfile: String, CaseIterable, Hashable, Sendable {
  /// About every fifth call ends in a 500, a 502 as HTML, or a lost connection.
  case flaky
  /// Every reply takes half a second to three seconds.
  case slow
  /// The budget is small, and now and then a call is refused with 429 before it is spent.
  case limited
  /// Texts carry control characters and worse; replies are not what was asked for.
  case hostile
  /// No call succeeds: 503 as HTML, or the connection closes.
  case down
}
