/// Bars of block elements.
package enum Bar {
  private static let full: SafeText = "█"
  private static let eighths: [SafeText] = ["", "▏", "▎", "▍", "▌", "▋", "▊", "▉"]
  /// One cell high, in eighths; a blank for nothing.
  private static let heights: [SafeText] = [" ", "▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"]

  /// A bar to scale, in eighths of a cell; something is never drawn as nothing.
  package static func text(_ value: Int, of total: Int, width: Int) -> SafeText {
    guard value > 0, total > 0, width > 0 else { return "" }
    let steps = max(1, value * width * 8 / total)
    return full.repeated(steps / 8) + eighths[steps % 8]
  }

  /// A column at most one cell high; something is never drawn as nothing.
  ///
  /// `eighths` is how high the most may be: 7 keeps columns of two rows apart.
  package static func height(_ value: Int, of most: Int, eighths top: Double = 8) -> SafeText {
    guard value > 0, most > 0 else { return heights[0] }
    // In floating point, because the account may count any number.
    let eighths = (Double(value) * top / Double(most)).rounded(.up)
    return heights[Int(max(1, min(top, eighths)))]
  }
}
