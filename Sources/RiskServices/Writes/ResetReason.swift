/// Why a user is reset.
///
/// Asked for because a reset cannot be undone and somebody will ask.
package enum ResetReason: String, CaseIterable, Sendable {
  case confirmedActivity = "confirmed-activity"
  case falsePositive = "false-positive"
  case remediated
  case securityTesting = "security-testing"
  case other
}

extension ResetReason {
  /// The reason as people read it.
  package var words: String {
    switch self {
    case .confirmedActivity: "confirmed user activity"
    case .falsePositive: "false positive"
    case .remediated: "remediated"
    case .securityTesting: "security testing"
    case .other: "other"
    }
  }
}
