import RiskAPI
import RiskServices
import TerminalUI

/// Why a pane's data could not be fetched, for the foot of the pane, which shows old data.
struct PaneFailure {
  private let words: ErrorFormatter
  private let pane: PaneID

  init(_ error: APIError, of pane: PaneID) {
    words = ErrorFormatter(error, operation: pane.operation)
    self.pane = pane
  }

  /// What failed and what to do; none where the pane is too low.
  func lines(in rect: Rect) -> [SafeText] {
    guard rect.height >= 8 else { return [] }
    let lines = TextWrap.lines(of: SafeText(words.line), width: rect.width - 4)
    if lines.count == 1 || lines.count == 2 && rect.height >= 12 { return lines }
    // What failed stands in the edge of the pane already.
    return ["\(words.advice)\(words.rayWords)"]
  }

  /// What the messages say; nil where the same was said `after` the fetch before: it comes with every refresh.
  func notice(after earlier: APIError?) -> Notice.Draft? {
    let before = earlier.map { ErrorFormatter($0, operation: pane.operation).problem }
    guard before != words.problem else { return nil }
    return Notice.Draft("\(pane.title): \(words.line)", .warning)
  }

  /// Draws lines between the pane's list and the lower edge of its box, which goes down.
  static func draw(_ lines: [SafeText], border: Style, in frame: inout Frame) {
    guard !lines.isEmpty else { return }
    let first = frame.height - 1 - lines.count
    frame.copy(row: first, to: frame.height - 1)
    for (offset, line) in lines.enumerated() {
      let row = first + offset
      frame.fill(Rect(row: row, column: 0, width: frame.width, height: 1))
      for column in [0, frame.width - 1] {
        frame.write("│", row: row, column: column, style: border)
      }
      frame.write(line, row: row, column: 2, style: Style(.warning), limit: frame.width - 4)
    }
  }
}

extension PaneID {
  /// What fetching the pane's data is called in an error.
  fileprivate var operation: String {
    switch self {
    case .users: "read the users"
    case .timeline: "read this user's events"
    case .integrations: "read the integrations"
    case .behaviors: "read the behaviors"
    }
  }
}
