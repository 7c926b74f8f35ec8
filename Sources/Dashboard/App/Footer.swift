import RiskServices
import TerminalUI

/// The last line: the keys that work here and now, and what must not be forgotten.
struct Footer {
  /// The most wanted first.
  let hints: [(key: SafeText, words: SafeText)]
  /// Resets that are not over.
  let resets: ResetJob?
  /// What shows them.
  let resetKey: SafeText
  let markedCount: Int
  let unsavedNoteCount: Int

  /// Draws it into the last row of the region: as many keys as fit.
  func draw(in frame: inout Frame) {
    let row = frame.height - 1
    var column = 1
    var limit = frame.width - 1
    if let standing {
      limit = frame.writeTrailing(standing.text, row: row, inset: 1, style: standing.style) - 2
    }
    for hint in hints {
      let width = hint.key.width + 1 + hint.words.width
      guard column + width <= limit else { continue }
      column = frame.write(hint.key, row: row, column: column, style: Style(.key, .bold)) + 1
      column = frame.write(hint.words, row: row, column: column, style: Style(.hint)) + 2
    }
  }

  /// What stands at the right, however long it does.
  private var standing: (text: SafeText, style: Style)? {
    if let resets {
      let style = Style(resets.phase == .paused ? .warning : .focusTitle, .bold)
      return ("\(resets.progress) (\(resetKey))", style)
    }
    if markedCount > 0 { return ("\(markedCount.grouped) marked", Style(.mark)) }
    guard unsavedNoteCount > 0 else { return nil }
    return ("\(unsavedNoteCount.counted("unsaved note"))", Style(.unsaved))
  }
}
