import Foundation
import TerminalUI

/// Tells a second click on the same thing from a first one.
struct ClickWatch: Equatable {
  private var last: (target: MouseTarget, time: Date)?

  private static let pause: TimeInterval = 0.4

  /// Whether the same was clicked a moment ago; a third click is a first one again.
  mutating func isSecond(_ target: MouseTarget, at time: Date) -> Bool {
    let isSecond = last.map { last in
      last.target == target && (0...Self.pause).contains(time.timeIntervalSince(last.time))
    }
    last = isSecond == true ? nil : (target, time)
    return isSecond == true
  }

  static func == (left: ClickWatch, right: ClickWatch) -> Bool {
    left.last?.target == right.last?.target && left.last?.time == right.last?.time
  }
}
