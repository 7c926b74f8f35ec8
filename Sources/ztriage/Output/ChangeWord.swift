import RiskStore
import TerminalUI

/// How a user changed, in one word.
enum ChangeWord: String {
  case back, new, raised, lowered, left, events
  /// Fewer events are counted.
  case changed

  init(_ kind: UserDifference.Kind) {
    self =
      switch kind {
      case .back: .back
      case .appeared: .new
      case .left: .left
      case .raised: .raised
      case .lowered: .lowered
      case .newEvents: .events
      case .changed: .changed
      }
  }

  var role: Role {
    switch self {
    case .new, .events: .news
    case .back, .raised: .warning
    case .lowered: .success
    case .left, .changed: .dim
    }
  }
}
