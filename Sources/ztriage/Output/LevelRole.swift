import RiskAPI
import TerminalUI

extension RiskLevel? {
  /// The role that colors the level.
  var role: Role {
    switch self {
    case .high: .riskHigh
    case .medium: .riskMedium
    case .low: .riskLow
    case .other: .riskOther
    case nil: .riskNone
    }
  }
}
