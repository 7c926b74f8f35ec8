import RiskServices
import TerminalUI

/// How the users spread over the levels, one line, bars drawn to one scale.
struct DistributionLine {
  let counts: LevelCounts

  /// Draws the line over a row of the region.
  func view(in frame: inout Frame, row: Int) {
    var parts: [(label: SafeText, count: Int, role: Role)] = [
      ("HIGH \(counts.high.grouped)", counts.high, .riskHigh),
      ("MEDIUM \(counts.medium.grouped)", counts.medium, .riskMedium),
      ("LOW \(counts.low.grouped)", counts.low, .riskLow),
    ]
    if counts.other > 0 {
      parts.insert(("OTHER \(counts.other.grouped)", counts.other, .riskOther), at: 0)
    }
    if counts.unscored > 0 {
      parts.append(("— \(counts.unscored.grouped)", counts.unscored, .riskNone))
    }
    let labels = parts.reduce(0) { $0 + $1.label.width + 1 }
    let gaps = 2 * (parts.count - 1)
    let room = max(0, frame.width - 2 - labels - gaps)
    let total = max(1, parts.reduce(0) { $0 + $1.count })
    var column = 1
    for part in parts {
      column = frame.write(part.label, row: row, column: column, style: Style(part.role, .bold)) + 1
      let bar = Bar.text(part.count, of: total, width: room)
      column = frame.write(bar, row: row, column: column, style: Style(part.role)) + 2
    }
  }
}
