import RiskServices
import TerminalUI

/// Behaviors with their counts on one line: `Impossible travel 6 · Malicious file 4, 3 blocked · 2 more`.
struct TallyLine {
  private var parts: [(text: SafeText, style: Style)] = []
  /// Whether all of them are named.
  let isWhole: Bool

  /// Takes as many as fit, the first in any case, with names of at most so many columns.
  init(_ tallies: [BehaviorTally], nameLimit: Int, width: Int) {
    var used = 0
    for (place, tally) in tallies.enumerated() {
      var part: [(text: SafeText, style: Style)] = [
        (place == 0 ? "" : " · ", Style(.dim)),
        (SafeText(tally.name).truncated(to: nameLimit), Style(.text)),
        (" \(tally.count.grouped)", .risk(tally.level)),
      ]
      if tally.blockedCount > 0 {
        part.append((", \(tally.blockedCount.grouped) blocked", Style(.dim)))
      }
      let left = tallies.count - place - 1
      let rest: SafeText = left == 0 ? "" : " · \(left.grouped) more"
      let length = part.map(\.text.width).reduce(0, +)
      guard place == 0 || used + length + rest.width <= width else {
        parts.append((" · \((left + 1).grouped) more", Style(.dim)))
        isWhole = false
        return
      }
      parts += part
      used += length
    }
    isWhole = true
  }

  func draw(in frame: inout Frame, row: Int) {
    var column = 1
    for (text, style) in parts {
      column = frame.write(
        text,
        row: row,
        column: column,
        style: style,
        limit: max(0, frame.width - 1 - column)
      )
    }
  }
}
