import Foundation
import RiskServices

extension TimeFormatter {
  /// As of now, in the zone of this machine.
  static var now: TimeFormatter { TimeFormatter(now: Date(), timeZone: .current) }
}
