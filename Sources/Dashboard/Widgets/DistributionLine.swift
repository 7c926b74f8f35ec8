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

/// Bars of block elements.
enum Bar {
  private static let eighths: [SafeText] = ["", "▏", "▎", "▍", "▌", "▋", "▊", "▉"]
  /// One cell high, in eighths; a blank for nothing.
  static let heights: [SafeText] = [" ", "▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"]

  /// A bar to scale, in eighths of a cell; something is never drawn as nothing.
  static func text(_ value: Int, of total: Int, width: Int) -> SafeText {
    guard value > 0, total > 0, width > 0 else { return "" }
    let steps = max(1, value * width * 8 / total)
    let full = Array(repeating: "█" as SafeText, count: steps / 8).joined()
    return full + eighths[steps % 8]
  }

  /// A column at most one cell high; something is never drawn as nothing.
  ///
  /// `eighths` is how high the most may be: 7 keeps columns of two rows apart.
  static func height(_ value: Int, of most: Int, eighths top: Double = 8) -> SafeText {
    guard value > 0, most > 0 else { return heights[0] }
    // In floating point, because the account may count any number.
    let eighths = (Double(value) * top / Double(most)).rounded(.up)
    return heights[Int(max(1, min(top, eighths)))]
  }
}
