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
  /// What the longest level needs, where the list is wide enough to give it.
  ///
  /// `MEDIUM` fits in any case, so that columns rarely move. A level of more than 16 columns is
  /// hostile rather than new.
  static func of(_ levels: [RiskLevel?], listWidth: Int) -> Int {
    let room = max(6, min(16, (listWidth - 30) / 3))
    return min(room, levels.reduce(6) { max($0, SafeText(level: $1).width) })
  }
}

extension SafeText {
  /// A level as people read it: `HIGH`, or `—`.
  init(level: RiskLevel?) {
    self.init(level.words)
  }
}
