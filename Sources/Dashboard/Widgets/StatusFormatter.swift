import Foundation
import RiskAPI
import RiskServices
import TerminalUI

/// What a pane says of its data's state: loading, failed with old data kept, or nothing.
enum StatusFormatter {
  private static let turns: [SafeText] = ["|", "/", "-", "\\"]

  /// Words for the pane's top edge; empty when all is well.
  static func status<Value>(
    of data: Loadable<Value>,
    in context: PaneContext
  ) -> (text: SafeText, role: Role)? {
    if data.isLoading, let turn = context.spinner {
      return ("loading \(turns[turn % turns.count])", .dim)
    }
    guard let fetchedAt = data.fetchedAt else { return nil }
    let words = TimeFormatter(now: context.now, timeZone: context.timeZone)
    if context.isOffline { return (old("offline", from: fetchedAt, words), .warning) }
    guard let failure = data.failure else { return nil }
    return (old(shortWords(for: failure), from: fetchedAt, words), .warning)
  }

  /// Why the data is old, and since when: `token rejected (10000) · data from 02:34`.
  static func old(_ cause: SafeText, from fetchedAt: Date, _ words: TimeFormatter) -> SafeText {
    "\(cause) · data from \(words.moment(fetchedAt))"
  }

  /// A few words for a failure, for a pane's edge and the top line; with the provider's code where the
  /// account refused.
  static func shortWords(for error: APIError) -> SafeText {
    switch error {
    case .unreachable: "offline"
    case .obstructed(.untrustedCertificate): "certificate not trusted"
    case .obstructed(.expiredCertificate): "certificate expired"
    case .obstructed(.earlyCertificate): "certificate not valid yet"
    case .obstructed(.wrongCertificate): "wrong certificate"
    case .obstructed(.outdatedTLS): "outdated TLS"
    case .obstructed(.refusedByProxy), .obstructed(.proxyWantsCredentials): "refused by the proxy"
    case .obstructed(.unknownHost): "unknown host"
    case .timedOut: "no answer"
    case .canceled: "canceled"
    case .unauthorized(let reply): "token rejected\(code(of: reply))"
    case .forbidden(let reply, _): "not permitted\(code(of: reply))"
    case .notFound: "not found"
    case .rateLimited: "rate limited"
    case .serverFailed(let reply): "server error \(reply.status)"
    case .rejected(let reply): "refused\(code(of: reply))"
    case .invalidRequest: "refused"
    case .undecodable, .tooLarge: "unreadable answer"
    case .outcomeUnknown: "unknown"
    }
  }

  /// ` (10000)`; empty where the reply has no code.
  private static func code(of reply: APIError.Reply) -> SafeText {
    guard let code = reply.errors.first?.code, code != 0 else { return "" }
    return " (\(code))"
  }

  /// The whole error as lines for an empty pane.
  static func paragraphs(for error: APIError, operation: String) -> [SafeText] {
    let words = ErrorFormatter(error, operation: operation)
    var lines: [SafeText] = [SafeText(words.problem), SafeText(words.advice)]
    if let ray = words.ray { lines.append("cf-ray \(ray)") }
    return lines
  }
}
