import RiskAPI
import RiskServices
import TerminalUI

/// What a pane says of its data's state: loading, failed with old data kept, or nothing.
enum StatusWords {
  private static let turns: [SafeText] = ["|", "/", "-", "\\"]

  /// Words for the pane's top edge; empty when all is well.
  static func status<Value>(
    of data: Loaded<Value>,
    in context: PaneContext
  ) -> (text: SafeText, role: Role)? {
    if data.isLoading, let turn = context.spinner {
      return ("loading \(turns[turn % turns.count])", .dim)
    }
    guard let fetchedAt = data.fetchedAt else { return nil }
    let words = TimeWords(now: context.now, timeZone: context.timeZone)
    if context.isOffline { return ("offline, from \(words.ago(fetchedAt))", .warning) }
    guard let failure = data.failure else { return nil }
    return ("\(shortWords(for: failure)), from \(words.ago(fetchedAt))", .warning)
  }

  /// One or two words for a failure, for a pane's edge and the top line.
  static func shortWords(for error: APIError) -> SafeText {
    switch error {
    case .unreachable: "offline"
    case .timedOut: "no answer"
    case .canceled: "canceled"
    case .unauthorized: "not signed in"
    case .forbidden: "not allowed"
    case .notFound: "not found"
    case .rateLimited: "rate limited"
    case .serverFailed(let reply): "server error \(reply.status)"
    case .rejected, .invalidRequest: "refused"
    case .undecodable, .tooLarge: "unreadable answer"
    case .outcomeUnknown: "unknown"
    }
  }

  /// The whole error as lines for an empty pane.
  static func paragraphs(for error: APIError, operation: String) -> [SafeText] {
    let words = ErrorWords(error, operation: operation)
    var lines: [SafeText] = [SafeText(words.problem), SafeText(words.advice)]
    if let ray = words.ray { lines.append("cf-ray \(ray)") }
    return lines
  }
}

/// Words in the middle of a pane that has no rows: empty is never blank.
struct EmptyState {
  var lines: [SafeText]
  var role = Role.dim

  func view(in frame: inout Frame, rows: Rect) {
    let wrapped = lines.flatMap { TextWrap.lines(of: $0, width: rows.width - 2) }
    let top = rows.row + max(0, (rows.height - wrapped.count) / 2)
    for (index, line) in wrapped.enumerated() where index < rows.height {
      frame.write(
        line,
        row: top + index,
        column: rows.column + max(1, (rows.width - line.width) / 2),
        style: Style(role)
      )
    }
  }
}
