import Foundation
import RiskAPI
import RiskServices
import TerminalUI

/// Follows the client while it works.
struct ClientWatch: Equatable {
  /// The last pause of requests; it may be over.
  private(set) var pause: RequestPause?

  /// Takes what the client tells, and says what there is to tell of it: of a pause once.
  mutating func receive(
    _ event: ClientEvent,
    at now: Date,
    words: TimeFormatter
  ) -> Notice.Draft? {
    switch event {
    case .waiting(_, let delay, let reason, let ray), .held(_, let delay, let reason, let ray):
      let end = now.addingTimeInterval(delay / .seconds(1))
      let new = RequestPause(end: end, reason: reason, ray: ray)
      guard pause?.isSame(as: new) != true else { return nil }
      pause = new
      return ClientEventFormatter.notice(for: new, words: words)
    case .retrying, .rateLimit, .page: return ClientEventFormatter.notice(for: event)
    }
  }
}
