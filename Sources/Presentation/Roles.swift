package import RiskAPI
package import RiskStore
package import TerminalUI

extension Role {
  /// What colors a level; nil is unscored.
  package static func risk(_ level: RiskLevel?) -> Role {
    switch level {
    case .high: .riskHigh
    case .medium: .riskMedium
    case .low: .riskLow
    case .other: .riskOther
    case nil: .riskNone
    }
  }
}

extension ChangeKind {
  /// What colors the word.
  package var role: Role {
    switch self {
    case .new, .moreEvents: .news
    case .back, .raised: .warning
    case .lowered: .success
    case .left, .edited: .dim
    }
  }
}

extension AuditOutcome.Result? {
  /// What colors a write's word; nil is a write whose outcome is open.
  package var role: Role {
    switch self {
    case .done: .success
    case .refused: .dim
    case .failed: .error
    case .unknown, nil: .warning
    }
  }
}
