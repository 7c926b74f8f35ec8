import RiskAPI
import RiskServices
import TerminalUI

/// What a dialog asks, as far as an answer depends on it.
///
/// Two that are equal ask the same: what is only looked at, picked or typed does not count. A key
/// answers a question only if this very one was on the screen before the key was pressed.
enum AskedQuestion: Equatable, Sendable {
  case reset([UserTarget], warning: SafeText?)
  /// Their number must be typed.
  case resetCount([UserTarget], warning: SafeText?)
  case writeBehaviors([BehaviorChange], isConflict: Bool)
  case toggleIntegration(Integration, isConflict: Bool)
  case verdict([UserID])
  case quit([SafeText])
  case export(rows: Int)
  case news

  /// Whether a key answers it, or would if it could now.
  func isAnswered(by lookup: Dialog.Lookup) -> Bool {
    switch lookup {
    case .message(let message): isAnswer(message)
    case .refused: true
    case .unbound: false
    }
  }

  /// Whether a message answers it, or goes a step towards an answer.
  private func isAnswer(_ message: DialogMessage) -> Bool {
    switch message {
    case .canceled: false
    // Text is typed ahead, but not one that confirms.
    case .typed, .pasted: if case .resetCount = self { true } else { false }
    // In a list one may move ahead; where it means to have read what is asked, one may not.
    case .scrolled, .timeOpened: self != .news
    // Or what is typed into the note next would be taken for answers.
    case .noteOpened: false
    case .confirmed, .buttonMoved, .buttonPressed, .reasonPicked, .verdictPicked, .seenConfirmed,
      .sidePicked:
      true
    }
  }
}
