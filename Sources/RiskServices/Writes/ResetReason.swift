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
