import Presentation
import RiskAPI
import RiskServices
import RiskStore
import TerminalUI

/// What changed between two summaries, in one line.
enum ChangeFormatter {
  /// Users who are back after a reset first, then raised ones: they are what an analyst waits for.
  ///
  /// Nil when nothing is worth a line.
  static func notice(for changes: [Change<UserSummary>]) -> Notice.Draft? {
    var back: [UserSummary] = []
    var raised: [UserSummary] = []
    var appeared: [UserSummary] = []
    var moved = 0
    var lowered = 0
    var left = 0
    for change in changes {
      switch change.kind {
      case .back: back.append(change.value)
      case .raised: raised.append(change.value)
      case .new: appeared.append(change.value)
      case .moreEvents: moved += 1
      case .left: left += 1
      case .lowered: lowered += 1
      case .edited: break
      }
    }
    var parts: [SafeText] = []
    if let first = back.first { parts.append(named(first, back.count, "back at")) }
    if let first = raised.first { parts.append(named(first, raised.count, "raised to")) }
    if let first = appeared.first { parts.append(named(first, appeared.count, "new at")) }
    if moved > 0 { parts.append("new events for \(moved.counted("user"))") }
    if lowered > 0 { parts.append("\(lowered.counted("user")) lowered") }
    if left > 0 { parts.append("\(left.counted("user")) no longer at risk") }
    guard !parts.isEmpty else { return nil }
    if !back.isEmpty { return Notice.Draft(parts.joined(separator: " · "), .warning) }
    let worst = (raised + appeared).compactMap(\.maxRiskLevel).max()
    return Notice.Draft(parts.joined(separator: " · "), worst.map { Role.risk($0) } ?? .news)
  }

  private static func named(_ user: UserSummary, _ count: Int, _ verb: SafeText) -> SafeText {
    let name = SafeText(user.name.isEmpty ? user.email : user.name)
    let more: SafeText = count > 1 ? " and \(count - 1) more" : ""
    return "\(name) \(verb) \(user.maxRiskLevel.words)\(more)"
  }
}

/// What the client does about trouble, in one line.
enum ClientEventFormatter {
  static func notice(for event: ClientEvent) -> Notice.Draft? {
    switch event {
    case .retrying(let operation, let attempt, let delay, let error):
      Notice.Draft(
        "\(subject(operation)): \(cause(error)), retry \(attempt) in \(seconds(delay))"
          + SafeText(ErrorFormatter.words(forRay: error.ray)),
        .warning
      )
    case .waiting, .held, .rateLimit, .page: nil
    }
  }

  static func notice(for pause: RequestPause, words: TimeFormatter) -> Notice.Draft {
    let end = words.clockWithSeconds(pause.end)
    let ray = ErrorFormatter.words(forRay: pause.ray)
    return switch pause.reason {
    case .refused: Notice.Draft("rate limited: no requests until \(end)\(ray)", .warning)
    case .spent:
      Notice.Draft("request limit used up: refreshing again at \(end)\(ray)", .warning)
    }
  }

  /// What is asked for, as the panes call it.
  private static func subject(_ operation: String) -> SafeText {
    operation == APIOperation.summary.rawValue ? "users" : SafeText(operation)
  }

  /// What went wrong: how there was no connection, or a few words for any other failure.
  private static func cause(_ error: APIError) -> SafeText {
    if case .unreachable(let words) = error {
      SafeText(words)
    } else {
      StatusFormatter.shortWords(for: error)
    }
  }

  private static func seconds(_ duration: Duration) -> SafeText {
    let seconds =
      Double(duration.components.seconds)
      + Double(duration.components.attoseconds) / 1e18
    return seconds < 1 ? "under 1 s" : "\(Int(seconds.rounded(.up))) s"
  }
}
