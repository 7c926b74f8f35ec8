import Presentation
import RiskAPI
import RiskServices
import TerminalUI

extension Style {
  /// How a level's word is drawn: high and unknown ones also in bold, for screens without colors.
  static func risk(_ level: RiskLevel?) -> Style {
    switch level {
    case .high, .other: Style(.risk(level), .bold)
    default: Style(.risk(level))
    }
  }
}

/// How wide the column of levels is.
enum LevelWidth {
  /// What the longest level needs; `MEDIUM` fits in any case, so that columns rarely move.
  static func longest(of levels: some Sequence<RiskLevel?>) -> Int {
    levels.reduce(6) { longest, level in
      // The three that the account is known to have are no longer, and measured no more.
      if case .other = level { max(longest, SafeText(level: level).width) } else { longest }
    }
  }

  /// So much of it as a list of some width gives.
  ///
  /// A level of more than 16 columns is hostile rather than new.
  static func fitting(_ longest: Int, listWidth: Int) -> Int {
    min(longest, max(6, min(16, (listWidth - 30) / 3)))
  }
}

extension SafeText {
  /// A level as people read it: `HIGH`, or `—`.
  init(level: RiskLevel?) {
    self.init(level.words)
  }
}
