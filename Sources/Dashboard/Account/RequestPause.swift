import Foundation
import RiskAPI

/// A stretch of time in which the account is not asked.
struct RequestPause: Equatable {
  var end: Date
  var reason: PauseReason
  /// The `cf-ray` of the reply that asked for it, where this run got it.
  var ray: String?

  /// Whether another call under way tells of the same.
  func isSame(as other: RequestPause) -> Bool {
    reason == other.reason && abs(end.timeIntervalSince(other.end)) < 5
  }
}
