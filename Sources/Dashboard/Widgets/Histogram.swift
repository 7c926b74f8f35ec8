import Foundation
import Presentation
import RiskAPI
import RiskServices
import TerminalUI

/// Events over time, one row: each column's height is its count, its color the worst level in it.
struct Histogram {
  private(set) var buckets: [Bucket]
  /// The time it covers, such as `14 days`.
  let span: SafeText

  struct Bucket: Equatable {
    var count = 0
    var worst: RiskLevel?
  }

  /// Spreads events over so many columns, ending now.
  init(_ events: [RiskEvent], now: Date, columns: Int) {
    let times = events.compactMap(\.timestamp)
    let hour = 3600.0
    let oldest = times.min() ?? now
    let hours = max(1, (now.timeIntervalSince(oldest) / hour).rounded(.up))
    // Whole days read easier than 31 hours; a short history is told in hours.
    let coveredHours = hours <= 48 ? hours : (hours / 24).rounded(.up) * 24
    span =
      hours <= 48
      ? SafeText(Int(hours).counted("hour")) : SafeText(Int(coveredHours / 24).counted("day"))
    buckets = Array(repeating: Bucket(), count: max(1, columns))
    let start = now.addingTimeInterval(-coveredHours * hour)
    let width = coveredHours * hour / Double(buckets.count)
    for event in events {
      guard let time = event.timestamp else { continue }
      let index = Int(time.timeIntervalSince(start) / width)
      // A clock ahead of ours puts an event into the newest column, not out of the picture.
      let column = min(max(0, index), buckets.count - 1)
      buckets[column].count += 1
      buckets[column].worst = [buckets[column].worst, event.riskLevel].compactMap(\.self).max()
    }
  }

  /// Draws the columns and returns the one after the last.
  func view(in frame: inout Frame, row: Int, column: Int) -> Int {
    let most = buckets.map(\.count).max() ?? 0
    for (index, bucket) in buckets.enumerated() {
      let style = bucket.count == 0 ? Style(.dim) : Style(.risk(bucket.worst))
      frame.write(
        bucket.count == 0 ? "·" : Bar.height(bucket.count, of: most),
        row: row,
        column: column + index,
        style: style
      )
    }
    return column + buckets.count
  }
}
