import RiskAPI
import RiskServices
import TerminalUI

extension Role {
  /// The slot of a level.
  static func risk(_ level: RiskLevel?) -> Role {
    switch level {
    case .high: .riskHigh
    case .medium: .riskMedium
    case .low: .riskLow
    case .other: .riskOther
    case nil: .riskNone
    }
  }
}

extension Style {
  /// How a level's word is drawn: high and unknown ones also in bold, for screens without colors.
  static func risk(_ level: RiskLevel?) -> Style {
    switch level {
    case .high, .other: Style(.risk(level), .bold)
    default: Style(.risk(level))
    }
  }
}

extension SafeText {
  /// A level as people read it: `HIGH`, or `—`.
  init(level: RiskLevel?) {
    self.init(level.words)
  }
}
